"""The reporting calendar: when a period is due, and the light that its ledger shows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from portal.core.calendar import WorkCalendar
from portal.core.lights import Light, Signal
from portal.core.periods import Frequency, Period, period, period_containing, periods_of
from portal.core.sentences import Sentence, say

WARNING, GRACE = 5, 2  # working days: before the due day, and after it until red
BY_WORKDAYS = {Frequency.MONTH: 5, Frequency.QUARTER: 10}
BY_DAYS = {Frequency.HALF_YEAR: 15, Frequency.YEAR: 31}


@dataclass(frozen=True, slots=True)
class DueDays:
    """The four days that turn a period's light."""

    due: date
    warning: date
    red: date


def due_days(period: Period, calendar: WorkCalendar) -> DueDays | None:
    """2-domain, Reporting calendar; an event is due at no set day."""
    if period.frequency is Frequency.EVENT:
        return None
    if count := BY_WORKDAYS.get(period.frequency):
        due = calendar.add_workdays(period.last, count)
    else:
        due = period.last + timedelta(days=BY_DAYS[period.frequency])
    return DueDays(due, calendar.add_workdays(due, -WARNING), calendar.add_workdays(due, GRACE))


def signal(period: Period, *, recorded: date | None, today: date, calendar: WorkCalendar) -> Signal:
    """The light of the filling unit for one period."""
    return light_of(period, due_days(period, calendar), recorded=recorded, today=today)


def light_of(period: Period, days: DueDays | None, *, recorded: date | None, today: date) -> Signal:
    """The same, where the days are known: read from done to not begun, then from worst to best."""
    if days is None:
        return event_signal(period, recorded=recorded, today=today)
    if recorded is not None:
        return _done(recorded, days.due)
    if today < period.first:
        return Signal(Light.GREY, say("The period has not begun."), period.first)
    if today >= days.red:
        return Signal(Light.RED, say("Overdue since {day}: not yet recorded.", day=days.due), days.red)
    if today > days.due:
        return Signal(Light.YELLOW, say("It was due on {day}: not yet recorded.", day=days.due), days.due)
    if today == days.due:
        return Signal(Light.YELLOW, say("Due today: not yet recorded."), days.due)
    if today >= days.warning:
        return Signal(Light.GREEN, say("Due soon, on {day}.", day=days.due), days.warning)
    return Signal(Light.GREEN, say("Open until {day}.", day=days.due), period.first)


def event_signal(stretch: Period, *, recorded: date | None, today: date) -> Signal:
    """An event ledger owes nothing on any day: it only shows where something happened."""
    if recorded is not None:
        return Signal(Light.BLUE, say("Recorded."), recorded)
    if today < stretch.first:
        return Signal(Light.GREY, say("The period has not begun."), stretch.first)
    return Signal(Light.GREY, say("Nothing is due: it is recorded when it happens."))


def _done(recorded: date, due: date) -> Signal:
    if recorded > due:
        return Signal(Light.BLUE, say("Recorded late: it was due on {day}.", day=due), recorded, late=True)
    return Signal(Light.BLUE, say("Recorded in time."), recorded)


def for_assessed(seen: Signal) -> Sentence:
    """What the assessed unit reads where somebody else fills its ledger."""
    if seen.light in (Light.RED, Light.YELLOW):
        return say("Data late, not your fault: the score shows the period as pending.")
    return seen.reason


def presses(seen: Signal, days: DueDays | None, today: date) -> bool:
    """Whether it belongs on somebody's desk: due soon, due, or overdue."""
    waiting = seen.light in (Light.RED, Light.YELLOW, Light.GREEN)
    return waiting and days is not None and today >= days.warning


def book_periods(year: int, frequency: Frequency) -> tuple[Period, ...]:
    """The stretches that a ledger is kept in; an event ledger is kept by the month."""
    return periods_of(year, Frequency.MONTH if frequency is Frequency.EVENT else frequency)


def stretch_of(entered: Period, frequency: Frequency) -> Period:
    """The stretch of the ledger in which an entry stands: for an event, its month."""
    if frequency is Frequency.EVENT:
        return period(entered.year, Frequency.MONTH, entered.month)
    return entered


def counts_from(month: int, year: int, recorded: date) -> int:
    """A row written while its period still runs counts at once: from the month in which it was written."""
    return min(month, recorded.month) if recorded.year == year else month


def most_urgent(year: int, frequency: Frequency, recorded: frozenset[str], today: date) -> Period:
    """The stretch to offer first: the oldest that lacks its row, else the current one."""
    stretches = book_periods(year, frequency)
    begun = [stretch for stretch in stretches if stretch.first <= today] or [stretches[0]]
    current = begun[-1]
    if frequency is Frequency.EVENT:
        return current
    lacking = [stretch for stretch in begun if stretch.key not in recorded]
    return lacking[0] if lacking else current


def stretch_on(day: date, frequency: Frequency) -> Period:
    return period_containing(day, Frequency.MONTH if frequency is Frequency.EVENT else frequency)


def short(stretch: Period) -> Sentence:
    """A period inside its own year, as the strip above a ledger shows it."""
    match stretch.frequency:
        case Frequency.MONTH:
            return say("month {number}", number=stretch.month)
        case Frequency.QUARTER:
            return say("Q{number}", number=stretch.number)
        case Frequency.HALF_YEAR:
            return say("first half") if stretch.number == 1 else say("second half")
    return say("whole year")
