"""The pages of the ledger."""

from portal.ledger.views.room import bp

from portal.ledger.views import calendar, correcting, pages, questions, writing  # isort: skip

__all__ = ["bp", "calendar", "correcting", "pages", "questions", "writing"]
