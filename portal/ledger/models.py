"""Entries with all their versions, their evidence, sign-offs and queries."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import JSON, ForeignKey, Index, UniqueConstraint
from sqlalchemy.engine.default import DefaultExecutionContext
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models import Person
from portal.core.policy import Tie
from portal.ledger.rules import EntryState
from portal.targets.models import Target
from portal.web.columns import Line, Prose, Short, WordOf
from portal.web.db import db


def _moment_of_the_row(context: DefaultExecutionContext) -> datetime:
    return context.get_current_parameters()["at"]


class Entry(db.Model):
    """One row of a ledger, as it now stands. Never deleted: corrected or voided."""

    __tablename__ = "entry"
    __table_args__ = (
        Index("ix_entry_target_id_month", "target_id", "month"),
        Index("ix_entry_target_id_period", "target_id", "period"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    target_id: Mapped[int] = mapped_column(ForeignKey("target.id"))
    period: Mapped[Short]  # a period's key: 2026-03, 2026-Q1, 2026-03-14
    month: Mapped[int]  # the first month in which it counts
    figures_of: Mapped[Short | None] = mapped_column(
        unique=True
    )  # "target:period": one valid row of figures each
    state: Mapped[EntryState] = mapped_column(WordOf(EntryState), default=EntryState.VALID)
    nil: Mapped[bool] = mapped_column(default=False)
    values: Mapped[dict[str, str]] = mapped_column(JSON)  # by field key, figures as plain text: exact
    submission: Mapped[Short] = mapped_column(
        unique=True
    )  # the form's own number: a resent form makes no second row
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]  # of the version that now stands
    recorded_at: Mapped[datetime] = mapped_column(default=_moment_of_the_row)  # whether late goes by this
    version: Mapped[int] = mapped_column()

    target: Mapped[Target] = relationship()
    person: Mapped[Person] = relationship(lazy="joined", innerjoin=True)
    versions: Mapped[list[EntryVersion]] = relationship(
        order_by="EntryVersion.number", back_populates="entry"
    )
    files: Mapped[list[Evidence]] = relationship(order_by="Evidence.id", back_populates="entry")
    queries: Mapped[list[EntryQuery]] = relationship(order_by="EntryQuery.id", back_populates="entry")

    __mapper_args__ = {"version_id_col": version}

    @property
    def ties(self) -> Mapping[Tie, Collection[int]]:
        return self.target.ties

    @property
    def valid(self) -> bool:
        return self.state is EntryState.VALID

    @property
    def corrected(self) -> bool:
        return self.version > 1 and self.valid

    @property
    def evidence(self) -> list[Evidence]:
        """The files that still stand behind it."""
        return [file for file in self.files if file.dropped is None]

    @property
    def open_queries(self) -> list[EntryQuery]:
        return [query for query in self.queries if query.answered_at is None]

    def __str__(self) -> str:
        return self.period


class EntryVersion(db.Model):
    """What an entry said, from when, by whom, and why it was changed. Every version stays readable."""

    __tablename__ = "entry_version"
    __table_args__ = (UniqueConstraint("entry_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id"))
    number: Mapped[int]
    state: Mapped[EntryState] = mapped_column(WordOf(EntryState))
    nil: Mapped[bool]
    values: Mapped[dict[str, str]] = mapped_column(JSON)
    reason: Mapped[Prose] = mapped_column(default="")
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]

    entry: Mapped[Entry] = relationship(back_populates="versions")
    person: Mapped[Person] = relationship(lazy="joined", innerjoin=True)


class Evidence(db.Model):
    """A file behind an entry: stored under a random name outside the web root."""

    __tablename__ = "evidence"

    id: Mapped[int] = mapped_column(primary_key=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id"), index=True)
    field: Mapped[Short]  # the key of the file field it answers
    number: Mapped[int]  # the entry's version it came with
    dropped: Mapped[int | None]  # the version that took it away
    name: Mapped[Line]  # as the person called it
    kind: Mapped[Short]  # by content
    size: Mapped[int]
    sha256: Mapped[Short]
    stored_as: Mapped[Line]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]

    entry: Mapped[Entry] = relationship(back_populates="files")
    person: Mapped[Person] = relationship()

    @property
    def ties(self) -> Mapping[Tie, Collection[int]]:
        return self.entry.ties

    def __str__(self) -> str:
        return self.name


class SignOff(db.Model):
    """The head of the filling unit stands by a period's rows."""

    __tablename__ = "sign_off"
    __table_args__ = (UniqueConstraint("target_id", "period"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    target_id: Mapped[int] = mapped_column(ForeignKey("target.id"))
    period: Mapped[Short]
    month: Mapped[int]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]

    target: Mapped[Target] = relationship()
    person: Mapped[Person] = relationship(lazy="joined", innerjoin=True)


class EntryQuery(db.Model):
    """A question about a figure (质询), and its answer."""

    __tablename__ = "entry_query"
    __table_args__ = (Index("ix_entry_query_answered_at_target_id", "answered_at", "target_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id"), index=True)
    target_id: Mapped[int] = mapped_column(ForeignKey("target.id"), index=True)
    number: Mapped[int]  # the entry's version that was asked about
    question: Mapped[Prose]
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    asked_at: Mapped[datetime]
    answer: Mapped[Prose] = mapped_column(default="")
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    answered_at: Mapped[datetime | None]

    entry: Mapped[Entry] = relationship(back_populates="queries")
    target: Mapped[Target] = relationship()
    asked_by: Mapped[Person] = relationship(foreign_keys=[asked_by_id], lazy="joined", innerjoin=True)
    answered_by: Mapped[Person | None] = relationship(foreign_keys=[answered_by_id], lazy="joined")

    @property
    def ties(self) -> Mapping[Tie, Collection[int]]:
        return self.target.ties

    def __str__(self) -> str:
        return self.question[:80]
