"""Signing in and out."""

from __future__ import annotations

from secrets import token_urlsafe

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError
from flask import redirect, request, session, url_for
from werkzeug.wrappers import Response

from portal.accounts.models import Person, SignIn
from portal.accounts.queries import hashed, person_named
from portal.audit.rules import Event
from portal.audit.service import leave_trace
from portal.core.sentences import Refused
from portal.web.clock import now
from portal.web.db import db, transactional
from portal.web.htmx import wants_part

hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)


@transactional
def open_session(person: Person) -> str:
    """A new session for this person. The token is told once and kept only as a hash."""
    token, moment = token_urlsafe(32), now()
    db.session.add(
        SignIn(
            token_hash=hashed(token), person=person, started_at=moment, seen_at=moment,
            address=request.remote_addr or "", browser=(request.user_agent.string or "")[:255],
        )
    )  # fmt: skip
    leave_trace(Event.SIGNED_IN, person, by=person)
    return token


def sign_in(account: str, password: str) -> str:
    person = person_named(account)
    try:
        hasher.verify(person.password_hash if person else "", password)
    except VerificationError as error:
        raise Refused("The account or the password is wrong.") from error
    return open_session(person)


def send_to_sign_in() -> Response:
    """Nobody is signed in: to the sign-in page and back; out of a fragment, the whole page goes."""
    here = request.full_path.rstrip("?") if request.method == "GET" else (request.referrer or "/")
    address = url_for("accounts.login", next=here)
    if wants_part():
        return Response(status=401, headers={"HX-Redirect": address})
    session.pop("token", None)
    return redirect(address, 303)
