"""Working days."""

from datetime import date

import pytest

from portal.core.calendar import WorkCalendar

# Spring festival 2026, shortened: Monday to Wednesday off, the Saturday before worked.
CALENDAR = WorkCalendar(
    {date(2026, 2, 16): False, date(2026, 2, 17): False, date(2026, 2, 18): False, date(2026, 2, 14): True},
    frozenset({2026}),
)


@pytest.mark.parametrize(("day", "count", "reached"), [
    (date(2026, 2, 13), 1,  date(2026, 2, 14)),  # the make-up Saturday
    (date(2026, 2, 14), 1,  date(2026, 2, 19)),  # over Sunday and the holidays
    (date(2026, 2, 19), -1, date(2026, 2, 14)),
    (date(2026, 2, 16), 0,  date(2026, 2, 16)),
    (date(2026, 12, 31), 5, date(2027, 1, 7)),   # over New Year into a year not yet published
])  # fmt: skip
def test_counting_on(day, count, reached):
    assert CALENDAR.add_workdays(day, count) == reached


@pytest.mark.parametrize("count", [1, 3, 20])
def test_counting_between_is_counting_on_read_backwards(count):
    start = date(2026, 2, 12)

    assert CALENDAR.workdays_between(start, CALENDAR.add_workdays(start, count)) == count
    assert CALENDAR.workdays_between(CALENDAR.add_workdays(start, count), start) == -count


def test_a_year_not_yet_published_is_known_to_be_unknown():
    assert CALENDAR.knows(2026)
    assert not CALENDAR.knows(2027)
