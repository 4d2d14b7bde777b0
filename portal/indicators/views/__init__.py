"""The library's pages: the list, one indicator, and the office's editor."""

from portal.indicators.views.room import bp

from portal.indicators.views import editor, library, workshop  # isort: skip

__all__ = ["bp", "editor", "library", "workshop"]
