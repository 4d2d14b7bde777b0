"""Periods: what 2026-Q1 means, and what is no period at all."""

from contextlib import suppress
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.core.periods import Frequency, event_on, parse_period, period_containing, periods_of
from portal.core.sentences import Refused


@pytest.mark.parametrize(("key", "first", "last"), [
    ("2026-02",    date(2026, 2, 1),  date(2026, 2, 28)),
    ("2028-02",    date(2028, 2, 1),  date(2028, 2, 29)),  # a leap year
    ("2026-Q1",    date(2026, 1, 1),  date(2026, 3, 31)),
    ("2026-Q4",    date(2026, 10, 1), date(2026, 12, 31)),
    ("2026-H1",    date(2026, 1, 1),  date(2026, 6, 30)),
    ("2026",       date(2026, 1, 1),  date(2026, 12, 31)),
    ("2026-03-14", date(2026, 3, 14), date(2026, 3, 14)),
])  # fmt: skip
def test_a_key_names_these_days(key, first, last):
    period = parse_period(key)

    assert (period.key, period.first, period.last) == (key, first, last)


NO_PERIODS = ("", "2026-13", "2026-00", "2026-Q5", "2026-H0", "2026-02-30", "0000", "26-01", "２０２６", "x")


@pytest.mark.parametrize("key", NO_PERIODS)
def test_anything_else_is_refused_in_words(key):
    with pytest.raises(Refused, match="is not a period"):
        parse_period(key)


@given(st.text())
def test_no_text_breaks_the_reader(text):
    with suppress(Refused):
        assert parse_period(text).key == text


@pytest.mark.parametrize("frequency", Frequency)
def test_the_periods_of_a_year_cover_it_without_gap(frequency):
    days = [(period.first, period.last) for period in periods_of(2026, frequency)]

    if frequency is Frequency.EVENT:
        assert days == []
        return
    assert (days[0][0], days[-1][1]) == (date(2026, 1, 1), date(2026, 12, 31))
    assert all((after[0] - before[1]).days == 1 for before, after in pairwise(days))


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)), st.sampled_from(Frequency))
def test_every_day_is_in_the_period_that_contains_it(day, frequency):
    period = period_containing(day, frequency)

    assert period.first <= day <= period.last
    assert parse_period(period.key) == period


def test_an_event_counts_from_the_month_it_happened_in():
    assert event_on(date(2026, 3, 14)).month == 3
