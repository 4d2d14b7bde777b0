"""When a period is due, and the light it shows until then and afterwards."""

from datetime import date

import pytest

from portal.core.calendar import WorkCalendar
from portal.core.lights import Light
from portal.core.periods import Frequency, event_on, parse_period
from portal.ledger.rules.reporting import (
    counts_from,
    due_days,
    for_assessed,
    most_urgent,
    presses,
    signal,
    stretch_of,
)

# National Day 2026: off from the 1st to the 7th, and Saturday the 10th is worked for it.
HOLIDAYS = WorkCalendar(
    {date(2026, 10, day): False for day in range(1, 8)} | {date(2026, 10, 10): True, date(2027, 1, 1): False},
    frozenset({2026}),
)
PLAIN = WorkCalendar()


@pytest.mark.parametrize(
    ("period", "due"),
    [
        ("2026-03", date(2026, 4, 7)),  # Wednesday 1 April is the first working day of five
        ("2026-09", date(2026, 10, 13)),  # 8, 9, Saturday 10, 12, 13: after the holiday, with the make-up day
        ("2026-12", date(2027, 1, 8)),  # New Year's Day does not count
        ("2026-Q3", date(2026, 10, 20)),
        ("2026-Q4", date(2027, 1, 15)),
        ("2026-H1", date(2026, 7, 15)),  # days, not working days
        ("2026-H2", date(2027, 1, 15)),
        ("2026", date(2027, 1, 31)),
    ],
)
def test_the_due_day_follows_the_period(period, due):
    assert due_days(parse_period(period), HOLIDAYS).due == due


def test_a_year_that_is_not_published_yet_is_counted_all_the_same():
    assert due_days(parse_period("2027-12"), PLAIN).due == date(2028, 1, 7)


def test_an_event_is_due_on_no_set_day():
    assert due_days(event_on(date(2026, 3, 14)), PLAIN) is None
    seen = signal(event_on(date(2026, 3, 14)), recorded=None, today=date(2026, 12, 1), calendar=PLAIN)
    assert seen.light is Light.GREY


@pytest.mark.parametrize(
    ("today", "light", "reason"),
    [
        (date(2026, 2, 28), Light.GREY, "The period has not begun."),
        (date(2026, 3, 1), Light.GREEN, "Open until 2026-04-07."),
        (date(2026, 3, 30), Light.GREEN, "Open until 2026-04-07."),
        (date(2026, 3, 31), Light.GREEN, "Due soon, on 2026-04-07."),  # five working days before
        (date(2026, 4, 6), Light.GREEN, "Due soon, on 2026-04-07."),
        (date(2026, 4, 7), Light.YELLOW, "Due today: not yet recorded."),
        (date(2026, 4, 8), Light.YELLOW, "It was due on 2026-04-07: not yet recorded."),
        (
            date(2026, 4, 9),
            Light.RED,
            "Overdue since 2026-04-07: not yet recorded.",
        ),  # two working days later
        (date(2026, 12, 31), Light.RED, "Overdue since 2026-04-07: not yet recorded."),
    ],
)
def test_the_light_turns_with_the_days(today, light, reason):
    seen = signal(parse_period("2026-03"), recorded=None, today=today, calendar=PLAIN)
    assert (seen.light, str(seen.reason)) == (light, reason)


@pytest.mark.parametrize(("recorded", "late"), [(date(2026, 4, 7), False), (date(2026, 4, 8), True)])
def test_what_is_recorded_is_blue_and_says_whether_it_was_late(recorded, late):
    seen = signal(parse_period("2026-03"), recorded=recorded, today=date(2026, 5, 1), calendar=PLAIN)
    assert (seen.light, seen.late, seen.since) == (Light.BLUE, late, recorded)


def test_the_assessed_unit_reads_that_lateness_is_not_its_fault():
    late = signal(parse_period("2026-03"), recorded=None, today=date(2026, 5, 1), calendar=PLAIN)
    assert "not your fault" in str(for_assessed(late))
    open_ = signal(parse_period("2026-03"), recorded=None, today=date(2026, 3, 2), calendar=PLAIN)
    assert for_assessed(open_) == open_.reason


def test_it_comes_to_the_desk_from_the_warning_on_and_leaves_when_recorded():
    period = parse_period("2026-03")
    days = due_days(period, PLAIN)

    def waits(today, recorded=None):
        return presses(signal(period, recorded=recorded, today=today, calendar=PLAIN), days, today)

    assert [waits(date(2026, 3, 30)), waits(date(2026, 3, 31)), waits(date(2026, 5, 1))] == [
        False,
        True,
        True,
    ]
    assert not waits(date(2026, 5, 1), recorded=date(2026, 4, 30))


def test_the_ledger_opens_at_the_oldest_period_without_its_row():
    today = date(2026, 4, 20)
    assert most_urgent(2026, Frequency.MONTH, frozenset(), today).key == "2026-01"
    assert most_urgent(2026, Frequency.MONTH, frozenset({"2026-01", "2026-03"}), today).key == "2026-02"
    done = frozenset({"2026-01", "2026-02", "2026-03", "2026-04"})
    assert most_urgent(2026, Frequency.MONTH, done, today).key == "2026-04"
    assert most_urgent(2026, Frequency.EVENT, frozenset(), today).key == "2026-04"
    assert most_urgent(2027, Frequency.MONTH, frozenset(), today).key == "2027-01"


def test_an_event_stands_in_its_month():
    assert stretch_of(event_on(date(2026, 3, 14)), Frequency.EVENT).key == "2026-03"
    assert stretch_of(parse_period("2026-Q2"), Frequency.QUARTER).key == "2026-Q2"


@pytest.mark.parametrize(
    ("month", "recorded", "counts"),
    [
        (12, date(2026, 11, 20), 11),  # the fourth quarter, filled in November: the score moves in November
        (10, date(2026, 11, 3), 10),
        (12, date(2027, 1, 10), 12),
        (10, date(2026, 10, 28), 10),
    ],
)
def test_a_row_of_a_running_period_counts_from_the_month_it_was_written_in(month, recorded, counts):
    assert counts_from(month, 2026, recorded) == counts
