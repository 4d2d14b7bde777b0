"""Leaving a line in the trail, inside the transaction of the act it tells of."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from typing import Protocol

from flask import has_request_context, request
from flask_login import current_user
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError, SQLAlchemyError
from sqlalchemy.orm import Session

from portal.audit.models import Trace, TrailHead
from portal.audit.rules import ORIGIN, Event, Result, seal
from portal.core.sentences import Sentence
from portal.web import clock
from portal.web.db import before_commit, db, transactional
from portal.web.refusals import refused

SYSTEM = "system"
log = logging.getLogger(__name__)


class Subject(Protocol):
    __tablename__: str
    id: int


def leave_trace(
    event: Event,
    subject: Subject | None = None,
    *,
    by: object = None,
    account: str = "",
    title: object = "",
    before: object = None,
    after: object = None,
    result: Result = Result.DONE,
) -> None:
    """Have a line added when the act commits. ``before`` and ``after`` may be text or plain data."""
    line = Trace(
        at=clock.now(),
        person_id=getattr(by, "id", None),
        account=(account or getattr(by, "account", SYSTEM))[:64],
        roles=" ".join(sorted(getattr(by, "roles", ())))[:255],
        address=(request.remote_addr or "")[:64] if has_request_context() else "",
        event=event,
        subject_kind=subject.__tablename__ if subject is not None else "",
        subject_id=getattr(subject, "id", None),
        subject=str(title or subject or "")[:255],
        before=_plain(before),
        after=_plain(after),
        result=result,
    )
    db.session().info.setdefault("trail", []).append((line, subject))


def _plain(facts: object) -> str | None:
    if facts is None or isinstance(facts, str):
        return facts
    return json.dumps(facts, ensure_ascii=False, sort_keys=True, default=str)


@before_commit
def chain(session: Session) -> None:
    """Number and seal the waiting lines; the head's row keeps a second writer waiting."""
    waiting = session.info.pop("trail", [])
    if not waiting:
        return
    head = _locked_head(session)
    for line, subject in waiting:
        line.subject_id = getattr(subject, "id", None)
        line.id, line.previous = head.last + 1, head.sealed
        line.sealed = seal(line.facts(), line.previous)
        head.last, head.sealed = line.id, line.sealed
        session.add(line)
    session.flush()


def _locked_head(session: Session) -> TrailHead:
    head = session.get(TrailHead, 1, with_for_update=True, populate_existing=True)
    if head is None:
        try:
            with session.begin_nested():
                session.add(TrailHead(id=1, last=_longest(session), sealed=ORIGIN))
        except IntegrityError:  # two first lines at the same moment
            log.info("the trail's head was made by another process")
        head = session.get_one(TrailHead, 1, with_for_update=True, populate_existing=True)
    return head


def _longest(session: Session) -> int:
    """Zero; but where somebody removed the head, the portal goes on and ``verify`` shows the break."""
    return session.scalar(select(func.max(Trace.id))) or 0


@refused.connect
def note_refusal(sender: object, *, status: int, sentence: Sentence) -> None:
    """A line for what was refused to somebody signed in, in a transaction of its own.

    Strangers leave none: whoever scans the portal from outside would bury the trail (their failed sign-ins
    are there, and the server's log has the rest). Nor do addresses that no page has: those are typing errors.
    """
    if request.url_rule is None or not current_user.is_authenticated:
        return
    try:
        _note(status, sentence)
    except SQLAlchemyError:  # the refusal stands, written down or not
        log.exception("a refusal could not be written into the trail")


@transactional
def _note(status: int, sentence: Sentence) -> None:
    asked = {"method": request.method, "status": status, "sentence": str(sentence)}
    leave_trace(Event.REFUSED, by=current_user, title=request.path, after=asked, result=Result.REFUSED)


@transactional
def note_export(filters: Mapping[str, str], *, by: object) -> None:
    leave_trace(Event.EXPORTED, by=by, title="audit trail", after=dict(filters))
