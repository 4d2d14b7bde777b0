"""Figures as people type them."""

from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.core.figures import parse_figure, round_points
from portal.core.sentences import Refused


@pytest.mark.parametrize(("typed", "read"), [
    ("12.5",         "12.5"),
    (" 12.5 ",       "12.5"),
    ("１２．５",      "12.5"),   # full-width, as a Chinese keyboard leaves it
    ("1,234.5",      "1234.5"),
    ("１，２３４",    "1234"),
    ("-3",           "-3"),
    ("−3",           "-3"),     # the typographer's minus
    (".5",           "0.5"),
    ("007",          "7"),
    ("999999999999", "999999999999"),
])  # fmt: skip
def test_is_read_as(typed, read):
    assert parse_figure(typed) == Decimal(read)


@pytest.mark.parametrize(("typed", "said"), [
    ("abc",                  "is not a number"),
    ("",                     "is not a number"),
    ("1 234,5",              "without spaces"),
    ("1,23.4",               "with a point for decimals"),
    ("1e5",                  "is not a number"),
    ("12345678901234567890", "too long"),
    ("0.1234567",            "too many decimals"),
    ("NaN",                  "is not a number"),
    ("٣",                    "is not a number"),  # digits of another script are not guessed at
])  # fmt: skip
def test_is_refused_with_advice(typed, said):
    with pytest.raises(Refused, match=said):
        parse_figure(typed)


@given(st.text(max_size=60))
def test_no_text_breaks_the_reader(typed):
    with suppress(Refused):
        assert parse_figure(typed).is_finite()


@given(st.decimals(min_value=-(10**11), max_value=10**11, places=6))
def test_what_is_printed_can_be_read_again(figure):
    assert parse_figure(f"{figure:,f}") == figure


@pytest.mark.parametrize(("points", "rounded"), [("7.125", "7.13"), ("7.124", "7.12"), ("-0.005", "-0.01")])
def test_points_are_rounded_half_up(points, rounded):
    assert str(round_points(Decimal(points))) == rounded
