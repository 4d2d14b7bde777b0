"""Indicators and the fields of their ledger forms."""

from __future__ import annotations

from sqlalchemy import JSON, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core.periods import Frequency
from portal.indicators.rules import (
    Direction,
    FieldType,
    FormulaState,
    IndicatorClass,
    Level,
    Perspective,
    RowKind,
)  # fmt: skip
from portal.web.columns import Figure, Line, Prose, Short, WordOf
from portal.web.db import db
from portal.year.models import Year


class Indicator(db.Model):
    """What is measured, how, and by which formulas: the law of one year."""

    __tablename__ = "indicator"
    __table_args__ = (
        UniqueConstraint("year_id", "code"),
        Index("ix_indicator_year_id_kind_place", "year_id", "kind", "place"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    year_id: Mapped[int] = mapped_column(ForeignKey("year.id"))
    code: Mapped[Short]
    name: Mapped[Line]
    definition: Mapped[Prose] = mapped_column(default="")
    kind: Mapped[IndicatorClass] = mapped_column(WordOf(IndicatorClass))
    level: Mapped[Level] = mapped_column(WordOf(Level), default=Level.BUREAU)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("indicator.id"), index=True)
    perspective: Mapped[Perspective | None] = mapped_column(WordOf(Perspective))
    unit_of_measure: Mapped[Short] = mapped_column(default="")
    direction: Mapped[Direction] = mapped_column(WordOf(Direction))
    decimals: Mapped[int] = mapped_column(default=2)
    frequency: Mapped[Frequency] = mapped_column(WordOf(Frequency))
    row_kind: Mapped[RowKind] = mapped_column(WordOf(RowKind), default=RowKind.FIGURES)
    accumulates: Mapped[bool] = mapped_column(
        default=False
    )  # the measure grows over the year (a sum, a count)
    veto: Mapped[bool] = mapped_column(default=False)
    measure: Mapped[Prose] = mapped_column(default="")
    score: Mapped[Prose] = mapped_column(default="")
    bonus: Mapped[Prose] = mapped_column(default="")
    formulas: Mapped[FormulaState | None] = mapped_column(WordOf(FormulaState))  # as last checked
    note: Mapped[Prose] = mapped_column(default="")
    place: Mapped[int] = mapped_column(default=0)
    version: Mapped[int] = mapped_column()

    year: Mapped[Year] = relationship()
    parent: Mapped[Indicator | None] = relationship(remote_side=[id])
    fields: Mapped[list[LedgerField]] = relationship(
        order_by="LedgerField.place", cascade="all, delete-orphan", back_populates="indicator"
    )

    __mapper_args__ = {"version_id_col": version}

    def __str__(self) -> str:
        return self.name


class LedgerField(db.Model):
    """One field of the form: its key and its label are both names for formulas."""

    __tablename__ = "ledger_field"
    __table_args__ = (UniqueConstraint("indicator_id", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    indicator_id: Mapped[int] = mapped_column(ForeignKey("indicator.id"))
    key: Mapped[Short]
    label: Mapped[Line]
    type: Mapped[FieldType] = mapped_column(WordOf(FieldType))
    unit: Mapped[Short] = mapped_column(default="")
    required: Mapped[bool] = mapped_column(default=True)
    minimum: Mapped[Figure | None]
    maximum: Mapped[Figure | None]
    choices: Mapped[list[str]] = mapped_column(JSON, default=list)
    hint: Mapped[Line] = mapped_column(default="")
    place: Mapped[int] = mapped_column(default=0)

    indicator: Mapped[Indicator] = relationship(back_populates="fields")
