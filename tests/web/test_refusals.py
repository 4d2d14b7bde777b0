"""How the portal says no: a sentence, what to do next, and a number to tell whoever helps."""

import pytest
from flask import Flask, abort
from sqlalchemy.exc import OperationalError

from portal import create_app
from portal.core.sentences import Refused
from portal.web import refusals
from portal.web.db import Stale
from tests.pages import HTMX, Browser

STATUSES = (400, 403, 404, 405, 413, 415, 422, 429, 500, 503)


@pytest.fixture
def frail(app, monkeypatch):
    """The portal, whose first page fails in the way a test asks for."""

    def fails_with(error: Exception) -> Flask:
        def view(**_):
            raise error

        view.permission = app.view_functions["desk.index"].permission
        monkeypatch.setitem(app.view_functions, "desk.index", view)
        return app

    return fails_with


def refusal(status: int) -> Exception:
    try:
        abort(status)
    except Exception as error:
        return error
    raise AssertionError


@pytest.mark.parametrize("status", STATUSES)
def test_every_refusal_is_a_designed_page(frail, cast, status):
    browser = Browser(frail(refusal(status)), cast.clerk)

    page = browser.visit("/", status=status)

    assert page.select_one("#message[role=alert]").text.endswith(".")
    assert page.select_one("main section p").text
    assert page.select_one("footer code").text
    assert page.select_one("main a.btn")["href"] == "/"


def test_a_rule_answers_with_its_sentence(frail, cast):
    page = Browser(frail(Refused("The period is closed.")), cast.clerk).visit("/", status=409)
    assert page.select_one("#message").text == "The period is closed."
    assert page.select_one("h1").text == "Not possible"


def test_a_conflict_says_that_nothing_was_overwritten(frail, cast):
    page = Browser(frail(Stale("Somebody else was faster.")), cast.clerk).visit("/", status=409)
    assert page.select_one("h1").text == "Changed in the meantime"


def test_in_a_part_of_a_page_the_refusal_goes_to_the_line_above(frail, cast):
    answer = Browser(frail(Refused("The period is closed.")), cast.clerk).client.get("/", headers=HTMX)

    assert answer.status_code == 409
    assert answer.headers["HX-Retarget"] == "#message"
    assert "<html" not in answer.text and 'role="alert"' in answer.text


def test_one_can_go_back_to_where_one_was(frail, cast):
    app = frail(Refused("The period is closed."))
    client = Browser(app, cast.clerk).client

    def way_back(referrer: str) -> bool:
        text = client.get("/", headers={"Referer": referrer}).text
        return "Back to where I was" in text

    assert way_back("http://localhost/account")
    assert not way_back("http://localhost/")
    assert not way_back("http://elsewhere.example/account")
    assert not way_back("http://localhost//elsewhere.example/")


def test_with_the_database_down_the_page_still_stands(tmp_path, monkeypatch):
    monkeypatch.setenv("INSTANCE", str(tmp_path))
    broken = create_app(
        SECRET_KEY="test", SQLALCHEMY_DATABASE_URI=f"sqlite:///{tmp_path}/gone/portal.sqlite",
        LOG_LEVEL="CRITICAL", BABEL_DEFAULT_LOCALE="en", TESTING=False,
    )  # fmt: skip
    client = broken.test_client()
    with client.session_transaction() as cookie:
        cookie["token"] = "a-token"

    for address in ("/", "/login"):
        answer = client.get(address)
        assert answer.status_code == 500
        assert "Something went wrong" in answer.text
        assert "state secrets" in answer.text
        assert answer.headers["X-Request-Id"] in answer.text


def test_an_accident_says_nothing_about_itself(frail, cast, monkeypatch):
    app = frail(OperationalError("SELECT secret", {}, Exception("no such table")))
    monkeypatch.setattr(app, "testing", False)
    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)

    page = Browser(app, cast.clerk).visit("/", status=500)

    assert "secret" not in page.select_one("main").text
    assert page.select_one("h1").text == "Something went wrong"


def test_every_status_has_its_sentence():
    assert refusals.SENTENCES.keys() >= refusals.PAGES
