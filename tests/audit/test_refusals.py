"""What was refused to somebody signed in stands in the trail; a stranger's knocking does not."""

from portal.audit.models import Trace
from portal.audit.queries import verify
from portal.audit.rules import Event
from portal.web.db import db
from tests.pages import HTMX, Browser


def refusals() -> list[tuple[str, str, str]]:
    lines = db.session.query(Trace).filter_by(event=Event.REFUSED).order_by(Trace.id)
    return [(line.account, line.subject, line.after.partition('"status": ')[2][:3]) for line in lines]


def test_a_closed_door_and_what_is_not_theirs(app, cast):
    browser = Browser(app, cast.clerk)
    browser.visit("/audit/", status=403)
    Browser(app, cast.sysadmin).visit("/settings/units/none", status=404)

    assert refusals() == [("clerk", "/audit/", "403"), ("sysadmin", "/settings/units/none", "404")]
    assert verify().holds


def test_a_forged_form(app, cast):
    Browser(app, cast.clerk).client.post("/account/preferences", data={"language": "en"})

    assert refusals() == [("clerk", "/account/preferences", "400")]


def test_a_part_that_htmx_asked_for(app, cast):
    Browser(app, cast.clerk).client.get("/audit/", headers=HTMX)

    assert refusals() == [("clerk", "/audit/", "403")]


def test_a_mistyped_address_is_no_refusal(app, cast):
    Browser(app, cast.clerk).visit("/favicon.ico", status=404)

    assert refusals() == []


def test_a_stranger_cannot_fill_the_trail(app, cast):
    stranger = Browser(app)
    stranger.visit("/nothing-here", status=404)
    stranger.visit("/welcome/guess", status=404)
    stranger.client.post("/login", data={"username": "x"})

    assert db.session.query(Trace).count() == 0


def test_a_refused_act_leaves_only_the_refusal(app, cast):
    browser = Browser(app, cast.sysadmin)
    token = browser.visit("/settings/people").select_one("input[name=csrf_token]")["value"]

    browser.client.post(f"/settings/people/{cast.sysadmin.id}/link", data={"csrf_token": token})

    assert refusals() == [("sysadmin", f"/settings/people/{cast.sysadmin.id}/link", "409")]
    assert db.session.query(Trace).count() == 1
