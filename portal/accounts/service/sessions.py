"""Sessions: opened, kept awake, ended."""

from __future__ import annotations

import logging
from secrets import token_urlsafe
from urllib.parse import urlsplit

from flask import g, redirect, request, session, url_for
from flask_login import current_user
from sqlalchemy import ColumnElement, update
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.wrappers import Response

from portal.accounts.models import Person, SignIn
from portal.accounts.queries import expired_sign_in, hashed
from portal.accounts.rules import TOUCH_EVERY, is_local
from portal.accounts.service.drafts import keep_draft
from portal.audit.rules import Event
from portal.audit.service import leave_trace
from portal.web.clock import now
from portal.web.db import db, transactional
from portal.web.htmx import wants_part

log = logging.getLogger(__name__)


@transactional
def open_session(person: Person) -> str:
    """A new session for this person. The token is told once and kept only as a hash."""
    token, moment = token_urlsafe(32), now()
    db.session.add(
        SignIn(
            token_hash=hashed(token), person=person, started_at=moment, seen_at=moment,
            address=address_of_request(), browser=(request.user_agent.string or "")[:255],
        )
    )  # fmt: skip
    leave_trace(Event.SIGNED_IN, person, by=person)
    return token


def address_of_request() -> str:
    return (request.remote_addr or "")[:64]


@transactional
def end_session(sign_in: SignIn, *, by: Person) -> None:
    if sign_in.ended_at is None:
        sign_in.ended_at = now()
        leave_trace(Event.SIGNED_OUT, sign_in.person, by=by)


@transactional
def end_sessions(person: Person, *, by: Person, besides: SignIn | None = None) -> int:
    """End every session of a person, ``besides`` one; how many that were."""
    ended = end_rows(person, besides)
    if ended:
        leave_trace(Event.SIGNED_OUT, person, by=by, after={"sessions": ended})
    return ended


def end_rows(person: Person, besides: SignIn | None = None) -> int:
    """For acts of which ending the sessions is only a part: no line of its own."""
    those: ColumnElement[bool] = (SignIn.person_id == person.id) & SignIn.ended_at.is_(None)
    if besides is not None:
        those &= SignIn.id != besides.id
    return db.session.execute(update(SignIn).where(those).values(ended_at=now())).rowcount


def keep_awake(response: Response) -> Response:
    """After an answer: somebody was here. At most once a minute, and not for a page's own refreshing."""
    sign_in: SignIn | None = g.get("sign_in")
    if (
        sign_in is None
        or not current_user.is_authenticated
        or request.headers.get("X-Background") == "1"
        or now() - sign_in.seen_at < TOUCH_EVERY
    ):
        return response
    sign_in_id = sign_in.id
    db.session.rollback()  # what a refused form left unsaved must not be saved along with it
    try:
        _touch(sign_in_id)
    except SQLAlchemyError:  # a page that was made is not withheld because a clerk's clock could not be wound
        log.exception("a session could not be kept awake")
    return response


@transactional
def _touch(sign_in_id: int) -> None:
    """Its own short transaction: the page's own has only read."""
    alive = (SignIn.id == sign_in_id) & SignIn.ended_at.is_(None)
    db.session.execute(
        update(SignIn).where(alive).values(seen_at=now()).execution_options(synchronize_session=False)
    )


def send_to_sign_in() -> Response:
    """Nobody is signed in: to the sign-in page and back; out of a fragment, the whole page goes."""
    here = page_of_request()
    expired = expired_sign_in()
    if expired is not None:
        kept = request.method == "POST" and keep_what_was_typed(expired.person)
        session["ended"] = "kept" if kept else "ended"
    address = url_for("accounts.login", next=here) if here != "/" else url_for("accounts.login")
    if wants_part():
        return Response(status=401, headers={"HX-Redirect": address})
    return redirect(address, 303)


def page_of_request() -> str:
    """The address in the browser's bar: of a form, the page that it stands on."""
    if request.method == "GET" and not wants_part():
        return request.full_path.rstrip("?")
    asked = request.headers.get("HX-Current-URL") or request.referrer or ""
    try:
        parts = urlsplit(asked)
    except ValueError:  # no browser's address
        return request.path
    path = f"{parts.path}?{parts.query}" if parts.query else parts.path
    return path if parts.netloc == request.host and is_local(path) else request.path


def keep_what_was_typed(person: Person) -> bool:
    """The text fields of this request's form, for the page they were typed on. Files are not kept."""
    typed = {name: text for name, text in request.form.items() if name != "csrf_token"}
    if typed:
        keep_draft(address=urlsplit(page_of_request()).path, typed=typed, by=person)
    return bool(typed)
