"""The reporting calendar, and what it puts on people's desks."""

from datetime import date

import pytest
from flask import current_app

from portal.core.lights import Light
from portal.core.periods import Frequency
from portal.ledger.queries import to_dos
from portal.ledger.sources import EntrySource
from portal.web.db import db
from tests.ledger.desk import Desk, entries
from tests.pages import Browser
from tests.statements import statements
from tests.world import a_target, an_indicator

TODAY = date(2026, 11, 20)


@pytest.fixture
def targets(app, cast):
    """Quarterly and filled by Revenue; monthly and filled by Budget itself."""
    quarterly = an_indicator("C007", frequency=Frequency.QUARTER, name="Share of revenue")
    return a_target(cast.budget, quarterly, source=cast.revenue), a_target(cast.budget, an_indicator("C008"))


@pytest.fixture
def third_party(app, cast, targets):
    desk = Desk(app, cast.source, targets[0])
    for quarter in ("2026-Q1", "2026-Q2"):
        desk.open(quarter).save(local="4.5", total="10")
    return desk


def lines(page) -> list[str]:
    return [" ".join(row.stripped_strings) for row in page.select("tbody tr")]


def test_a_clerk_sees_what_the_unit_must_fill_the_most_urgent_first(app, cast, third_party):
    page = Browser(app, cast.source).visit("/ledger/")
    assert [line.split(" Share")[0] for line in lines(page)] == [
        "Red quarter 3 of 2026",
        "Green quarter 4 of 2026",
    ]


def test_the_address_narrows_the_list(app, cast, third_party):
    browser = Browser(app, cast.source)
    assert len(lines(browser.visit("/ledger/?light=blue"))) == 2
    assert len(lines(browser.visit("/ledger/?light=all"))) == 4
    assert len(lines(browser.visit("/ledger/?light=red&period=2026-Q3&unit=Budget&text=share"))) == 1
    assert lines(browser.visit("/ledger/?text=100%25")) == []
    assert len(lines(browser.visit("/ledger/?view=year"))) == 1
    assert len(lines(browser.visit("/ledger/?light=pink&page=minus&view=none&period=x'--"))) == 0


def test_the_assessed_unit_sees_what_others_fill_for_it(app, cast, third_party):
    page = Browser(app, cast.clerk).visit("/ledger/?view=ours&light=red")
    assert "Data late, not your fault" in lines(page)[0] and "Revenue" in lines(page)[0]


def test_the_office_counts_every_filling_unit_and_opens_one(app, cast, third_party):
    browser = Browser(app, cast.office)
    assert lines(browser.visit("/ledger/")) == ["Budget 1 10 — 1 — 1", "Revenue 1 1 — 1 2 —"]
    assert len(lines(browser.visit("/ledger/?view=units&filler=X20"))) == 2
    assert lines(browser.visit("/ledger/?view=units&filler=unknown")) == []


def test_a_leader_sees_only_the_units_in_charge(app, cast, third_party):
    assert len(lines(Browser(app, cast.leader).visit("/ledger/"))) == 2
    assert lines(Browser(app, cast.other_leader).visit("/ledger/")) == []


@pytest.mark.parametrize("who", ["sysadmin", "secadmin", "auditor"])
def test_who_sees_no_business_data_sees_no_calendar(app, cast, who):
    Browser(app, getattr(cast, who)).visit("/ledger/", status=403)


def test_the_calendar_asks_as_few_questions_for_many_ledgers(app, cast, third_party):
    for number in range(30, 40):
        a_target(cast.budget, an_indicator(f"C0{number}"), source=cast.revenue)
    browser = Browser(app, cast.source)
    browser.visit("/ledger/")
    with statements() as asked:
        browser.visit("/ledger/?light=all")
    assert len(asked) <= 10, [text for text, _ in asked]


def told(person) -> list[tuple[Light, str]]:
    with current_app.test_request_context():
        return [(one.signal.light, str(one.action)) for one in to_dos(person, TODAY)]


def test_the_clerk_is_asked_to_fill_what_presses_and_the_head_what_is_overdue(cast, third_party):
    assert told(cast.source) == [(Light.RED, "Fill the ledger")]
    assert (Light.RED, "Fill the ledger") in told(cast.source_head)


def test_the_head_is_asked_to_sign_what_is_recorded(app, cast, third_party):
    assert told(cast.source_head).count((Light.GREEN, "Sign off")) == 2
    page = Desk(app, cast.source_head, db.session.merge(third_party_target(third_party))).open("2026-Q1")
    page.browser.press(page.page.select_one("#sign-form"))
    assert told(cast.source_head).count((Light.GREEN, "Sign off")) == 1


def third_party_target(desk: Desk):
    from portal.targets.models import Target

    return db.session.get(Target, int(desk.address.rsplit("/", 1)[-1]))


def test_a_query_is_on_the_desk_of_the_filling_unit_until_it_is_answered(app, cast, third_party, targets):
    [entry, _] = entries(targets[0])
    head = Browser(app, cast.head)
    page = head.visit(f"{third_party.address}/entries/{entry.id}")
    head.press(page.select_one("#ask-form"), question="Why?", status=303)
    assert told(cast.source).count((Light.GREEN, "Answer the query")) == 1
    assert "Answer the query" not in [action for _, action in told(cast.clerk)]

    page = third_party.browser.visit(f"{third_party.address}/entries/{entry.id}")
    third_party.browser.press(page.select_one("#queries form"), answer="So", status=303)
    assert told(cast.source).count((Light.GREEN, "Answer the query")) == 0


def test_the_desk_asks_three_questions_at_most(cast, third_party):
    told(cast.source_head)
    with statements() as asked:
        told(cast.source_head)
    assert len(asked) <= 3
    told(cast.office)
    with statements() as asked:
        assert told(cast.office) == []
    assert asked == []


def test_the_score_engine_is_told_what_is_recorded_awaited_signed_and_asked(cast, third_party, targets):
    source, both = EntrySource(), list(targets)
    rows = source.rows(both)
    assert [(row.month, str(row.values["local"])) for row in rows[targets[0].id]] == [(3, "4.5"), (6, "4.5")]
    assert source.awaited(both, 11) == {targets[0].id: 1, targets[1].id: 10}
    assert source.confirmed(both, 6) == frozenset()
    assert source.open_queries(both) == {}
    with current_app.test_request_context():
        [origin, *_] = source.origins([rows[targets[0].id][0].ref]).values()
    assert (origin.person, origin.address.startswith("/ledger/")) == ("Source", True)


def test_facts_come_in_as_few_statements_for_many_targets(cast, third_party, targets):
    many = [*targets, *(a_target(cast.budget, an_indicator(f"C0{n}")) for n in range(30, 50))]
    assert [one.indicator.code for one in many]
    with statements() as asked:
        EntrySource().rows(many)
        EntrySource().awaited(many, 11)
    assert len(asked) <= 5, "\n".join(text for text, _ in asked)
