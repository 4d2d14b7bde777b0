"""Assessment years, and the days on which the calendar differs from Monday to Friday."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.web.columns import Line, Points, WordOf
from portal.web.db import db
from portal.year.rules import FROZEN, YearState


class Year(db.Model):
    """One assessment year. ``id`` is the year itself: 2026."""

    __tablename__ = "year"
    __table_args__ = (
        CheckConstraint("specific_weight + common_weight = full_marks", name="weights_make_full_marks"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    state: Mapped[YearState] = mapped_column(WordOf(YearState), default=YearState.PREPARING)
    full_marks: Mapped[Points] = mapped_column(default=Decimal(100))
    specific_weight: Mapped[Points] = mapped_column(default=Decimal(70))
    common_weight: Mapped[Points] = mapped_column(default=Decimal(30))
    bonus_cap: Mapped[Points] = mapped_column(default=Decimal(10))
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}

    @property
    def frozen(self) -> bool:
        return self.state in FROZEN


class CalendarDay(db.Model):
    """A public holiday, a make-up working day, or a day that the office has overruled."""

    __tablename__ = "calendar_day"

    day: Mapped[date] = mapped_column(primary_key=True)
    worked: Mapped[bool]
    name: Mapped[Line] = mapped_column(default="")
    overruled: Mapped[bool] = mapped_column(default=False)


class CalendarYear(db.Model):
    """One calendar year: whether its public holidays are known, and when a day of it last changed."""

    __tablename__ = "calendar_year"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    published: Mapped[bool] = mapped_column(default=False)
    changed_at: Mapped[datetime]
