"""When things were done in the demonstration: on working days, at working hours, before its today."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from portal.core.calendar import WorkCalendar
from portal.core.periods import Frequency, Period
from portal.demo.rows import Row
from portal.ledger.rules.reporting import due_days

DAY = timedelta(days=1)
MORNING, WORKING_MINUTES = time(8, 40), 520
PROMPT = {Frequency.MONTH: (1, 4), Frequency.QUARTER: (2, 8), Frequency.HALF_YEAR: (3, 8)}
OTHERWISE = (4, 14)
AFTER_RECORD = (1, 3)
SIGNED_AFTER = 10  # working days after the due day every head has signed
LATE_BY = 4


@dataclass(frozen=True, slots=True)
class Timing:
    """``first_day``: before it nothing of the running year is recorded, for its sheets were not issued."""

    today: date
    calendar: WorkCalendar
    zone: ZoneInfo
    first_day: date

    def moment(self, day: date, dice: Random) -> datetime:
        minutes = timedelta(minutes=dice.randrange(WORKING_MINUTES), seconds=dice.randrange(60))
        return datetime.combine(day, MORNING, self.zone) + minutes

    def later(self, moment: datetime, count: int) -> datetime | None:
        """The same hour some working days later; ``None`` where that lies ahead."""
        local = moment.astimezone(self.zone)
        day = self.calendar.add_workdays(local.date(), count)
        return datetime.combine(day, local.timetz()) if day < self.today else None

    def worked(self, day: date) -> date:
        """The day itself where it is worked, else the last working day before it."""
        return day if self.calendar.is_workday(day) else self.calendar.add_workdays(day, -1)

    def recorded_on(self, row: Row, dice: Random) -> date | None:
        """The day on which the row was entered; ``None`` while it still lies ahead."""
        if row.day is not None:
            day = self.calendar.add_workdays(row.day, dice.randint(*AFTER_RECORD))
        else:
            least, most = PROMPT.get(row.period.frequency, OTHERWISE)
            day = self.calendar.add_workdays(row.period.last, dice.randint(least, most))
        if row.period.year < self.today.year:
            return min(day, self.today - DAY)
        day = max(day, self.first_day)
        return day if day < self.today else None

    def due(self, period: Period) -> date | None:
        days = due_days(period, self.calendar)
        return days.due if days else None

    def red(self, period: Period) -> bool:
        days = due_days(period, self.calendar)
        return days is not None and days.red <= self.today

    def late_day(self, period: Period) -> date | None:
        """Some days after a period's red light went on; ``None`` where that lies ahead."""
        due = self.due(period)
        day = due and self.calendar.add_workdays(due, LATE_BY)
        return day if day and day < self.today else None

    def signed_on(self, period: Period, recorded: date, dice: Random) -> date | None:
        due = self.due(period) or period.last
        day = max(self.calendar.add_workdays(due, dice.randint(1, SIGNED_AFTER)), recorded)
        if period.year < self.today.year:
            return min(day, self.today - DAY)
        return day if self.calendar.add_workdays(due, SIGNED_AFTER) < self.today > day else None
