"""The pages as a person meets them: what they can read, type and press."""

from __future__ import annotations

from bs4 import BeautifulSoup, Tag
from flask import Flask, g
from werkzeug.test import TestResponse

from portal.accounts.models import Person, SignIn
from portal.accounts.queries import hashed
from portal.web.clock import now
from portal.web.db import db
from tests.validity import faults_of_markup, outside_addresses, styled_inline

HTMX = {"HX-Request": "true"}


class Browser:
    """A browser, signed in as ``person``, that will not show a page which breaks the house style."""

    def __init__(self, app: Flask, person: Person | None = None) -> None:
        self.app = app
        self.client = app.test_client()
        if person is not None:
            with self.client.session_transaction() as cookie:
                cookie["token"] = a_session(of=person)

    def visit(self, address: str, *, status: int = 200) -> BeautifulSoup:
        return self._read(self.client.get(address), status)

    def ask(self, address: str, *, status: int = 200, **query: object) -> BeautifulSoup:
        """What htmx fetches."""
        return self._read(self.client.get(address, query_string=query, headers=HTMX), status)

    def press(
        self, form: Tag, *, status: int = 200, button: str | None = None, htmx: bool = True, **answers: object
    ) -> BeautifulSoup:
        """Fill in and send a form, with htmx where it carries its own ``hx-post``."""
        data = answers_already_in(form) | answers
        if button:
            name, value = named_button(form, button)
            data[name] = value
        address = form.get("hx-post") if htmx and form.get("hx-post") else form["action"]
        headers = HTMX if htmx and form.get("hx-post") else {}
        return self._read(self.client.post(address, data=data, headers=headers), status)

    def _read(self, response: TestResponse, status: int) -> BeautifulSoup:
        forget_the_request()
        assert response.status_code == status, (
            f"{response.status_code} {response.location}\n{response.text[:2000]}"
        )
        page = BeautifulSoup(response.text, "html.parser")
        if page.html:
            keeps_house_style(page)
            assert faults_of_markup(response.text) == []
        return page


def a_session(*, of: Person) -> str:
    token = f"token-of-{of.account}-{now().timestamp()}"
    db.session.add(
        SignIn(
            token_hash=hashed(token),
            person_id=of.id,
            started_at=now(),
            seen_at=now(),
            address="127.0.0.1",
            browser="",
        )
    )
    db.session.commit()
    return token


KEPT_FOR_A_REQUEST = (
    "_login_user", "sign_in", "csrf_token", "_flask_babel", "catalogue", "to_dos", "open_rooms", "quiet",
    "books",
)  # fmt: skip


def forget_the_request() -> None:
    """The test's own app context outlives each request, and what was loaded in it must not."""
    for name in KEPT_FOR_A_REQUEST:
        g.pop(name, None)
    db.session.expire_all()


def answers_already_in(form: Tag) -> dict[str, str]:
    """What a browser would send of a form nobody touched."""
    data: dict[str, str] = {}
    for field in form.select("input[name], textarea[name], select[name]"):
        kind = field.get("type", "")
        if field.name == "select":
            chosen = field.select_one("option[selected]") or field.select_one("option")
            data[field["name"]] = chosen.get("value", "") if chosen else ""
        elif field.name == "textarea":
            data[field["name"]] = field.text.removeprefix("\r").removeprefix("\n")  # as browsers do
        elif kind not in ("checkbox", "radio", "file", "submit") or field.has_attr("checked"):
            data[field["name"]] = field.get("value", "")
    return data


def named_button(form: Tag, text: str) -> tuple[str, str]:
    [button] = [button for button in form.select("button") if button.text.strip() == text]
    return button.get("name", ""), button.get("value", "")


def keeps_house_style(page: BeautifulSoup) -> None:
    [heading] = page.select("h1")
    assert page.title.text.startswith(heading.text.strip()), "the title must begin with the heading"
    ids = [element["id"] for element in page.select("[id]") if not element.find_parent("template")]
    assert len(ids) == len(set(ids)), f"repeated ids: {sorted(name for name in ids if ids.count(name) > 1)}"
    assert not page.select("form:not([action])"), "a form must work without htmx"
    assert styled_inline(page) == []
    assert outside_addresses(page) == []
