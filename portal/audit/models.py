"""The trail's tables: the lines, and the head of their chain."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from portal.audit.rules import Event, Result
from portal.web.columns import Line, Prose, Short, WordOf
from portal.web.db import db


class Trace(db.Model):
    """One line of the trail. Lines are only ever added."""

    __tablename__ = "trace"
    __table_args__ = (
        Index("ix_trace_subject", "subject_kind", "subject_id", "id"),
        Index("ix_trace_event_id", "event", "id"),
        Index("ix_trace_account_id", "account", "id"),
        Index("ix_trace_result_id", "result", "id"),
    )

    id: Mapped[int] = mapped_column(
        primary_key=True, autoincrement=False
    )  # its place in the chain, without gaps
    at: Mapped[datetime] = mapped_column(index=True)
    person_id: Mapped[int | None]
    account: Mapped[Short]  # as it was on the day
    roles: Mapped[Line]
    address: Mapped[Short]
    event: Mapped[Event] = mapped_column(WordOf(Event))
    subject_kind: Mapped[Short]
    subject_id: Mapped[int | None]
    subject: Mapped[Line]  # what people call it
    before: Mapped[Prose | None]
    after: Mapped[Prose | None]
    result: Mapped[Result] = mapped_column(WordOf(Result))
    previous: Mapped[Short]
    sealed: Mapped[Short]

    def facts(self) -> dict[str, str | int | None]:
        """Everything that the seal covers."""
        return {
            "id": self.id, "at": self.at.isoformat(), "person_id": self.person_id, "account": self.account,
            "roles": self.roles, "address": self.address, "event": self.event.value,
            "subject_kind": self.subject_kind, "subject_id": self.subject_id, "subject": self.subject,
            "before": self.before, "after": self.after, "result": self.result.value,
        }  # fmt: skip


class TrailHead(db.Model):
    """The last line's number and seal: one row, locked by whoever adds the next."""

    __tablename__ = "trail_head"

    id: Mapped[int] = mapped_column(primary_key=True)
    last: Mapped[int] = mapped_column(default=0)
    sealed: Mapped[Short]
