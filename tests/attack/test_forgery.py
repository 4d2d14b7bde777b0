"""Forged forms, stolen cookies, false addresses: what browsers can be made to send in somebody's name."""

from __future__ import annotations

import re

import pytest
from bs4 import BeautifulSoup

from portal import create_app
from portal.accounts.service import hasher
from portal.web.db import db
from tests.attack.doors import KEYS, ROLES, Things, Visitor, doors
from tests.attack.listening import written
from tests.pages import forget_the_request
from tests.validity import outside_addresses, styled_inline

PASSWORD, ANOTHER = "demo-Bureau-2026", "Another-2026-word"
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}


@pytest.fixture(scope="module")
def things(bureau) -> Things:
    with bureau.app_context():
        return Things()


@pytest.fixture(scope="module")
def visitors(bureau, things) -> dict[str | None, Visitor]:
    return {account: Visitor(bureau, account) for account in ROLES}


@pytest.mark.database
@pytest.mark.parametrize("token", [{}, {"csrf_token": ""}, {"csrf_token": "forged"}, {"csrf_token": "a.b.c"}])
def test_no_form_is_taken_without_the_pages_token(bureau, things, visitors, token):
    for door in doors(bureau, "POST"):
        with written() as tables:
            answer = visitors[KEYS[door.permission]].post(things.address(door.rule), token)
        assert answer.status_code == 400, door
        assert re.search(r"open for too long|打开", answer.text), f"{door} refuses without a word"
        assert tables <= {"trace", "trail_head", "sign_in"}, f"{door} wrote {tables}"


@pytest.mark.database
def test_another_visitors_token_is_none(bureau, things, visitors):
    theirs = bureau.test_client()
    page = BeautifulSoup(theirs.get("/login").text, "html.parser")
    stolen = page.select_one("input[name=csrf_token]")["value"]

    answer = visitors["office"].post("/settings/years", {"year": "2040", "csrf_token": stolen})

    assert answer.status_code == 400


@pytest.mark.database
def test_every_answer_carries_the_guarding_headers(bureau, things, visitors):
    for door in [*doors(bureau, "GET"), *doors(bureau, "POST")]:
        for account in (KEYS[door.permission], None):
            visitor, address = visitors[account], things.address(door.rule)
            answer = visitor.get(address) if door.method == "GET" else visitor.post(address)
            guarded(answer, door)
    for address in (
        "/nothing",
        "/scores/",
        "/ledger",
        "/%00",
        "/static/../portal/__init__.py",
        "/static/none.css",
    ):
        guarded(visitors["office"].get(address), address)


def guarded(answer, door) -> None:
    if str(door).startswith("/static"):
        assert answer.status_code == 404
        return
    for name, value in HEADERS.items():
        assert answer.headers.getlist(name) == [value], f"{door}: {name}"
    [policy] = answer.headers.getlist("Content-Security-Policy")
    assert "unsafe" not in policy and "*" not in policy and "http" not in policy
    for part in ("default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'", "form-action 'self'"):
        assert part in policy
    assert "no-store" in answer.headers.get("Cache-Control", "")
    assert "Werkzeug" not in answer.headers.get("Server", "")
    if (
        answer.mimetype == "text/html"
        and not 300 <= answer.status_code < 400
        and answer.text.lstrip().startswith("<!")
    ):
        page = BeautifulSoup(answer.text, "html.parser")
        assert styled_inline(page) == [] and outside_addresses(page) == [], door


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(app, cast):
    [cookie] = Visitor(app, None).get("/login").headers.getlist("Set-Cookie") or [""]
    assert "HttpOnly" in cookie and "SameSite=Lax" in cookie and "Domain" not in cookie
    assert "Secure" not in cookie


def test_behind_tls_it_travels_nowhere_else(monkeypatch, tmp_path, database_url, app):
    monkeypatch.setenv("HTTPS", "1")
    monkeypatch.setenv("INSTANCE", str(tmp_path))
    secure = create_app(TESTING=True, SECRET_KEY="test", SQLALCHEMY_DATABASE_URI=database_url)
    answer = secure.test_client().get("/login", base_url="https://portal.example")
    with secure.app_context():
        db.engine.dispose()

    assert "; Secure;" in answer.headers["Set-Cookie"]
    assert "max-age" in answer.headers["Strict-Transport-Security"]


@pytest.fixture
def clerk(app, cast):
    cast.clerk.password_hash = hasher.hash(PASSWORD)
    db.session.commit()
    return cast.clerk


def come_in(app, *, wanted: str = "", **headers: str):
    visitor = Visitor(app, None)
    typed = {"username": "clerk", "password": PASSWORD, "csrf_token": visitor.token}
    return visitor, visitor.post(f"/login{wanted}", typed, headers=headers)


def test_a_planted_session_is_not_the_one_that_is_opened(app, clerk):
    visitor, _ = come_in(app)
    with visitor.client.session_transaction() as cookie:
        assert cookie["token"] and cookie.get("csrf_token") != "0" * 40
    assert visitor.post("/account/preferences", {"csrf_token": visitor.token}).status_code == 400


@pytest.mark.database
def test_a_copied_cookie_is_worth_nothing_after_signing_out_or_a_new_password(app, clerk):
    for leave in ("/logout", "/account/password"):
        owner = Visitor(app, "clerk")
        elsewhere = Visitor(app, "clerk")
        copied = owner.client.get_cookie("portal").value
        typed = {"csrf_token": owner.token, "current": PASSWORD, "new": ANOTHER, "again": ANOTHER}
        assert owner.post(leave, typed).status_code == 303
        thief = app.test_client()
        thief.set_cookie("portal", copied)
        assert thief.get("/account").location == "/login?next=/account"
        forget_the_request()
        assert elsewhere.get("/account").status_code == (200 if leave == "/logout" else 303)


ELSEWHERE = (
    "//evil.test",
    "/\\evil.test",
    "\\\\evil.test",
    "http:evil.test",
    "https://evil.test",
    "javascript:alert(1)",
    "/%0d%0aSet-Cookie:%20evil=1",
    "/%0aLocation:%20http://evil.test",
    "%09//evil.test",
    "/%09/evil.test",
    "///evil.test",
    "////evil.test",
    "data:text/html,evil",
    "evil.test",
    "/%5cevil.test",
    "%2f%2fevil.test",
    "@evil.test",
    "http://localhost@evil.test/",
    "/.//evil.test",
    "?next=//evil.test",
    "%00//evil.test",
)


@pytest.mark.parametrize("wanted", ELSEWHERE)
def test_signing_in_leads_to_no_other_site(app, clerk, wanted):
    _, answer = come_in(app, wanted=f"?next={wanted}")
    if answer.status_code == 303:
        assert re.match(r"/(?![/\\])", answer.location) and "\n" not in answer.location
        assert answer.location == "/" or answer.location.startswith("/.//")
    else:
        assert answer.status_code == 400
    assert "evil" not in str(answer.headers.getlist("Set-Cookie"))
    already = Visitor(app, "clerk").get(f"/login?next={wanted}")
    assert already.status_code == 400 or re.match(r"/(?![/\\])", already.location)


HOSTS = (
    "evil.test",
    "evil.test:99",
    "localhost@evil.test",
    'evil"><img src=x onerror=1>',
    "evil test",
    "[",
    "::1",
)


@pytest.mark.database
@pytest.mark.parametrize("host", HOSTS)
def test_a_false_host_stands_in_no_page(app, cast, host):
    for address in ("/account", "/login", "/nothing", "/settings/units"):
        answer = Visitor(app, "sysadmin").get(address, headers={"Host": host, "Referer": f"http://{host}/x"})
        assert answer.status_code < 500
        assert "evil" not in answer.text and "<img src=x" not in answer.text
        assert "evil" not in (answer.location or "")


def test_forwarded_names_of_strangers_are_not_believed(app, cast):
    answer = Visitor(app, "sysadmin").get(
        "/settings/units/",
        headers={
            "X-Forwarded-Host": "evil.test",
            "X-Forwarded-Proto": "https",
            "Forwarded": "host=evil.test",
        },
    )
    assert "evil" not in answer.text + str(answer.headers)
    assert "Strict-Transport-Security" not in answer.headers
