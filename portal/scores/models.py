"""A score: what one target earned by the end of one month."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.scores.rules import ScoreState
from portal.targets.models import Target
from portal.web.columns import Figure, Line, Points, Short, WordOf
from portal.web.db import db


class Score(db.Model):
    """Kept per month, so that the board can be shown as of any past month."""

    __tablename__ = "score"
    __table_args__ = (
        UniqueConstraint("target_id", "month"),
        Index("ix_score_state_month", "state", "month"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    target_id: Mapped[int] = mapped_column(ForeignKey("target.id"))
    month: Mapped[int]
    actual: Mapped[Figure | None]
    actual_text: Mapped[Short] = mapped_column(default="")  # a measure that is a word: 绿
    points: Mapped[Points | None]
    bonus: Mapped[Points | None]
    state: Mapped[ScoreState] = mapped_column(WordOf(ScoreState))
    error: Mapped[Line] = mapped_column(default="")
    computed_at: Mapped[datetime]

    target: Mapped[Target] = relationship()
