"""Target sheets, the targets on them, and everything that was ever proposed for one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models import Person, Unit
from portal.core.policy import Tie
from portal.indicators.models import Indicator
from portal.targets.rules import SheetState, SourceMode, Stage, Verdict
from portal.web.columns import Figure, Line, Points, Prose, Short, WordOf
from portal.web.db import db
from portal.year.models import Year


class Sheet(db.Model):
    """All targets of one unit in one year: what is negotiated, then issued."""

    __tablename__ = "sheet"
    __table_args__ = (UniqueConstraint("year_id", "unit_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    year_id: Mapped[int] = mapped_column(ForeignKey("year.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    state: Mapped[SheetState] = mapped_column(WordOf(SheetState), default=SheetState.DRAFTING)
    issued_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column()

    year: Mapped[Year] = relationship(lazy="joined", innerjoin=True)
    unit: Mapped[Unit] = relationship(lazy="joined", innerjoin=True)
    targets: Mapped[list[Target]] = relationship(order_by="Target.place", back_populates="sheet")

    __mapper_args__ = {"version_id_col": version}

    @property
    def ties(self) -> Mapping[Tie, frozenset[int]]:
        """A unit that collaborates on one of its targets may open the sheet, and sees that target on it."""
        return {
            Tie.RESPONSIBLE: frozenset({self.unit_id}),
            Tie.COLLABORATING: frozenset().union(
                *(target.ties[Tie.COLLABORATING] for target in self.targets)
            ),
        }

    def __str__(self) -> str:
        return f"{self.unit.name} {self.year_id}"


class Target(db.Model):
    """An indicator given to one unit for one year, with its numbers."""

    __tablename__ = "target"
    __table_args__ = (
        UniqueConstraint("sheet_id", "indicator_id"),
        Index("ix_target_year_id_filling_unit_id", "year_id", "filling_unit_id"),
        Index("ix_target_year_id_unit_id_place", "year_id", "unit_id", "place"),
        CheckConstraint("weight >= 0", name="weight_is_not_negative"),
        CheckConstraint(
            "source_mode = 'system' OR filling_unit_id IS NOT NULL", name="a_ledger_needs_its_filling_unit"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    sheet_id: Mapped[int] = mapped_column(ForeignKey("sheet.id"))
    year_id: Mapped[int] = mapped_column(
        ForeignKey("year.id")
    )  # the sheet's, repeated so that lists need no join
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))  # the sheet's: the responsible unit
    indicator_id: Mapped[int] = mapped_column(ForeignKey("indicator.id"), index=True)
    filling_unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    source_mode: Mapped[SourceMode] = mapped_column(WordOf(SourceMode))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))  # responsible in person
    place: Mapped[int] = mapped_column(default=0)
    weight: Mapped[Points]
    bonus: Mapped[Points]
    last_year: Mapped[Figure | None]
    municipal: Mapped[Figure | None]
    district_pass: Mapped[Figure | None]
    district_challenge: Mapped[Figure | None]
    pass_value: Mapped[Figure | None]
    pass_upper: Mapped[Figure | None]  # the upper end of a range
    pass_label: Mapped[Short] = mapped_column(default="")  # a value with a name: 1 is 绿
    challenge_value: Mapped[Figure | None]
    version: Mapped[int] = mapped_column()

    sheet: Mapped[Sheet] = relationship(back_populates="targets")
    year: Mapped[Year] = relationship()
    unit: Mapped[Unit] = relationship(foreign_keys=[unit_id], lazy="joined", innerjoin=True)
    filling_unit: Mapped[Unit | None] = relationship(foreign_keys=[filling_unit_id], lazy="joined")
    indicator: Mapped[Indicator] = relationship(lazy="joined", innerjoin=True)
    person: Mapped[Person | None] = relationship()
    collaborations: Mapped[list[Collaboration]] = relationship(lazy="selectin", cascade="all, delete-orphan")
    rounds: Mapped[list[Round]] = relationship(order_by="Round.id", back_populates="target")
    plan: Mapped[list[PlanPoint]] = relationship(order_by="PlanPoint.month", cascade="all, delete-orphan")

    __mapper_args__ = {"version_id_col": version}

    @property
    def ties(self) -> Mapping[Tie, frozenset[int]]:
        return {
            Tie.RESPONSIBLE: frozenset({self.unit_id}),
            Tie.COLLABORATING: frozenset(collaboration.unit_id for collaboration in self.collaborations),
            Tie.FILLING: frozenset({self.filling_unit_id} if self.filling_unit_id else ()),
        }

    def __str__(self) -> str:
        return f"{self.unit.name} {self.indicator.name}"


class Collaboration(db.Model):
    """A unit that helps another reach a target, and with what."""

    __tablename__ = "collaboration"
    __table_args__ = (UniqueConstraint("target_id", "unit_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    target_id: Mapped[int] = mapped_column(ForeignKey("target.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    duty: Mapped[Line] = mapped_column(default="")

    unit: Mapped[Unit] = relationship()


class Round(db.Model):
    """One proposal for a target: at which stage, what, with which verdict, by whom, when."""

    __tablename__ = "round"

    id: Mapped[int] = mapped_column(primary_key=True)
    target_id: Mapped[int] = mapped_column(ForeignKey("target.id"), index=True)
    stage: Mapped[Stage] = mapped_column(WordOf(Stage))
    weight: Mapped[Points]
    bonus: Mapped[Points]
    pass_value: Mapped[Figure | None]
    pass_upper: Mapped[Figure | None]
    challenge_value: Mapped[Figure | None]
    verdict: Mapped[Verdict | None] = mapped_column(WordOf(Verdict))
    reason: Mapped[Prose] = mapped_column(default="")
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]

    target: Mapped[Target] = relationship(back_populates="rounds")
    person: Mapped[Person] = relationship()


class PlanPoint(db.Model):
    """The value that should be reached by the end of a month (序时目标)."""

    __tablename__ = "plan_point"
    __table_args__ = (UniqueConstraint("target_id", "month"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    target_id: Mapped[int] = mapped_column(ForeignKey("target.id"))
    month: Mapped[int]
    value: Mapped[Figure]
