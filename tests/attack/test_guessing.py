"""Guessing passwords: by patience, by many hands at once, and by the clock."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask

from portal.accounts.models import FailedSignIn, Lockout, SignIn
from portal.accounts.rules import FAILURES, Locked
from portal.accounts.service import hasher, signing_in
from portal.web.db import db
from tests.attack.doors import Visitor

pytestmark = pytest.mark.database
PASSWORD = "demo-Bureau-2026"
HANDS = 12


@pytest.fixture
def guessed(app, cast, monkeypatch) -> list[str]:
    """The passwords that were really looked at; the right one is known to the clerk only."""
    cast.clerk.password_hash = hasher.hash(PASSWORD)
    db.session.commit()
    looked_at: list[str] = []

    class Counting:
        def verify(self, hash_: str, password: str) -> bool:
            looked_at.append(password)
            return hasher.verify(hash_, password)

        def __getattr__(self, name: str) -> object:
            return getattr(hasher, name)

    monkeypatch.setattr(signing_in, "hasher", Counting())
    return looked_at


def at_once(app: Flask, tries: list[tuple[str, str, str]]) -> list[int]:
    """The answers to these accounts and passwords, sent together from these addresses."""
    clients = [Visitor(app, None) for _ in tries]
    db.session.remove()

    def knock(number: int) -> int:
        account, password, address = tries[number]
        visitor = clients[number]
        typed = {"username": account, "password": password, "csrf_token": visitor.token}
        return visitor.client.post("/login", data=typed, environ_base={"REMOTE_ADDR": address}).status_code

    with ThreadPoolExecutor(len(tries)) as pool:
        return list(pool.map(knock, range(len(tries))))


def test_many_hands_at_once_get_no_more_guesses_than_one(app, cast, guessed):
    statuses = at_once(app, [("clerk", f"guess-{n}", f"10.0.0.{n}") for n in range(HANDS)])

    assert statuses == [422] * HANDS
    assert len(guessed) <= FAILURES[Locked.ACCOUNT]


def test_the_right_word_among_many_wrong_ones_is_not_waved_through_a_lock(app, cast, guessed):
    at_once(app, [("clerk", f"guess-{n}", f"10.0.0.{n}") for n in range(HANDS)])
    [status] = at_once(app, [("clerk", PASSWORD, "10.0.1.1")])
    assert db.session.query(Lockout).count() <= 1
    assert (status == 422) == (db.session.query(SignIn).count() == 0)
    if db.session.query(Lockout).count():
        assert status == 422


def test_one_address_cannot_try_account_after_account(app, cast, guessed):
    for number in range(FAILURES[Locked.ADDRESS] // 6 + 1):
        at_once(app, [(f"someone-{number}-{n}", "guess", "10.9.9.9") for n in range(6)])

    assert len(guessed) <= FAILURES[Locked.ADDRESS]
    assert at_once(app, [("clerk", PASSWORD, "10.9.9.9")]) == [422]
    assert at_once(app, [("clerk", PASSWORD, "10.9.9.8")]) == [303], "others still get in"


@pytest.mark.parametrize(
    "account", ["clerk", "nobody-here", "closed", "never-signed-in", "CLERK", "\u202eclerk"]
)
def test_every_account_costs_the_same_work(app, cast, guessed, account):
    cast.head.account, cast.head.active = "closed", False
    cast.source.account, cast.source.password_hash = "never-signed-in", ""
    db.session.commit()

    answer = at_once(app, [(account, "wrong-Word-1", "10.0.0.1")])

    assert answer == [422] and guessed == ["wrong-Word-1"]


@pytest.mark.parametrize("said", ["1.2.3.4", "1.2.3.4, 5.6.7.8", "unknown", ""])
def test_a_made_up_address_is_not_believed(app, cast, guessed, said):
    visitor = Visitor(app, None)
    visitor.post(
        "/login",
        {"username": "x", "password": "y", "csrf_token": visitor.token},
        headers={"X-Forwarded-For": said},
    )
    assert db.session.query(FailedSignIn.address).scalar() == "127.0.0.1"
