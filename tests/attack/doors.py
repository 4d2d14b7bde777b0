"""Every door of the portal, who may go through it, and what lies behind: read from the address map."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import dataclass

from flask import Flask, has_app_context
from itsdangerous import URLSafeTimedSerializer
from sqlalchemy import select
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from portal.accounts.models import Grant, OneTimeLink, Person, Unit
from portal.accounts.queries import hashed
from portal.audit.models import Trace
from portal.core.policy import Permission as P
from portal.indicators.models import Indicator
from portal.ledger.models import Entry, EntryQuery, Evidence
from portal.targets.models import Sheet, Target
from portal.targets.rules import SourceMode
from portal.web.clock import now
from portal.web.db import db
from portal.year.models import Year
from portal.year.rules import YearState
from tests.pages import a_session, forget_the_request

OFFICE, UNIT = "office", "04"
CLERK, HEAD = f"clerk.{UNIT}", f"head.{UNIT}"
KEYS: dict[P, str | None] = {
    P.PUBLIC: None,
    P.SIGNED_IN: CLERK,
    P.TARGET_READ: CLERK,
    P.INDICATOR_READ: CLERK,
    P.INDICATOR_EDIT: OFFICE,
    P.LEDGER_READ: CLERK,
    P.LEDGER_RECORD: CLERK,
    P.LEDGER_SIGN: HEAD,
    P.LEDGER_QUERY: OFFICE,
    P.SCORE_READ: CLERK,
    P.FORMULA_REPAIR: OFFICE,
    P.YEAR_MANAGE: OFFICE,
    P.UNIT_MANAGE: "sysadmin",
    P.PERSON_MANAGE: "sysadmin",
    P.GRANT_MANAGE: "secadmin",
    P.ACCESS_READ: "sysadmin",
    P.AUDIT_READ: "auditor",
}
ROLES = (None, CLERK, HEAD, OFFICE, "sysadmin", "secadmin", "auditor")

HUGE = "9" * 5000
NUMBERS = (
    "0",
    "-1",
    str(2**31),
    str(10**30),
    HUGE,
    "１２",
    "²",
    "1e9",
    "1_0",
    "0x10",
    "NaN",
    "Infinity",
    " 7 ",
)
TEXTS = (
    "",
    " ",
    "\0",
    "a\0b",
    "\ud800",
    "\u202e\u200b",
    "\x1b[31m\x07",
    "\r\nSet-Cookie: evil=1",
    "😀" * 70,
    "x" * 5000,
    "' or 1=1 --",
    "%' ; drop table person; --",
    "%%_%",
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "{{7*7}}${7*7}{x}{0}",
    "%(x)s%s%n",
    "=cmd|'/c'!A1",
    "__class__",
    "../../etc/passwd",
    "9999-99",
    "2026-13",
    "0000-00",
    "2026-02-30",
    "true",
    "[]",
    "None",
    '{"a":1}',
)
EVIL = NUMBERS + TEXTS
ROUNDS = int(os.environ.get("ATTACK_ROUNDS", "1"))  # how many times as thorough
UNESCAPED = ("<script>alert(1)", "<img src=x", "Traceback (most recent", "49${")

SENTENCE = re.compile(r'role="alert"|id="message"|invalid-feedback|<h1')


@dataclass(frozen=True)
class Door:
    rule: Rule
    method: str
    permission: P
    reading: bool

    @property
    def endpoint(self) -> str:
        return self.rule.endpoint

    def __str__(self) -> str:
        return f"{self.method} {self.rule.rule}"


def doors(app: Flask, method: str) -> list[Door]:
    found = []
    for rule in app.url_map.iter_rules():
        view = app.view_functions[rule.endpoint]
        if method in (rule.methods or ()) and rule.endpoint != "static":
            found.append(Door(rule, method, view.permission, getattr(view, "reading", False)))
    return sorted(found, key=str)


class Things:
    """Numbers and names of things that exist, filled into an address by the names of its gaps."""

    def __init__(self) -> None:
        with_file = db.session.execute(
            select(Target.id, Entry.id, Evidence.id)
            .join(Entry, Entry.target_id == Target.id)
            .join(Evidence, Evidence.entry_id == Entry.id)
            .where(Target.unit.has(Unit.code == UNIT), Target.source_mode == SourceMode.SELF)
            .order_by(Target.id, Entry.id.desc())
        ).first()
        assert with_file is not None, "the demonstration has no file behind an entry of that unit"
        target_id, entry_id, file_id = with_file
        query = EntryQuery(
            entry_id=entry_id,
            target_id=target_id,
            number=1,
            question="why",
            asked_at=now(),
            asked_by_id=self._person(OFFICE).id,
        )
        spare = self._person("clerk.07")
        link = OneTimeLink(token_hash=hashed("spare"), person_id=spare.id, ends_at=now().replace(year=2099))
        preparing = Year(id=2031, state=YearState.PREPARING)
        db.session.add_all([query, link, preparing])
        db.session.commit()
        sheet = db.session.scalars(select(Sheet).where(Sheet.unit.has(Unit.code == UNIT))).first()
        self.known: dict[str, object] = {
            "target_id": target_id,
            "entry_id": entry_id,
            "file_id": file_id,
            "query_id": query.id,
            "target": target_id,
            "unit": UNIT,
            "code": UNIT,
            "year": sheet.year_id,
            "number": 2027,
            "year_id": 2031,
            "day": "2027-05-05",
            "token": "spare",
            "purpose": "score",
            "indicator_id": db.session.scalars(select(Indicator.id).where(Indicator.year_id == 2026)).first(),
            "person_id": spare.id,
            "sign_in_id": 1,
            "lock_id": 1,
            "grant_id": db.session.scalars(select(Grant.id).where(Grant.person_id == spare.id)).first(),
        }
        self.line = db.session.scalars(select(Trace.id).limit(1)).one()

    @staticmethod
    def _person(account: str) -> Person:
        return db.session.scalars(select(Person).where(Person.account == account)).one()

    def address(self, rule: Rule, **instead: object) -> str:
        known = self.known | ({"number": self.line} if rule.endpoint == "audit.line" else {}) | instead
        return self.filled(rule, known)

    @staticmethod
    def filled(rule: Rule, known: dict[str, object]) -> str:
        return re.sub(r"<(?:\w+:)?(\w+)>", lambda gap: str(known[gap[1]]), rule.rule)


class Visitor:
    """Somebody with a session, or nobody, who holds a valid form token either way."""

    def __init__(self, app: Flask, account: str | None) -> None:
        self.app, self.account = app, account
        self.client = app.test_client()
        with self.client.session_transaction() as cookie:
            cookie["csrf_token"] = "0" * 40
            cookie["language"] = "en"
        signer = URLSafeTimedSerializer(app.secret_key, salt="wtf-csrf-token")
        self.token = signer.dumps("0" * 40)
        self.sign_in()

    def sign_in(self) -> None:
        if self.account is None:
            return
        with nullcontext() if has_app_context() else self.app.app_context():
            token = a_session(of=Things._person(self.account))
            db.session.rollback()
        with self.client.session_transaction() as cookie:
            cookie["token"] = token

    def get(self, address: str, **options: object) -> TestResponse:
        return self._heard("GET", address, **options)

    def post(self, address: str, data: object = None, **options: object) -> TestResponse:
        return self._heard("POST", address, data=data, **options)

    def _heard(self, method: str, address: str, **options: object) -> TestResponse:
        if has_app_context():  # the test's own: what it has read must not keep the portal waiting
            db.session.rollback()
        answer = self.client.open(address, method=method, buffered=True, **options)
        if has_app_context():
            forget_the_request()
        return answer


def faults_of(answer: TestResponse) -> Iterator[str]:
    """What no answer may be, whatever was sent."""
    if answer.status_code >= 500 and answer.status_code != 503:
        yield f"an accident: {answer.status_code}"
    text = answer.text if answer.mimetype in ("text/html", "text/plain") else ""
    yield from (f"shows {mark}" for mark in UNESCAPED if mark in text)
    told = "HX-Redirect" in answer.headers or answer.mimetype == "application/json"
    if answer.status_code >= 400 and not told and not SENTENCE.search(text):
        yield f"{answer.status_code} without a sentence"
    if "evil" in answer.headers.get("Set-Cookie", "") or "evil" in (answer.location or ""):
        yield "a header that was typed"
