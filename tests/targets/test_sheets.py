"""The sheets of the year and one unit's sheet, as each role may see them."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from portal.core.policy import Permission
from portal.indicators.rules import IndicatorClass
from portal.targets import queries
from portal.targets.models import Collaboration, PlanPoint, Round, Target
from portal.targets.rules import SheetState, Stage, Verdict
from portal.web.db import db
from portal.year.rules import YearState
from tests.pages import Browser
from tests.statements import statements
from tests.world import a_sheet, a_target, a_year, an_indicator, keep

EVERYBODY = {"office", "principal", "supervisor"}
OF_BUDGET = EVERYBODY | {"clerk", "head", "leader"}
NOT_HERE = {"sysadmin", "secadmin", "auditor"}


def units_on(page) -> list[str]:
    return [cell.text.strip() for cell in page.select("#standings tbody th")]


def test_the_page_of_sheets_is_narrowed_to_what_the_person_may_see(app, cast):
    a_target(cast.budget)
    a_target(cast.treasury, an_indicator("C008"))
    expected = {
        "clerk": ["Budget"], "head": ["Budget"], "leader": ["Budget"], "neighbour": ["Treasury"],
        "other_leader": ["Treasury"], "office": ["Budget", "Treasury"], "principal": ["Budget", "Treasury"],
        "supervisor": ["Budget", "Treasury"],
        "source": [], "source_head": [],
    }  # fmt: skip
    for name, person in cast.everyone().items():
        browser = Browser(app, person)
        if name in NOT_HERE:
            assert browser.visit("/targets/", status=403).h1
        else:
            assert units_on(browser.visit("/targets/")) == expected[name], name


def test_a_sheet_is_for_its_unit_its_leader_and_the_office(app, cast):
    a_target(cast.budget, source=cast.revenue)
    for name, person in cast.everyone().items():
        status = 200 if name in OF_BUDGET else 403 if name in NOT_HERE else 404
        assert Browser(app, person).visit("/targets/2026/02", status=status).h1, name


@pytest.mark.parametrize(
    "address", ["/targets/2026/99", "/targets/2031/02", "/targets/2026/02/", "/targets/x/02"]
)
def test_a_sheet_that_is_not_there_is_404(app, cast, address):
    a_target(cast.budget)
    assert Browser(app, cast.office).visit(address, status=404).h1


def test_a_unit_that_helps_sees_only_the_targets_it_helps_with(app, cast):
    helped = a_target(cast.budget)
    a_target(cast.budget, an_indicator("C008", name="Another matter"))
    helped.collaborations.append(Collaboration(unit=cast.treasury, duty="balances"))
    db.session.commit()
    neighbour = Browser(app, cast.neighbour)

    page = neighbour.visit("/targets/2026/02")
    assert page.select_one(f"#target-{helped.id}") and "Another matter" not in page.text
    assert not page.select("tfoot"), "a part of a sheet has no total"
    assert "balances" in page.text
    assert units_on(neighbour.visit("/targets/")) == ["Budget", "Treasury"]


def test_the_columns_add_up_and_what_does_not_is_said(app, cast):
    a_target(cast.budget, an_indicator("C1"), weight=Decimal("40.25"))
    a_target(cast.budget, an_indicator("C2"), weight=Decimal("29.75"))
    a_target(cast.budget, an_indicator("Q1", kind=IndicatorClass.COMMON), weight=Decimal(29))
    page = Browser(app, cast.head).visit("/targets/2026/02")

    sums = [row.td.text for row in page.select("tbody tr") if row.th and row.th.text.startswith("Sum")]
    assert sums == ["70.00", "29.00"]
    assert page.select_one("tfoot td").text == "99.00"
    [problem] = page.select(".alert-warning")
    assert "29.00" in problem.text and "30.00" in problem.text
    row = Browser(app, cast.office).visit("/targets/").select_one("#standings tbody tr")
    assert "70.00" in row.text and "99.00" in row.text


def test_ranges_named_values_and_full_percentages_read_as_people_write_them(app, cast):
    a_target(
        cast.budget,
        an_indicator("C1"),
        pass_value=Decimal("0.3"),
        pass_upper=Decimal("0.8"),
        challenge_value=None,
    )
    a_target(
        cast.budget, an_indicator("C2", unit_of_measure=""), pass_value=Decimal(1), pass_label="绿",
        challenge_value=None,
    )  # fmt: skip
    a_target(cast.budget, an_indicator("C3"), pass_value=Decimal(100), challenge_value=None)
    text = Browser(app, cast.clerk).visit("/targets/2026/02").text
    assert "0.3–0.8" in text and "1 (绿)" in text
    assert text.count("A target of 100 % has no challenge value.") == 1


def test_the_history_shows_who_moved_what(app, cast):
    target = a_target(cast.budget)
    at = datetime(2026, 1, 5, tzinfo=UTC)
    for stage, value, verdict in (
        (Stage.SELF_REPORT, 40, None), (Stage.REVIEW, 45, Verdict.AMEND), (Stage.APPROVAL, 45, None),
    ):  # fmt: skip
        keep(
            Round(
                target=target, stage=stage, weight=Decimal(16), bonus=Decimal("1.5"),
                pass_value=Decimal(value), verdict=verdict, reason="too low" if verdict else "",
                person=cast.office, at=at,
            )
        )  # fmt: skip
    keep(PlanPoint(target_id=target.id, month=3, value=Decimal(12)))
    page = Browser(app, cast.clerk).visit("/targets/2026/02")

    [moved] = page.select(".unfolded table strong")
    assert moved.text.startswith("45")
    assert "too low" in page.text and "Amended" in page.text and "month 3: 12" in page.text


def test_states_filter_the_page_and_nonsense_leaves_it_open(app, cast):
    a_sheet(cast.budget)
    a_sheet(cast.treasury, state=SheetState.DRAFTING)
    office = Browser(app, cast.office)
    assert units_on(office.visit("/targets/?state=drafting")) == ["Treasury"]
    assert units_on(office.visit("/targets/?state=x&year=x&page=x")) == ["Budget", "Treasury"]
    assert units_on(office.ask("/targets/", page="99999999999")) == ["Budget", "Treasury"]
    assert office.visit("/targets/?state=approved").select_one(".empty")


def test_a_unit_without_a_sheet_is_on_the_page(app, cast):
    a_year()
    page = Browser(app, cast.office).visit("/targets/")
    assert units_on(page) == ["Budget", "Treasury"] and not page.select("#standings a")


def test_before_the_first_year_the_page_says_so(app, cast):
    assert Browser(app, cast.office).visit("/targets/").select_one(".empty")


def test_last_years_sheets_can_still_be_read(app, cast):
    a_year(2025, YearState.PUBLISHED)
    a_target(cast.budget, an_indicator(year=2025))
    assert units_on(Browser(app, cast.clerk).visit("/targets/?year=2025")) == ["Budget"]
    assert Browser(app, cast.clerk).visit("/targets/2025/02").h1


def test_lists_are_narrowed_by_the_policy_of_the_page(app, cast):
    own = a_target(cast.budget)
    filled = a_target(cast.treasury, an_indicator("C008"), source=cast.revenue)
    helped = a_target(cast.treasury, an_indicator("C009"))
    helped.collaborations.append(Collaboration(unit=cast.budget))
    db.session.commit()

    def visible(person, permission) -> set[int]:
        condition = queries.visible_targets(person, permission)
        return set(db.session.scalars(db.select(Target.id).where(condition)))

    everything = {own.id, filled.id, helped.id}
    assert visible(cast.office, Permission.TARGET_READ) == everything
    assert visible(cast.clerk, Permission.TARGET_READ) == {own.id, helped.id}
    assert visible(cast.source, Permission.TARGET_READ) == set()
    assert visible(cast.source, Permission.LEDGER_READ) == {filled.id}
    assert visible(cast.leader, Permission.TARGET_READ) == {own.id}
    assert visible(cast.sysadmin, Permission.TARGET_READ) == set()


def test_the_ledgers_a_unit_fills_and_the_targets_it_has(app, cast):
    own = a_target(cast.budget)
    filled = a_target(cast.treasury, an_indicator("C008"), source=cast.revenue)
    assert queries.filling([cast.revenue.id], 2026) == [filled]
    assert queries.filling([cast.budget.id, cast.treasury.id], 2026) == [own]
    assert queries.filling([], 2026) == []
    assert queries.targets_of(2026, cast.treasury.id) == [filled]


def test_a_long_sheet_and_a_long_list_need_few_statements(app, cast):
    for number in range(30):
        target = a_target(cast.budget, an_indicator(f"C{number:03}"), weight=Decimal(2))
        target.collaborations.append(Collaboration(unit=cast.treasury))
    db.session.commit()
    browser = Browser(app, cast.office)
    for address in ("/targets/", "/targets/2026/02"):
        with statements() as asked:
            browser.visit(address)
        kept_by_the_process = "FROM setting"
        assert len([one for one, _ in asked if kept_by_the_process not in one]) <= 10, address
