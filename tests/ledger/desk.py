"""The page of one ledger, as the person who fills it meets it."""

from __future__ import annotations

from io import BytesIO

from bs4 import BeautifulSoup
from flask import Flask

from portal.accounts.models import Person
from portal.ledger.models import Entry
from portal.targets.models import Target
from portal.web.db import db
from tests.pages import HTMX, Browser, answers_already_in


class Desk:
    """One ledger open in the browser of one person."""

    def __init__(self, app: Flask, person: Person, target: Target) -> None:
        self.browser = Browser(app, person)
        self.address = f"/ledger/{target.id}"
        self.page: BeautifulSoup | None = None

    def open(self, period: str = "", status: int = 200) -> Desk:
        self.page = self.browser.visit(f"{self.address}?period={period}", status=status)
        return self

    @property
    def form(self):
        return self.page.select_one("#entry-form")

    def type(self, **typed: str) -> dict[str, object]:
        return answers_already_in(self.form) | {f"field-{key}": text for key, text in typed.items()}

    def form_token(self) -> str:
        return self.page.select_one("[name=csrf_token]")["value"]

    def send(
        self, address: str, data: dict[str, object], status: int = 200, htmx: bool = True
    ) -> BeautifulSoup:
        headers = HTMX if htmx else {}
        answer = self.browser.client.post(
            f"{self.address}{address}", data=data, headers=headers, content_type="multipart/form-data"
        )
        return self.browser._read(answer, status)

    def save(
        self, status: int = 200, htmx: bool = True, more: dict[str, object] | None = None, **typed: str
    ) -> BeautifulSoup:
        return self.send("/entries", self.type(**typed) | (more or {}), status, htmx)

    def score(self, htmx: bool = True, **typed: str) -> BeautifulSoup:
        return self.send("/score", self.type(**typed), htmx=htmx)


def entries(target: Target) -> list[Entry]:
    db.session.expire_all()
    return list(db.session.query(Entry).filter_by(target_id=target.id).order_by(Entry.id))


def points(part: BeautifulSoup) -> str:
    return part.select_one(".score__points strong").text


def complaint(part: BeautifulSoup, name: str) -> str:
    note = part.select_one(f"[id='{name}-note'].invalid-feedback")
    return note.text.strip() if note else ""


def a_file(name: str, content: bytes = b"%PDF-1.7 scanned") -> tuple[BytesIO, str]:
    return BytesIO(content), name
