"""The administrators' rooms: units, people, roles."""

from datetime import timedelta

import pytest

from portal.accounts.models import Grant, Lockout, Person, SignIn, Unit
from portal.accounts.rules import Locked, as_tree
from portal.accounts.service import end_sessions, grant, hasher, revoke
from portal.audit.models import Trace
from portal.audit.rules import Event
from portal.core.policy import Permission, Role
from portal.core.sentences import Refused
from portal.web.clock import now
from portal.web.db import db
from tests.pages import Browser, a_session
from tests.world import a_person, a_unit, keep

ROOMS = {
    "/settings/units": "sysadmin",
    "/settings/units/new": "sysadmin",
    "/settings/units/02": "sysadmin",
    "/settings/people": "sysadmin",
    "/settings/people/new": "sysadmin",
    "/settings/people/1": "sysadmin",
    "/settings/roles": "secadmin",
    "/settings/roles/1": "secadmin",
    "/audit/": "auditor",
}


@pytest.mark.parametrize("address", ROOMS)
def test_a_room_opens_to_one_administrator_only(app, cast, address):
    for name, person in cast.everyone().items():
        Browser(app, person).visit(address, status=200 if name == ROOMS[address] else 403)
        db.session.query(SignIn).delete()
        db.session.commit()


def test_the_access_matrix_is_a_table_of_every_permission(app, cast):
    page = Browser(app, cast.secadmin).visit("/settings/access")

    assert len(page.select("tbody tr")) == len(Permission) - 2
    assert len(page.select("thead th")) == len(Role) + 1
    Browser(app, cast.clerk).visit("/settings/access", status=403)


def traces(event: Event) -> list[Trace]:
    return db.session.query(Trace).filter_by(event=event).all()


class TestUnits:
    @pytest.fixture
    def browser(self, app, cast):
        return Browser(app, cast.sysadmin)

    def form(self, browser, code="02"):
        return browser.visit(f"/settings/units/{code}").select_one("main form")

    def test_a_new_one(self, browser, cast):
        form = self.form(browser, "new")
        browser.press(
            form, code="N1", name="News", short_name="News", kind="department", place="9", head="head",
            leader="leader", parent_id=str(cast.budget.id), status=303,
        )  # fmt: skip

        unit = db.session.query(Unit).filter_by(code="N1").one()
        assert (unit.head, unit.leader, unit.parent, unit.active) == (
            db.session.merge(cast.head), db.session.merge(cast.leader), db.session.merge(cast.budget), True,
        )  # fmt: skip
        assert [line.account for line in traces(Event.UNIT_SAVED)] == ["sysadmin"]

    @pytest.mark.parametrize(
        "answers",
        [{"code": ""}, {"code": "a b"}, {"code": "../x"}, {"name": "  "}, {"kind": "x"}, {"place": "one"},
         {"place": "-1"}, {"head": "nobody"}, {"parent_id": "999"}, {"parent_id": "x"}, {"name": "x" * 101}],
    )  # fmt: skip
    def test_what_cannot_be_is_said_at_its_field_and_nothing_is_lost(self, browser, answers):
        good = {"code": "N1", "name": "News", "short_name": "Kept", "kind": "department", "place": "9"}
        page = browser.press(self.form(browser, "new"), status=422, **(good | answers))

        assert page.select(".is-invalid, .field--wrong")
        assert page.select_one("input[name=short_name]")["value"] == "Kept"

    @pytest.mark.parametrize(("field", "value"), [("code", "03"), ("name", "Treasury")])
    def test_no_two_of_one_name(self, browser, field, value):
        good = {"code": "N1", "name": "News", "short_name": "Kept", "kind": "department", "place": "9"}
        page = browser.press(self.form(browser, "new"), status=409, **(good | {field: value}))

        assert "exists already" in page.select_one("[role=alert]").text
        assert page.select_one("input[name=short_name]")["value"] == "Kept"

    def test_the_second_of_two_who_save_is_told_and_loses_nothing(self, browser, cast):
        mine, theirs = self.form(browser), self.form(browser)
        browser.press(theirs, short_name="Theirs", status=303)

        page = browser.press(mine, short_name="Mine", status=409)

        assert "Somebody else has changed this" in page.select_one("[role=alert]").text
        assert page.select_one("input[name=short_name]")["value"] == "Mine"
        assert "Theirs" in page.select_one("dl").text
        browser.press(page.select_one("main form"), status=303)
        assert db.session.get(Unit, cast.budget.id).short_name == "Mine"

    def test_a_unit_cannot_hang_under_itself(self, browser, cast):
        browser.press(self.form(browser, "03"), parent_id=str(cast.budget.id), status=303)

        page = browser.press(self.form(browser, "02"), parent_id=str(cast.treasury.id), status=409)

        assert "under itself" in page.select_one("[role=alert]").text

    def test_one_with_active_units_below_stays_open(self, browser, cast):
        browser.press(self.form(browser, "03"), parent_id=str(cast.budget.id), status=303)
        form = self.form(browser, "02")
        form.select_one("input[name=active]").decompose()

        page = browser.press(form, status=409)

        assert "active units below" in page.select_one("[role=alert]").text

    def test_the_code_never_changes(self, browser, cast):
        browser.press(self.form(browser), code="changed", status=303)

        assert db.session.get(Unit, cast.budget.id).code == "02"

    def test_the_list_is_a_tree_and_can_be_searched(self, browser, cast):
        assert len(browser.visit("/settings/units").select("tbody tr")) == 3
        assert len(browser.visit("/settings/units?q=budg").select("tbody tr")) == 1
        assert "No unit is called that" in browser.visit("/settings/units?q=%25").text

    def test_one_that_is_not_there(self, browser):
        browser.visit("/settings/units/none", status=404)


def test_a_circle_in_the_tree_hides_nobody():
    one, two = Unit(id=1, parent_id=2), Unit(id=2, parent_id=1)

    assert {unit for _, unit in as_tree([one, two])} == {one, two}


@pytest.mark.parametrize("address", ["/settings/units/02", "/settings/units/new", "/settings/people/new"])
def test_what_was_typed_before_the_session_ended_stands_in_the_form_again(app, cast, address):
    browser = Browser(app, cast.sysadmin)
    form = browser.visit(address).select_one("main form")
    db.session.query(SignIn).update({"seen_at": now() - timedelta(minutes=11)})
    db.session.commit()
    browser.client.environ_base["HTTP_REFERER"] = f"http://localhost{address}"
    browser.press(form, name="Typed for long", status=303)

    again = Browser(app, cast.sysadmin)
    form = again.visit(address).select_one("main form")
    assert form.select_one("input[name=name]")["value"] == "Typed for long"
    good = {"short_name": "Kept", "kind": "department", "place": "1", "account": "typed"}
    code = {} if address.endswith("02") else {"code": "N1"}
    again.press(form, status=303, **(good | code))
    assert again.visit(address).select_one("input[name=name]").get("value") != "Typed for long" or code == {}


class TestPeople:
    @pytest.fixture
    def browser(self, app, cast):
        return Browser(app, cast.sysadmin)

    def form(self, browser, number="new"):
        return browser.visit(f"/settings/people/{number}").select_one("main form")

    def test_a_new_one_gets_a_link_that_is_shown_once(self, browser, cast):
        answers = {"account": "new.one", "name": "New", "home_unit_id": str(cast.budget.id)}
        browser.press(self.form(browser), status=303, **answers)
        person = db.session.query(Person).filter_by(account="new.one").one()
        page = browser.visit(f"/settings/people/{person.id}")

        shown = browser.press(page.select_one("form[action$='/link']")).select_one("#link")["value"]

        assert "/welcome/" in shown
        assert shown not in browser.visit(f"/settings/people/{person.id}").text
        assert (person.must_change_password, person.password_hash) == (True, "")

    @pytest.mark.parametrize(
        "answers",
        [{"account": ""}, {"account": "a"}, {"account": "a b"}, {"account": "clerk"}, {"name": ""},
         {"home_unit_id": "999"}, {"home_unit_id": "x"}, {"name": "x" * 65}, {"post": "x" * 65}],
    )  # fmt: skip
    def test_what_cannot_be_is_said_at_its_field(self, browser, answers):
        page = browser.press(
            self.form(browser), status=422, **({"account": "new.one", "name": "New", "post": "P"} | answers)
        )

        assert page.select(".is-invalid")

    def test_closing_an_account_ends_its_sessions(self, app, browser, cast):
        theirs = Browser(app, cast.clerk)
        form = self.form(browser, cast.clerk.id)
        form.select_one("input[name=active]").decompose()

        browser.press(form, status=303)

        theirs.visit("/account", status=303)

    @pytest.mark.parametrize(("who", "says"), [("sysadmin", "their own account"), ("auditor", "last active")])
    def test_the_last_administrators_stay(self, browser, cast, who, says):
        form = self.form(browser, getattr(cast, who).id)
        form.select_one("input[name=active]").decompose()

        page = browser.press(form, status=409)

        assert says in page.select_one("[role=alert]").text

    def test_two_who_save(self, browser, cast):
        mine, theirs = self.form(browser, cast.clerk.id), self.form(browser, cast.clerk.id)
        browser.press(theirs, name="Theirs", status=303)

        page = browser.press(mine, name="Mine", status=409)

        assert page.select_one("input[name=name]")["value"] == "Mine"
        assert "Theirs" in page.select_one("dl").text

    def test_the_list_is_searched_and_paged(self, browser, cast):
        for number in range(60):
            keep(Person(account=f"many.{number:02}", name="Many", language="en"))

        assert len(browser.visit("/settings/people?q=many").select("tbody tr")) == 50
        assert len(browser.visit("/settings/people?q=many&page=2").select("tbody tr")) == 10
        assert len(browser.visit("/settings/people?q=Budget").select("tbody tr")) == 2

    @pytest.mark.parametrize(
        "query", ["page=x", "page=0", "page=-1", "page=99999999999999999999", "q=%25_%5C"]
    )
    def test_nonsense_in_the_address_is_no_accident(self, browser, query):
        browser.visit(f"/settings/people?{query}")


class TestRoles:
    def test_a_role_is_granted_and_revoked_on_the_page(self, app, cast):
        browser = Browser(app, cast.secadmin)
        address = f"/settings/roles/{cast.neighbour.id}"
        form = browser.visit(address).select_one(f"form[action='{address}']")
        browser.press(form, role="head", unit_id=str(cast.treasury.id), status=303)
        page = browser.visit(address)
        assert len(page.select("form[action$='/revoke']")) == 2

        browser.press(page.select("form[action$='/revoke']")[1], status=303)

        assert len(browser.visit(address).select("form[action$='/revoke']")) == 1
        assert (len(traces(Event.ROLE_GRANTED)), len(traces(Event.ROLE_REVOKED))) == (1, 1)

    @pytest.mark.parametrize("role", ["sysadmin", "secadmin", "auditor"])
    def test_a_clerk_cannot_become_an_administrator(self, cast, role):
        with pytest.raises(Refused, match="no other role"):
            grant(cast.clerk, Role(role), None, by=cast.secadmin)

    @pytest.mark.parametrize("role", ["office", "sysadmin", "clerk"])
    def test_an_administrator_gets_no_second_role(self, cast, role):
        unit = cast.budget if role == "clerk" else None
        with pytest.raises(Refused, match="no other role"):
            grant(cast.auditor, Role(role), unit, by=cast.secadmin)

    def test_nobody_changes_their_own_roles(self, app, cast):
        with pytest.raises(Refused, match="their own roles"):
            grant(cast.secadmin, Role.OFFICE, None, by=cast.secadmin)
        with pytest.raises(Refused, match="their own roles"):
            revoke(cast.secadmin.grants[0], by=cast.secadmin)
        page = Browser(app, cast.secadmin).visit(f"/settings/roles/{cast.secadmin.id}")
        assert not page.select("form[action$='/revoke']")

    def test_the_last_of_an_administrators_role_stays(self, cast):
        with pytest.raises(Refused, match="last active"):
            revoke(cast.auditor.grants[0], by=cast.secadmin)

        a_person("auditor2", Role.AUDITOR)
        revoke(cast.auditor.grants[0], by=cast.secadmin)
        assert db.session.query(Grant).filter_by(role=Role.AUDITOR).count() == 1

    @pytest.mark.parametrize(
        ("role", "unit", "says"),
        [
            ("clerk", None, "Choose the unit"),
            ("office", "budget", "Leave the unit"),
            ("clerk", "budget", "already"),
        ],
    )
    def test_what_cannot_be_granted_is_said(self, app, cast, role, unit, says):
        browser = Browser(app, cast.secadmin)
        address = f"/settings/roles/{cast.clerk.id}"
        form = browser.visit(address).select_one(f"form[action='{address}']")
        number = getattr(cast, unit).id if unit else 0

        page = browser.press(form, role=role, unit_id=str(number), status=409)

        assert says in page.select_one("[role=alert]").text

    @pytest.mark.parametrize(
        "answers", [{"role": "king"}, {"role": ""}, {"unit_id": "999"}, {"unit_id": "x"}]
    )
    def test_what_is_not_on_the_list(self, app, cast, answers):
        browser = Browser(app, cast.secadmin)
        address = f"/settings/roles/{cast.clerk.id}"
        form = browser.visit(address).select_one(f"form[action='{address}']")

        browser.press(form, status=422, **({"role": "office", "unit_id": "0"} | answers))
        assert len(traces(Event.ROLE_GRANTED)) == 0

    def test_a_role_holds_from_the_next_page_on(self, app, cast):
        browser = Browser(app, cast.neighbour)
        browser.visit("/settings/people", status=403)
        person = keep(Person(account="bare", name="Bare", language="en", must_change_password=False))
        bare = Browser(app, person)
        bare.visit("/audit/", status=403)

        grant(person, Role.AUDITOR, None, by=cast.secadmin)
        db.session.expunge_all()

        bare.visit("/audit/")

    def test_sessions_of_a_person_are_ended(self, app, cast):
        theirs = Browser(app, cast.clerk)
        a_session(of=cast.clerk)
        page = Browser(app, cast.secadmin).visit(f"/settings/roles/{cast.clerk.id}")
        assert page.select("form[action$='/sessions/end']")

        assert end_sessions(cast.clerk, by=cast.secadmin) == 2
        theirs.visit("/account", status=303)

    def test_a_lock_is_seen_and_opened(self, app, cast):
        keep(Lockout(kind=Locked.ACCOUNT, name="clerk", until=now().replace(year=2100)))
        keep(Lockout(kind=Locked.ACCOUNT, name="My-Secret-1", until=now().replace(year=2100)))
        browser = Browser(app, cast.secadmin)
        page = browser.visit("/settings/roles")
        assert "My-Secret" not in page.text

        browser.press(page.select_one("form[action$='/open']"), status=303)

        assert len(browser.visit("/settings/roles").select("form[action$='/open']")) == 1

    def test_a_thousand_units_are_asked_for_in_a_few_statements(self, app, cast):
        from tests.statements import statements

        for number in range(30):
            keep(a_unit(f"1{number:02}", f"Unit {number}"))
            a_person(f"clerk.{number}", Role.CLERK, db.session.query(Unit).order_by(Unit.id.desc()).first())
        for who, address in ((cast.secadmin, "/settings/roles"), (cast.sysadmin, "/settings/people"),
                             (cast.sysadmin, "/settings/units"), (cast.sysadmin, "/")):  # fmt: skip
            browser = Browser(app, who)
            db.session.expunge_all()
            with statements() as asked:
                browser.visit(address)
            assert len(asked) <= 10, address


def test_a_hash_can_be_told_from_a_password(cast):
    cast.clerk.password_hash = hasher.hash("x")

    assert cast.clerk.password_hash.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
