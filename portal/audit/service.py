"""Leaving a line in the trail, inside the transaction of the act it tells of."""

from __future__ import annotations

import json
from typing import Protocol

from flask import has_request_context, request
from sqlalchemy.orm import Session

from portal.audit.models import Trace, TrailHead
from portal.audit.rules import ORIGIN, Event, Result, seal
from portal.web import clock
from portal.web.db import before_commit, db

SYSTEM = "system"


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
        account=account or getattr(by, "account", SYSTEM),
        roles=" ".join(sorted(getattr(by, "roles", ()))),
        address=(request.remote_addr or "") if has_request_context() else "",
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
    head = session.get(TrailHead, 1, with_for_update=True, populate_existing=True)
    if head is None:
        head = TrailHead(id=1, last=0, sealed=ORIGIN)
        session.add(head)
    for line, subject in waiting:
        line.subject_id = getattr(subject, "id", None)
        line.id, line.previous = head.last + 1, head.sealed
        line.sealed = seal(line.facts(), line.previous)
        head.last, head.sealed = line.id, line.sealed
        session.add(line)
    session.flush()
