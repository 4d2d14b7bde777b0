"""A score: what one target earned by the end of one month."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from sqlalchemy import Dialect, ForeignKey, Index, Text, TypeDecorator, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core.sentences import Sentence
from portal.scores.rules import ScoreState
from portal.targets.models import Target
from portal.web.columns import Figure, Points, Short, WordOf
from portal.web.db import db


class Said(TypeDecorator[Sentence]):
    """A sentence that is still to be translated: its template with the texts of its gaps."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Sentence | None, dialect: Dialect) -> str | None:
        return None if value is None else json.dumps(_parts(value), ensure_ascii=False)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Sentence | None:
        return None if value is None else _sentence(json.loads(value))


def _parts(sentence: Sentence) -> list[Any]:
    gaps = {name: _parts(gap) if isinstance(gap, Sentence) else gap for name, gap in sentence.values.items()}
    return [sentence.template, gaps]


def _sentence(parts: list[Any]) -> Sentence:
    template, gaps = parts
    return Sentence(
        template, {name: _sentence(gap) if isinstance(gap, list) else gap for name, gap in gaps.items()}
    )


class Score(db.Model):
    """Kept for every month of the year, so that the board can be shown as of any past month.

    Months that have not begun hold what today's entries would give then, and are not shown:
    so a new month has its scores before anybody records anything in it.
    """

    __tablename__ = "score"
    __table_args__ = (
        UniqueConstraint("target_id", "month"),
        Index("ix_score_year_id_month_unit_id", "year_id", "month", "unit_id"),
        Index("ix_score_state_year_id_month", "state", "year_id", "month"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    target_id: Mapped[int] = mapped_column(ForeignKey("target.id"))
    month: Mapped[int]
    year_id: Mapped[int] = mapped_column(ForeignKey("year.id"))  # the target's, so that sums need no join
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    weight: Mapped[Points]  # as it was then
    state: Mapped[ScoreState] = mapped_column(WordOf(ScoreState))
    actual: Mapped[Figure | None]
    actual_text: Mapped[Short] = mapped_column(default="")  # of a measure that is a word
    points: Mapped[Points | None]
    bonus: Mapped[Points | None]
    error: Mapped[Sentence | None] = mapped_column(Said)
    reachable: Mapped[Points]
    reachable_bonus: Mapped[Points]
    forecast: Mapped[Points | None]
    forecast_bonus: Mapped[Points | None]
    computed_at: Mapped[datetime]

    target: Mapped[Target] = relationship()
