"""Whose living session a request carries."""

from __future__ import annotations

from datetime import timedelta
from hashlib import sha256

from flask import Request, current_app, g, session
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from portal.accounts.models import Grant, Person, SignIn
from portal.core.policy import ADMINISTRATORS
from portal.web.clock import now
from portal.web.db import db


def hashed(token: str) -> str:
    """Tokens are long and random, so a plain hash keeps them."""
    return sha256(token.encode()).hexdigest()


def sign_in_of(token: str) -> SignIn | None:
    """The session a token opens, with its person and grants, in one statement."""
    everything = joinedload(SignIn.person).joinedload(Person.grants).joinedload(Grant.unit)
    return db.session.scalars(
        select(SignIn).where(SignIn.token_hash == hashed(token)).options(everything)
    ).unique().one_or_none()  # fmt: skip


def person_of_request(request: Request) -> Person | None:
    """The person whose living session this request carries; an ended one is remembered in ``g``."""
    token = session.get("token")
    sign_in = sign_in_of(token) if token else None
    if sign_in is None or not sign_in.person.active:
        return None
    g.sign_in = sign_in
    return sign_in.person if is_alive(sign_in) else None


def is_alive(sign_in: SignIn) -> bool:
    moment = now()
    idle: timedelta = current_app.config["IDLE"]
    if ADMINISTRATORS & sign_in.person.roles.keys():
        idle = current_app.config["IDLE_ADMINISTRATOR"]
    return (
        sign_in.ended_at is None
        and moment - sign_in.seen_at <= idle
        and moment - sign_in.started_at <= current_app.config["ABSOLUTE"]
    )
