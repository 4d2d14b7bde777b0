"""While a correction is typed: its score stands beside it, and what was typed is kept."""

import pytest

from portal.accounts.models import Draft
from portal.ledger.models import Entry
from portal.web.db import db
from tests.ledger.desk import Desk, complaint, entries, points
from tests.pages import Browser
from tests.statements import statements
from tests.world import a_target, an_indicator


@pytest.fixture
def room(desk, entry):
    """The correction page of the one row, open at ``desk.page``."""
    return look(desk, entry)


def look(desk: Desk, entry: Entry) -> str:
    desk.page = desk.browser.visit(f"{desk.address}/entries/{entry.id}/correct")
    return f"/entries/{entry.id}"


def value(desk: Desk, name: str) -> str:
    return desk.form.select_one(f"[name={name}]")["value"]


def test_the_score_follows_the_correction_and_saves_nothing(desk, room, target):
    assert points(desk.page) == "13.50"
    assert desk.page.select_one("#score")["hx-post"] == f"{desk.address}{room}/score"

    part = desk.send(f"{room}/score", desk.type(local="4.6"))

    assert points(part) == "16.00", "the row is replaced, not counted twice"
    assert "Score if saved now" in part.text
    assert part.select_one("#score")["hx-post"] == f"{desk.address}{room}/score", "it asks there again"
    assert entries(target)[0].values["local"] == "4.5"


def test_the_score_while_typing_is_the_score_after_saving(desk, room, entry):
    data = desk.type(local="4.55")
    typed = points(desk.send(f"{room}/score", data))
    desk.send(f"{room}/correct", data, status=303, htmx=False)
    assert typed == points(desk.open("2026-10").page)


def test_the_other_periods_still_count(desk, target):
    desk.open("2026-09").save(local="1", total="10")
    october = entries(target)[-1]
    room = look(desk, october)
    before = points(desk.page)
    assert points(desk.send(f"{room}/score", desk.type())) == before, "unchanged is worth what is recorded"


def test_what_cannot_be_read_yet_is_said_beside_the_recorded_score(desk, room):
    part = desk.send(f"{room}/score", desk.type(local="many"))
    assert points(part) == "13.50" and "is not a number" in part.select_one("#score-hint").text


def test_a_voided_row_is_worth_nothing_whatever_is_typed(desk, room, entry):
    data = desk.type(local="4.6")
    desk.send(f"{room}/void", data | {"reason": "Filled for the wrong month"}, status=303, htmx=False)
    part = desk.send(f"{room}/score", data)
    assert points(part) == "—" and "voided" in part.select_one("#score-hint").text


def test_without_scripts_the_score_can_be_asked_for(desk, room):
    button = desk.form.select_one("noscript button")
    assert button["formaction"] == f"{desk.address}{room}/score"

    page = desk.send(f"{room}/score", desk.type(local="4.6"), htmx=False)

    assert points(page) == "16.00" and page.select_one("[name=field-local]")["value"] == "4.6"
    assert page.select_one("[name=version]")["value"] == "1"


def test_the_live_score_needs_few_statements(desk, room):
    data = desk.type(local="4.6")
    with statements() as asked:
        desk.send(f"{room}/score", data)
    assert len(asked) <= 10, "\n".join(text for text, _ in asked)


def test_a_refused_correction_keeps_the_score_beside_it(desk, room):
    page = desk.send(f"{room}/correct", desk.type(local="many"), status=422, htmx=False)
    assert complaint(page, "field-local") and points(page) == "13.50"


def test_typing_is_kept_restored_and_dropped_at_the_save(desk, room, entry):
    assert desk.page.select_one("#draft")["hx-post"] == f"{desk.address}{room}/draft"
    typed = desk.type(local="4.6") | {"reason": "A late transfer", "drop": "1"}
    assert "Draft kept" in desk.send(f"{room}/draft", typed).text

    look(desk, entry)
    assert value(desk, "field-local") == "4.6"
    assert desk.form.select_one("[name=reason]").text == "A late transfer"
    assert "drop" not in db.session.query(Draft).one().typed

    desk.send(f"{room}/correct", desk.type(), status=303, htmx=False)
    assert db.session.query(Draft).count() == 0


def test_what_stands_already_is_no_draft(desk, room):
    desk.send(f"{room}/draft", desk.type(local="4.6"))
    desk.send(f"{room}/draft", desk.type())
    assert db.session.query(Draft).count() == 0


def test_a_draft_can_be_discarded(desk, room, entry):
    desk.send(f"{room}/draft", desk.type(local="4.6"))
    look(desk, entry)
    assert desk.form.select("button")[0].text == "Save correction", "what the Enter key presses in a field"

    desk.browser.press(desk.page.select_one("#discard-form"), status=303)

    look(desk, entry)
    assert value(desk, "field-local") == "4.5" and not desk.page.select("#discard-form")


def test_a_draft_that_arrives_after_its_save_is_not_kept(desk, room):
    data = desk.type(local="4.6")
    desk.send(f"{room}/correct", data, status=303, htmx=False)
    desk.send(f"{room}/draft", data)
    assert db.session.query(Draft).count() == 0


def test_a_draft_overtaken_by_somebody_else_overwrites_nothing(app, cast, desk, room, entry, target):
    desk.send(f"{room}/draft", desk.type(local="4.7"))
    other = Desk(app, cast.source_head, target)
    look(other, entry)
    other.send(f"{room}/correct", other.type(local="4.6"), status=303, htmx=False)

    look(desk, entry)
    page = desk.send(f"{room}/correct", desk.type(), status=409, htmx=False)

    row = page.select_one("tbody tr").text
    assert "4.6" in row and "4.7" in row
    assert entries(target)[0].values["local"] == "4.6"


def test_nobody_but_the_filling_unit_tries_or_keeps_a_correction(app, cast, desk, room, target):
    own = Desk(app, cast.neighbour, a_target(cast.treasury, an_indicator("C012"))).open("2026-10")
    assessed = Browser(app, cast.head)
    asking = assessed.visit(f"{desk.address}{room}").select_one("#ask-form")
    for address in ("/score", "/draft", "/draft/discard"):
        own.address = desk.address
        assert own.send(f"{room}{address}", own.type(local="1"), status=404)
        asking["action"] = f"{desk.address}{room}{address}"
        assert assessed.press(asking, status=404, htmx=False)
    assert db.session.query(Draft).count() == 0
