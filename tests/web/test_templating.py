"""What templates may use: figures, points, days, and this page's address with other words in it."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from portal.web.templating import day, figure, from_today, here, moment, points


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (None, "—"),
        (Decimal("1234567.500000"), "1,234,567.5"),
        (Decimal("100.000000"), "100"),
        (Decimal("-0.5"), "-0.5"),
        (Decimal("0"), "0"),
        (Decimal("1E+3"), "1,000"),
    ],
)
def test_a_figure_is_grouped_and_carries_no_needless_zeros(value, shown):
    assert figure(value) == shown


def test_a_figure_shows_the_places_asked_for():
    assert figure(Decimal("45.5"), 2) == "45.50"


@pytest.mark.parametrize(
    ("value", "shown"), [(None, "—"), (Decimal("16"), "16.00"), (Decimal("0.005"), "0.01")]
)
def test_points_always_show_two_places(value, shown):
    assert points(value) == shown


def test_days_and_moments_are_the_bureaus(app):
    with app.test_request_context("/"):
        assert day(date(2026, 3, 9)) == "2026-03-09"
        assert moment(datetime(2026, 3, 9, 20, 5, tzinfo=UTC)) == "2026-03-10 04:05"
        assert (day(None), moment(None)) == ("—", "—")


def test_how_far_off_a_day_is(app):
    with app.test_request_context("/"):
        words = [str(from_today(date(2026, 11, number))) for number in (18, 20, 21)]
    assert words == ["days over: 2", "today", "days left: 1"]


@pytest.mark.parametrize(
    ("address", "changes", "then"),
    [
        ("/scores/02?sort=name", {"page": 2}, "/scores/02?sort=name&page=2"),
        ("/scores/02?sort=name&page=3", {"page": None}, "/scores/02?sort=name"),
        ("/scores/02?sort=name", {"sort": None}, "/scores/02"),
        ("/scores/02?q=%E9%A2%84%26", {"page": 2}, "/scores/02?q=%E9%A2%84%26&page=2"),
        ("/scores/02?unit=03&endpoint=x&_scheme=y", {}, "/scores/02?unit=03&endpoint=x&_scheme=y"),
        ("/scores/02?light=red&light=yellow", {"page": 1}, "/scores/02?light=red&light=yellow&page=1"),
    ],
)  # fmt: skip
def test_a_page_knows_its_own_address_with_other_words_in_it(app, address, changes, then):
    with app.test_request_context(address):
        assert here(**changes) == then


def test_behind_a_prefix_addresses_keep_it(app):
    with app.test_request_context("/scores/", base_url="http://localhost/portal/"):
        assert here(page=2) == "/portal/scores/?page=2"
