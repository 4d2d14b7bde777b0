"""The states of an assessment year and what each allows; the reasons why a day is worked or not."""

from __future__ import annotations

from calendar import Calendar
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Protocol, TypeAlias, TypeVar

from portal.core.calendar import WorkCalendar
from portal.core.sentences import Refused, Sentence, Word, say


class YearState(Word):
    PREPARING = "preparing", say("Preparing")
    NEGOTIATING = "negotiating", say("Negotiating")
    RUNNING = "running", say("Running")
    EVALUATING = "evaluating", say("Evaluating")
    PUBLISHED = "published", say("Published")
    ARCHIVED = "archived", say("Archived")


FROZEN = frozenset({YearState.EVALUATING, YearState.PUBLISHED, YearState.ARCHIVED})
OPENED = frozenset(YearState) - {YearState.PREPARING}
LIBRARY_OPEN = frozenset({YearState.PREPARING, YearState.NEGOTIATING, YearState.RUNNING})


class Dated(Protocol):
    """An assessment year, as far as choosing one goes."""

    @property
    def id(self) -> int: ...
    @property
    def state(self) -> YearState: ...


D = TypeVar("D", bound=Dated)


def current(years: Iterable[D], today: date) -> D | None:
    """The year people mean when they name none: the one that runs, else the one that is furthest along.

    In January last year still runs while this one is being negotiated; a year to come is nobody's "now"
    unless there is no other.
    """
    years = list(years)
    begun = [year for year in years if year.id <= today.year] or years
    return max(
        begun, key=lambda year: (year.state is YearState.RUNNING, year.state in OPENED, year.id), default=None
    )


class Festival(Word):
    """Why a day differs from Monday to Friday; the office's own reasons are free text."""

    NEW_YEAR = "New Year's Day", say("New Year's Day")
    SPRING = "Spring Festival", say("Spring Festival")
    TOMB_SWEEPING = "Tomb-sweeping Day", say("Tomb-sweeping Day")
    LABOUR = "Labour Day", say("Labour Day")
    DRAGON_BOAT = "Dragon Boat Festival", say("Dragon Boat Festival")
    NATIONAL = "National Day", say("National Day")
    MID_AUTUMN = "Mid-autumn Festival", say("Mid-autumn Festival")
    VICTORY = "Anti-Fascist 70th Day", say("Victory Day, 70th anniversary")


def festival(name: str) -> Sentence | str:
    """The day's reason as people read it."""
    return Festival(name).label if name in set(Festival) else name


FIRST_YEAR, LAST_YEAR = 2004, 2099


MOST_POINTS = Decimal(1000)


def check_points(points: Decimal) -> None:
    if not 0 <= points <= MOST_POINTS or round(points, 2) != points:
        raise Refused("Enter points from 0 to {most} with at most two decimals.", most=MOST_POINTS)


def check_weights(full: Decimal, specific: Decimal, common: Decimal) -> None:
    """The year's split, 70 and 30 by default, must make the full marks (2-domain, Organisation)."""
    if min(full, specific, common) < 0 or full == 0:
        raise Refused("Full marks must be above zero, and no weight below it.")
    if specific + common != full:
        raise Refused(
            "The weights {specific} and {common} make {sum}, not the full marks {full}.",
            specific=f"{specific:f}", common=f"{common:f}", sum=f"{specific + common:f}", full=f"{full:f}",
        )  # fmt: skip


def check_preparing(state: YearState) -> None:
    if state is not YearState.PREPARING:
        raise Refused(
            "A year's rules can be changed only while it is being prepared; this year is {state}.",
            state=state.label,
        )


def check_day(day: date) -> None:
    check_year(day.year)


def check_year(number: int) -> None:
    if not FIRST_YEAR <= number <= LAST_YEAR:
        raise Refused(
            "The calendar is kept for the years {first} to {last}.", first=FIRST_YEAR, last=LAST_YEAR
        )


@dataclass(frozen=True, slots=True)
class DayShown:
    """One square of the calendar page."""

    day: date
    worked: bool
    name: str = ""  # why it differs from Monday to Friday
    overruled: bool = False


Month: TypeAlias = list[list[DayShown | None]]


def months_shown(year: int, calendar: WorkCalendar, named: Mapping[date, tuple[str, bool]]) -> list[Month]:
    """Twelve months of weeks, Monday first; a square outside its month is ``None``. ``named`` gives the
    reason and whether the office overruled."""

    def shown(day: date) -> DayShown:
        return DayShown(day, calendar.is_workday(day), *named.get(day, ("", False)))

    weeks_of = Calendar().monthdatescalendar
    return [
        [[shown(day) if day.month == month else None for day in week] for week in weeks_of(year, month)]
        for month in range(1, 13)
    ]
