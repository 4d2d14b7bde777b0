"""Whose session a request carries, and which sessions a person has."""

from __future__ import annotations

from hashlib import sha256

from flask import Request, current_app, g, session
from flask_login import current_user
from sqlalchemy import bindparam, select
from sqlalchemy.orm import joinedload

from portal.accounts import rules
from portal.accounts.models import Grant, Person, SignIn
from portal.web.clock import now
from portal.web.db import db

# Asked by every request, so the statement is put together once.
BY_TOKEN = (
    select(SignIn)
    .where(SignIn.token_hash == bindparam("token"))
    .options(joinedload(SignIn.person).joinedload(Person.grants).joinedload(Grant.unit))
)


def hashed(token: str) -> str:
    """Tokens are long and random, so a plain hash keeps them."""
    return sha256(token.encode()).hexdigest()


def sign_in_of(token: str) -> SignIn | None:
    """The session a token opens, with its person and grants, in one statement."""
    return db.session.scalars(BY_TOKEN, {"token": hashed(token)}).unique().one_or_none()


def person_of_request(request: Request) -> Person | None:
    """The person whose living session this request carries; an ended one is remembered in ``g``."""
    token = session.get("token")
    sign_in = sign_in_of(token) if token else None
    if sign_in is None or not sign_in.person.active:
        return None
    g.sign_in = sign_in
    return sign_in.person if is_alive(sign_in) else None


def expired_sign_in() -> SignIn | None:
    """The session of this request where it ran out by itself: its person sits there still."""
    if current_user.is_authenticated:  # asking is what looks the session up
        return None
    sign_in: SignIn | None = g.get("sign_in")
    expired = sign_in is not None and sign_in.ended_at is None and not is_alive(sign_in)
    return sign_in if expired else None


def is_alive(sign_in: SignIn) -> bool:
    config = current_app.config
    return rules.is_alive(
        started=sign_in.started_at, seen=sign_in.seen_at, ended=sign_in.ended_at, moment=now(),
        idle=rules.idle_limit(
            sign_in.person.roles, everyone=config["IDLE"], administrators=config["IDLE_ADMINISTRATOR"]
        ),
        absolute=config["ABSOLUTE"],
    )  # fmt: skip


def sessions_of(person: Person) -> list[SignIn]:
    """The living sessions, latest first."""
    oldest = now() - current_app.config["ABSOLUTE"]
    rows = db.session.scalars(
        select(SignIn)
        .where(SignIn.person_id == person.id, SignIn.ended_at.is_(None), SignIn.started_at > oldest)
        .order_by(SignIn.seen_at.desc())
    )
    return [sign_in for sign_in in rows if is_alive(sign_in)]


def session_numbered(sign_in_id: int) -> SignIn:
    return db.get_or_404(SignIn, sign_in_id)


def must_change_password(person: Person) -> bool:
    return rules.must_change(
        told_to=person.must_change_password, changed_at=person.password_changed_at, moment=now()
    )
