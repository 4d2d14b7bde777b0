"""The working-day calendar: seeded, overruled, restored, and never older than the last change."""

from datetime import date

import pytest

from portal.year import service
from portal.year.queries import work_calendar
from tests.pages import Browser

NATIONAL_DAY = date(2026, 10, 1)


def test_the_published_holidays_are_known_after_seeding(app, cast):
    app.test_cli_runner().invoke(args=["calendar", "seed"])

    calendar = work_calendar()
    assert not calendar.is_workday(NATIONAL_DAY)
    assert calendar.is_workday(date(2026, 10, 10)), "a Saturday that is worked"
    assert calendar.knows(2026) and not calendar.knows(2027)


def test_without_any_seeding_monday_to_friday_are_worked(app, cast):
    assert work_calendar().is_workday(NATIONAL_DAY)
    assert not work_calendar().knows(2026)


def test_an_overruled_day_counts_at_once_and_can_be_restored(app, cast):
    service.seed_calendar([2026])
    assert not work_calendar().is_workday(NATIONAL_DAY)

    service.overrule(NATIONAL_DAY, True, "a notice", by=cast.office)
    assert work_calendar().is_workday(NATIONAL_DAY)

    service.seed_calendar([2026])
    assert work_calendar().is_workday(NATIONAL_DAY), "seeding again leaves the office's word"

    service.restore(NATIONAL_DAY, by=cast.office)
    assert not work_calendar().is_workday(NATIONAL_DAY)


def test_a_day_of_an_unpublished_year_can_be_set_and_taken_back(app, cast):
    service.overrule(date(2027, 2, 8), False, "Spring Festival", by=cast.office)
    assert not work_calendar().is_workday(date(2027, 2, 8))
    assert not work_calendar().knows(2027)

    service.restore(date(2027, 2, 8), by=cast.office)
    assert work_calendar().is_workday(date(2027, 2, 8))


def test_the_office_overrules_a_day_on_the_page(app, cast):
    service.seed_calendar([2026])
    browser = Browser(app, cast.office)
    form = browser.visit("/settings/calendar/2026").select_one("#overrule-form")

    browser.press(form, day="2026-06-01", worked="no", reason="District games", status=303)

    assert "District games" in browser.visit("/settings/calendar/2026").select_one("#exceptions-table").text
    assert not work_calendar().is_workday(date(2026, 6, 1))


@pytest.mark.parametrize(
    "wrong", [{"day": "1 June"}, {"day": ""}, {"day": "2025-06-01"}, {"worked": "perhaps"}, {"reason": " "},
              {"reason": "x" * 300}]
)  # fmt: skip
def test_a_wrong_day_is_refused_at_its_field(app, cast, wrong):
    browser = Browser(app, cast.office)
    form = browser.visit("/settings/calendar/2026").select_one("#overrule-form")
    typed = {"day": "2026-06-01", "worked": "no", "reason": "District games"} | wrong

    page = browser.press(form, status=422, **typed)

    assert page.select_one(".field--wrong .invalid-feedback")
    assert page.select_one("#reason")["value"] == typed["reason"]


def test_an_unpublished_year_says_so_until_the_office_confirms_it(app, cast):
    browser = Browser(app, cast.office)
    warning = browser.visit("/settings/calendar/2027").select_one(".alert")

    browser.press(warning.select_one("form"), status=303)

    assert not browser.visit("/settings/calendar/2027").select(".alert")
    assert work_calendar().knows(2027)


def test_a_published_year_is_entered_with_one_button(app, cast):
    browser = Browser(app, cast.office)
    browser.press(browser.visit("/settings/calendar/2026").select_one(".alert form"), status=303)

    assert not work_calendar().is_workday(NATIONAL_DAY)


def test_restoring_what_was_not_overruled_is_refused(app, cast):
    browser = Browser(app, cast.office)
    form = browser.visit("/settings/calendar/2026").select_one("#overrule-form")
    form["action"] = "/settings/calendar/2026/days/2026-10-01/restored"
    browser.press(form, status=409)
    form["action"] = "/settings/calendar/2026/days/tomorrow/restored"
    assert browser.press(form, status=404).h1
