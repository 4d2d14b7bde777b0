"""The pages of the ledger."""

from portal.ledger.views.room import bp

from portal.ledger.views import calendar, pages, questions, writing  # isort: skip

__all__ = ["bp", "calendar", "pages", "questions", "writing"]
