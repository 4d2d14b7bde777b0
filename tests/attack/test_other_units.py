"""A number of another unit's is nobody's: every address that has one is tried by its neighbour."""

from __future__ import annotations

import re

import pytest

from portal.audit.models import Trace
from portal.audit.rules import Event
from portal.core.policy import GRANTS, Role
from portal.ledger.models import Entry, EntryQuery, EntryVersion, Evidence, SignOff
from portal.web.db import db
from tests.attack.doors import Visitor
from tests.ledger.desk import Desk, a_file
from tests.world import a_target, an_indicator

GAP = re.compile(r"<(?:\w+:)?(\w+)>")
# Every door with a gap in its address: whose the thing behind it is, and so who must not find it.
UNITS = {  # tied to units: a clerk of another unit meets 404
    "GET /ledger/<int:target_id>",
    "POST /ledger/<int:target_id>/draft",
    "POST /ledger/<int:target_id>/draft/discard",
    "POST /ledger/<int:target_id>/entries",
    "GET /ledger/<int:target_id>/entries/<int:entry_id>",
    "GET /ledger/<int:target_id>/entries/<int:entry_id>/correct",
    "POST /ledger/<int:target_id>/entries/<int:entry_id>/correct",
    "POST /ledger/<int:target_id>/entries/<int:entry_id>/draft",
    "POST /ledger/<int:target_id>/entries/<int:entry_id>/draft/discard",
    "POST /ledger/<int:target_id>/entries/<int:entry_id>/queries",
    "POST /ledger/<int:target_id>/entries/<int:entry_id>/score",
    "POST /ledger/<int:target_id>/entries/<int:entry_id>/void",
    "GET /ledger/<int:target_id>/files/<int:file_id>",
    "POST /ledger/<int:target_id>/queries/<int:query_id>/answer",
    "POST /ledger/<int:target_id>/score",
    "POST /ledger/<int:target_id>/sign-off",
    "GET /scores/<string:unit>",
    "GET /scores/<string:unit>/<int:target>",
    "GET /targets/<int:year>/<string:unit>",
}
OWN = {"POST /account/sessions/<int:sign_in_id>/end"}  # somebody's own: tests/accounts/test_sessions.py
BUREAUS = {  # the bureau's: whoever holds the permission may have all of them, and nobody else any
    "GET /audit/<int:number>",
    "GET /indicators/<int:indicator_id>/edit",
    "POST /indicators/<int:indicator_id>/edit",
    "POST /indicators/form/check/<string:purpose>",
    "POST /indicators/form/preset/<string:purpose>",
    "GET /settings/calendar/<int:number>",
    "POST /settings/calendar/<int:number>/days",
    "POST /settings/calendar/<int:number>/days/<string:day>/restored",
    "POST /settings/calendar/<int:number>/published",
    "GET /settings/people/<int:person_id>",
    "POST /settings/people/<int:person_id>",
    "POST /settings/people/<int:person_id>/link",
    "GET /settings/roles/<int:person_id>",
    "POST /settings/roles/<int:person_id>",
    "POST /settings/roles/<int:person_id>/grants/<int:grant_id>/revoke",
    "POST /settings/roles/<int:person_id>/sessions/end",
    "POST /settings/roles/locks/<int:lock_id>/open",
    "GET /settings/units/<string:code>",
    "POST /settings/units/<string:code>",
    "GET /settings/years/<int:year_id>",
    "POST /settings/years/<int:year_id>",
}
HOUSES = {  # read by everybody in the bureau, narrowed inside
    "GET /indicators/<int:indicator_id>",
    "POST /indicators/<int:indicator_id>/try",
}
ANYBODYS = {"GET /welcome/<string:token>", "POST /welcome/<string:token>"}  # the token is the key


def with_a_gap(app) -> dict[str, object]:
    return {
        f"{method} {rule.rule}": app.view_functions[rule.endpoint]
        for rule in app.url_map.iter_rules()
        for method in ("GET", "POST")
        if rule.arguments and rule.endpoint != "static" and method in (rule.methods or ())
    }


def test_every_address_with_a_number_is_on_one_list(app):
    assert set(with_a_gap(app)) == UNITS | OWN | BUREAUS | HOUSES | ANYBODYS


def test_what_is_tied_to_units_has_a_loader_that_says_to_which(app, cast):
    for door, view in with_a_gap(app).items():
        narrow = (
            {GRANTS[view.permission][role] for role in (Role.CLERK, Role.HEAD)} if door in UNITS else set()
        )
        assert all(isinstance(scope, frozenset) for scope in narrow), f"{door} is open to all clerks"


@pytest.fixture
def known(app, cast) -> dict[str, object]:
    """A ledger of Budget, filled by Revenue, with a row, a file, a query; and one of Treasury."""
    target = a_target(cast.budget, source=cast.revenue)
    desk = Desk(app, cast.source, target).open("2026-10")
    desk.save(more={"file-evidence": a_file("proof.pdf")}, local="4.5", total="10")
    entry = db.session.query(Entry).one()
    Visitor(app, "office").post(
        f"/ledger/{target.id}/entries/{entry.id}/queries",
        {"question": "Why?", "csrf_token": Visitor(app, None).token},
    )
    return {
        "target_id": target.id,
        "target": target.id,
        "unit": cast.budget.code,
        "year": 2026,
        "entry_id": entry.id,
        "file_id": db.session.query(Evidence.id).scalar(),
        "query_id": db.session.query(EntryQuery.id).scalar(),
        "ours": a_target(cast.treasury, an_indicator("C008")).id,
    }


def ask(visitor: Visitor, door: str, known: dict[str, object]):
    method, pattern = door.split()
    address = GAP.sub(lambda gap: str(known[gap[1]]), pattern)
    typed = {
        "csrf_token": visitor.token,
        "period": "2026-10",
        "version": "1",
        "reason": "x",
        "answer": "x",
        "question": "x",
        "field-local": "1",
        "field-total": "2",
    }
    return visitor.get(address) if method == "GET" else visitor.post(address, typed)


@pytest.mark.parametrize("htmx", [False, True])
@pytest.mark.parametrize("door", sorted(UNITS))
def test_the_neighbour_finds_nothing(app, cast, known, door, htmx):
    visitor = Visitor(app, "neighbour")
    if htmx:
        visitor.client.environ_base["HTTP_HX_REQUEST"] = "true"
    before = rows()

    answer = ask(visitor, door, known)

    assert answer.status_code == (403 if "sign-off" in door else 404)
    assert "4.5" not in answer.text and "proof.pdf" not in answer.text
    assert rows() == before
    assert db.session.query(Trace).order_by(Trace.id.desc()).first().event is Event.REFUSED


def rows() -> list[int]:
    db.session.expire_all()
    return [db.session.query(table).count() for table in (Entry, EntryVersion, Evidence, EntryQuery, SignOff)]


@pytest.mark.parametrize("door", sorted(door for door in UNITS if door.startswith("POST")))
def test_a_thing_is_not_reached_through_the_address_of_ones_own_ledger(app, cast, known, door):
    if "entry_id" not in door and "query_id" not in door:
        return
    answer = ask(Visitor(app, "neighbour"), door, known | {"target_id": known["ours"]})
    assert answer.status_code == 404


def test_nor_is_its_file(app, cast, known):
    assert (
        ask(
            Visitor(app, "neighbour"),
            "GET /ledger/<int:target_id>/files/<int:file_id>",
            known | {"target_id": known["ours"]},
        ).status_code
        == 404
    )


@pytest.mark.parametrize("door", sorted(door for door in UNITS if door.startswith("POST")))
def test_who_is_assessed_reads_but_does_not_write(app, cast, known, door):
    """Budget's own clerk sees the ledger that Revenue fills, may query it, and changes nothing in it."""
    before = rows()
    answer = ask(Visitor(app, "clerk"), door, known)
    if door.endswith("/queries"):
        assert answer.status_code == 303
    else:
        assert answer.status_code in (403, 404)
        assert rows() == before


@pytest.mark.parametrize("account", ["clerk", "neighbour", "source_head", "leader"])
def test_the_bureaus_doors_are_closed_to_units(app, cast, known, account):
    known |= {
        "number": 1,
        "indicator_id": 1,
        "purpose": "score",
        "day": "2026-01-05",
        "person_id": cast.clerk.id,
        "grant_id": 1,
        "lock_id": 1,
        "code": "02",
        "year_id": 2026,
    }
    visitor = Visitor(app, account)
    assert {ask(visitor, door, known).status_code for door in BUREAUS} == {403}


def test_what_is_named_in_a_form_is_not_believed_either(app, cast, known):
    """Another unit's file to drop, another ledger's submission, another's indicator."""
    ours = known["ours"]
    visitor = Visitor(app, "neighbour")
    submission = db.session.query(Entry.submission).scalar()
    typed = {"csrf_token": visitor.token, "period": "2026-10", "field-local": "1", "field-total": "2"}

    answer = visitor.post(f"/ledger/{ours}/entries", typed | {"submission": submission})
    assert answer.status_code == 409

    assert visitor.post(f"/ledger/{ours}/entries", typed).status_code == 303
    mine = db.session.query(Entry.id).filter_by(target_id=ours).scalar()
    correction = typed | {"drop": str(known["file_id"]), "version": "1", "field-local": "3"}
    assert visitor.post(f"/ledger/{ours}/entries/{mine}/correct", correction).status_code == 303
    db.session.expire_all()
    assert db.session.query(Evidence.dropped).scalar() is None
