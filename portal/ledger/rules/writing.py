"""Whether a period may be written: a refusal says why not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from portal.core.periods import Frequency, Period, parse_period
from portal.core.sentences import Refused, say
from portal.ledger.rules.reporting import book_periods


@dataclass(frozen=True, slots=True)
class Book:
    """What the rules must know of a ledger: its year, its rhythm, and whether it is open."""

    year: int
    frequency: Frequency
    issued: bool = True
    frozen: bool = False


def check_open(book: Book) -> None:
    if book.frozen:
        raise Refused("The year {year} is frozen: its ledgers can no longer be changed.", year=book.year)
    if not book.issued:
        raise Refused("The statement has not been issued yet: its ledgers open when it is.")


def check_period(book: Book, stretch: Period, today: date) -> None:
    """Whether figures may be entered for this stretch of the ledger."""
    check_open(book)
    if stretch.year != book.year:
        raise Refused(
            "{period} is not in {year}: enter it in the ledger of its own year.",
            period=stretch.label, year=book.year,
        )  # fmt: skip
    if stretch not in book_periods(book.year, book.frequency):
        raise Refused("This ledger is not kept by that kind of period.")
    if stretch.first > today:
        raise Refused("{period} has not begun: it can be entered from {day}.",
                      period=stretch.label, day=stretch.first)  # fmt: skip


def chosen_stretch(key: str, book: Book) -> Period:
    """The stretch that an address asks for; one of another ledger or year is refused."""
    stretch = parse_period(key)
    if stretch not in book_periods(book.year, book.frequency):
        raise Refused("“{key}” is not a period of this ledger.", key=key[:20])
    return stretch


class ReasonMissing(Refused):
    """The act needs its reason, which belongs at its field."""


def check_reason(reason: str, *, signed: bool) -> None:
    if signed and not reason.strip():
        raise ReasonMissing(say("The period is signed off: say why it is changed."))


def check_sign_off(stretch: Period, *, rows: int, many_rows: bool, signed: bool, today: date) -> None:
    """The head stands by what is there: there must be something, and nothing more to come."""
    if signed:
        raise Refused("{period} is signed off already.", period=stretch.label)
    if not rows:
        raise Refused("Nothing is recorded for {period}: there is nothing to sign.", period=stretch.label)
    if many_rows and stretch.last >= today:
        raise Refused("{period} is not over: it can be signed off from the day after {day}.",
                      period=stretch.label, day=stretch.last)  # fmt: skip
