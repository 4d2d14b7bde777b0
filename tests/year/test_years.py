"""Assessment years: which one is meant, and their rules."""

from datetime import date
from types import SimpleNamespace

import pytest

from portal.audit.models import Trace
from portal.audit.rules import Event
from portal.web.db import db
from portal.year import queries
from portal.year.rules import YearState, current
from tests.pages import Browser
from tests.world import a_year

RULES = {"full_marks": "100", "specific_weight": "60", "common_weight": "40", "bonus_cap": "8"}


def of(number: int, state: YearState) -> SimpleNamespace:
    return SimpleNamespace(id=number, state=state)


@pytest.mark.parametrize(
    ("states", "today", "meant"),
    [
        ({}, date(2026, 5, 1), None),
        ({2026: "running"}, date(2026, 5, 1), 2026),
        ({2025: "published", 2026: "running", 2027: "preparing"}, date(2026, 11, 1), 2026),
        ({2026: "running", 2027: "negotiating"}, date(2027, 1, 5), 2026),
        ({2026: "evaluating", 2027: "negotiating"}, date(2027, 2, 5), 2027),
        ({2025: "published", 2026: "preparing"}, date(2026, 1, 5), 2025),
        ({2027: "preparing"}, date(2026, 12, 1), 2027),
    ],
)
def test_the_year_that_is_meant_is_the_one_that_runs(states, today, meant):
    chosen = current((of(number, YearState(state)) for number, state in states.items()), today)
    assert (chosen and chosen.id) == meant


def test_the_office_opens_a_year_with_the_rules_of_the_one_before(app, cast):
    a_year(2026).bonus_cap = 7
    db.session.commit()
    browser = Browser(app, cast.office)

    browser.press(browser.visit("/settings/years").select_one("main form"), year="２０２７", status=303)

    year = queries.year(2027)
    assert (year.state, year.bonus_cap) == (YearState.PREPARING, 7)


@pytest.mark.parametrize("typed", ["", "2026", "twenty", "2026.5", "1999", "99999999999999999999"])
def test_a_year_that_cannot_be_opened_is_refused_at_its_field(app, cast, typed):
    a_year(2026)
    browser = Browser(app, cast.office)

    page = browser.press(browser.visit("/settings/years").select_one("main form"), year=typed, status=422)

    assert page.select_one(".field--wrong .invalid-feedback").text.strip()
    assert page.select_one("#year")["value"] == typed


def test_the_rules_of_a_year_change_while_it_is_prepared_and_leave_a_line(app, cast):
    a_year(2027, YearState.PREPARING)
    browser = Browser(app, cast.office)

    browser.press(browser.visit("/settings/years/2027").select_one("main form"), status=303, **RULES)

    assert queries.year(2027).common_weight == 40
    [line] = db.session.query(Trace).filter_by(event=Event.YEAR_SAVED)
    assert "30" in line.before and "40" in line.after


@pytest.mark.parametrize(
    "wrong",
    [
        {"common_weight": "41"}, {"common_weight": "x"}, {"bonus_cap": "-1"}, {"full_marks": ""},
        {"full_marks": "0", "specific_weight": "0", "common_weight": "0"}, {"bonus_cap": "1.005"},
        {"bonus_cap": "12345678901234567890"},
    ],
)  # fmt: skip
def test_rules_that_do_not_add_up_are_refused_with_everything_typed_kept(app, cast, wrong):
    a_year(2027, YearState.PREPARING)
    browser = Browser(app, cast.office)
    typed = RULES | wrong

    page = browser.press(browser.visit("/settings/years/2027").select_one("main form"), status=422, **typed)

    assert page.select(".invalid-feedback")
    assert {name: page.select_one(f"#{name}")["value"] for name in typed} == typed


def test_the_second_of_two_who_change_the_rules_sees_both_versions(app, cast):
    a_year(2027, YearState.PREPARING)
    browser = Browser(app, cast.office)
    form = browser.visit("/settings/years/2027").select_one("main form")
    browser.press(form, status=303, **RULES)

    page = browser.press(form, status=409, **(RULES | {"bonus_cap": "5"}))

    table = page.select_one(".alert table").text
    assert "8.00" in table and "5.00" in table
    assert page.select_one("#bonus_cap")["value"] == "5"
    browser.press(page.select_one("main form"), status=303)
    assert queries.year(2027).bonus_cap == 5


def test_the_rules_of_a_running_year_stay(app, cast):
    a_year(2027, YearState.PREPARING)
    browser = Browser(app, cast.office)
    form = browser.visit("/settings/years/2027").select_one("main form")
    queries.year(2027).state = YearState.RUNNING
    db.session.commit()

    browser.press(form, status=409, **RULES)

    assert not browser.visit("/settings/years/2027").select("main form")


def test_years_are_for_the_office(app, cast):
    a_year()
    for name, person in cast.everyone().items():
        browser, status = Browser(app, person), 200 if name == "office" else 403
        for address in ("/settings/years", "/settings/years/2026", "/settings/calendar/2026"):
            assert browser.visit(address, status=status).h1


def test_an_unknown_year_is_not_there(app, cast):
    Browser(app, cast.office).visit("/settings/years/2031", status=404)
    assert Browser(app, cast.office).visit("/settings/calendar/1", status=404).h1
