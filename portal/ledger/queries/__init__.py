"""Reads: one ledger, the reporting calendar, what a row would earn, what waits for a person."""

from portal.ledger.queries.books import (
    Ledger,
    Stretch,
    book,
    entry,
    evidence,
    history,
    holds_many_rows,
    ledger,
    open_ledger,
    place_of,
    query,
    stretch_of_entry,
    was_recorded,
)
from portal.ledger.queries.days import bureau_day
from portal.ledger.queries.desk import panels
from portal.ledger.queries.drafts import (
    correction_address,
    draft_addresses,
    draft_for,
    draft_of_correction,
)
from portal.ledger.queries.facts import counting_month, written_on
from portal.ledger.queries.overview import Wanted, overview
from portal.ledger.queries.trying import Trial, month_shown, standing, trial
from portal.ledger.queries.waiting import to_dos

__all__ = [
    "Ledger",
    "Stretch",
    "Trial",
    "Wanted",
    "book",
    "bureau_day",
    "correction_address",
    "counting_month",
    "draft_addresses",
    "draft_for",
    "draft_of_correction",
    "entry",
    "evidence",
    "history",
    "holds_many_rows",
    "ledger",
    "month_shown",
    "open_ledger",
    "overview",
    "panels",
    "place_of",
    "query",
    "standing",
    "stretch_of_entry",
    "to_dos",
    "trial",
    "was_recorded",
    "written_on",
]
