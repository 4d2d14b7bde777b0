"""Signing in and out."""

from datetime import timedelta

import pytest
from argon2 import PasswordHasher

from portal.accounts.models import FailedSignIn, Lockout, SignIn
from portal.accounts.queries import hashed, person_named
from portal.accounts.rules import Locked, is_local, landing
from portal.accounts.service import hasher, unlock
from portal.audit.models import Trace
from portal.audit.rules import Event
from portal.web.clock import now
from portal.web.db import db
from tests.pages import Browser

PASSWORD = "demo-Bureau-2026"


@pytest.fixture
def door(app, cast):
    cast.clerk.password_hash = hasher.hash(PASSWORD)
    db.session.commit()
    return Door(Browser(app))


class Door:
    """The sign-in page, as somebody stands before it."""

    def __init__(self, browser: Browser, wanted: str = "/login") -> None:
        self.browser, self.page = browser, browser.visit(wanted)

    def knock(self, account: str = "clerk", password: str = PASSWORD, *, status: int = 303):
        form = self.page.select_one("main form")
        self.page = self.browser.press(form, username=account, password=password, status=status)
        return " ".join(part.text for part in self.page.select("main [role=alert]"))


def lines_of(event: Event) -> list[Trace]:
    return db.session.query(Trace).filter_by(event=event).order_by(Trace.id).all()


def test_the_right_password_opens_the_portal(door):
    door.knock()

    assert door.browser.visit("/").select_one("h1")
    assert [line.account for line in lines_of(Event.SIGNED_IN)] == ["clerk"]


def test_a_stranger_is_sent_to_the_sign_in_page_and_back(app, door):
    answer = Browser(app).client.get("/account?from=menu")

    assert (answer.status_code, answer.location) == (303, "/login?next=/account?from%3Dmenu")
    response = door.browser.client.post(
        answer.location,
        data={"username": "clerk", "password": PASSWORD, "csrf_token": token_on(door)},
    )
    assert response.location == "/account?from=menu"


def token_on(door: Door) -> str:
    return door.page.select_one("input[name=csrf_token]")["value"]


def test_full_width_letters_of_an_account_are_read(door):
    assert door.knock("ｃｌｅｒｋ") == ""


@pytest.mark.parametrize(("account", "password"), [("clerk", "wrong"), ("nobody", PASSWORD)])
def test_the_same_sentence_for_an_unknown_account_and_a_wrong_password(door, account, password):
    assert "account or the password" in door.knock(account, password, status=422)
    assert len(lines_of(Event.SIGN_IN_FAILED)) == 1


def test_a_closed_account_and_one_without_a_password_are_wrong_too(cast, door):
    cast.head.password_hash = ""
    cast.clerk.active = False
    db.session.commit()

    assert "account or the password" in door.knock("clerk", status=422)
    assert "account or the password" in door.knock("head", "", status=422) or door.page.select("[role=alert]")


def test_an_unknown_account_is_only_half_told_in_the_trail(door):
    door.knock("Secret-typed-here-1", "x", status=422)

    [line] = lines_of(Event.SIGN_IN_FAILED)
    assert "typed" not in f"{line.account}{line.subject}"


def test_the_fifth_failure_locks_the_account_for_everybody(app, cast, door):
    for _ in range(5):
        door.knock(password="wrong", status=422)

    assert "Locked until" in door.knock(status=422), "now the right password is of no use either"
    assert [line.account for line in lines_of(Event.LOCKED)] == ["clerk"]
    assert len(lines_of(Event.SIGN_IN_FAILED)) == 5, "a locked door is not worth a line at every knock"


def test_an_account_that_does_not_exist_is_locked_alike(door):
    for _ in range(5):
        door.knock("nobody", "wrong", status=422)

    assert "Locked until" in door.knock("nobody", status=422)


def test_the_lock_opens_after_half_an_hour(door):
    for _ in range(5):
        door.knock(password="wrong", status=422)
    db.session.query(Lockout).update({"until": now() - timedelta(seconds=1)})
    db.session.query(FailedSignIn).update({"at": now() - timedelta(minutes=31)})
    db.session.commit()

    assert door.knock() == ""


def test_failures_are_forgotten_after_a_quarter_of_an_hour(door):
    for _ in range(4):
        door.knock(password="wrong", status=422)
    db.session.query(FailedSignIn).update({"at": now() - timedelta(minutes=16)})
    db.session.commit()

    door.knock(password="wrong", status=422)
    assert door.knock() == ""


def test_signing_in_forgets_the_failures(door):
    for _ in range(4):
        door.knock(password="wrong", status=422)
    door.knock()

    assert db.session.query(FailedSignIn).filter_by(account="clerk").count() == 0


def test_thirty_failures_from_one_address_lock_the_address(door):
    for number in range(30):
        door.knock(f"guess-{number}", "wrong", status=422)

    assert "Locked until" in door.knock(status=422)
    assert {lock.kind for lock in db.session.query(Lockout)} == {Locked.ADDRESS}


def test_the_security_administrator_unlocks(cast, door):
    for _ in range(5):
        door.knock(password="wrong", status=422)

    unlock(db.session.query(Lockout).one(), by=cast.secadmin)

    assert door.knock() == ""
    assert [line.account for line in lines_of(Event.UNLOCKED)] == ["secadmin"]


def test_an_outdated_hash_is_made_anew(cast, door):
    cast.clerk.password_hash = PasswordHasher(time_cost=1, memory_cost=1024, parallelism=1).hash(PASSWORD)
    db.session.commit()

    door.knock()

    assert not hasher.check_needs_rehash(person_named("clerk").password_hash)


def test_signing_in_changes_the_cookie_and_only_the_hash_is_kept(app, door):
    with door.browser.client.session_transaction() as before:
        before["token"] = "planted"
    door.knock()

    with door.browser.client.session_transaction() as after:
        assert after["token"] != "planted"
        assert db.session.query(SignIn).one().token_hash == hashed(after["token"])


def test_signing_out_ends_the_session_on_the_server(door):
    door.knock()
    with door.browser.client.session_transaction() as cookie:
        token = cookie["token"]
    door.browser.press(door.browser.visit("/account").select_one("form[action='/logout']"), status=303)

    with door.browser.client.session_transaction() as cookie:
        cookie["token"] = token
    door.browser.visit("/account", status=303)
    assert len(lines_of(Event.SIGNED_OUT)) == 1


def test_signing_out_cannot_be_done_by_a_link(door):
    door.knock()

    assert door.browser.client.get("/logout").status_code == 405


def test_nothing_is_changed_without_the_pages_token(door):
    answer = door.browser.client.post("/login", data={"username": "clerk", "password": PASSWORD})

    assert answer.status_code == 400
    assert db.session.query(SignIn).count() == 0


def test_the_language_is_chosen_on_the_sign_in_page(door):
    door.browser.visit("/login?language=zh_CN&next=/account", status=303)

    page = door.browser.visit("/login?next=/account")
    assert page.html["lang"] == "zh-CN"
    assert page.select_one("main form")["action"] == "/login?next=/account"


@pytest.mark.parametrize(
    "address",
    [
        "https://evil.test/", "//evil.test", "/\\evil.test", "/\t/evil.test", "/\n/evil.test", "javascript:x",
        "", "a", "/\x00", "/ok\\..", "http:/evil", "/" + "x" * 3000,
    ],
)  # fmt: skip
def test_an_address_outside_is_no_place_to_go(address):
    assert not is_local(address)
    assert landing(address) == "/"


@pytest.mark.parametrize("address", ["/ledger/7?as_of=2026-06#top", "/scores/02", "/"])
def test_an_address_of_ours_is(address):
    assert landing(address) == address


@pytest.mark.parametrize("address", ["/login", "/logout", "/welcome/x"])
def test_nobody_lands_at_the_door_again(address):
    assert landing(address) == "/"


def test_the_sign_in_page_follows_no_address_outside(door):
    door.page = door.browser.visit("/login?next=https://evil.test/")
    response = door.browser.client.post(
        "/login?next=https://evil.test/",
        data={"username": "clerk", "password": PASSWORD, "csrf_token": token_on(door)},
    )
    assert response.location == "/"


@pytest.mark.parametrize("typed", ["", " ", "x" * 65, "'; drop table person; --", "\u202e", "😀" * 64])
def test_whatever_is_typed_is_answered_with_a_sentence(door, typed):
    assert door.knock(typed, "x", status=422)


def test_a_zero_byte_is_refused(door):
    data = {"username": "a\x00b", "password": "x", "csrf_token": token_on(door)}

    assert door.browser.client.post("/login", data=data).status_code == 400
