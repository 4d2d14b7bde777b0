"""What every template may use: sentences that translate themselves, figures, dates, lights."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from flask import Flask, url_for
from flask_babel import format_date, format_datetime
from flask_login import current_user
from jinja2 import StrictUndefined

from portal.core.figures import round_points
from portal.core.lights import Light
from portal.core.policy import Permission, may
from portal.web.clock import today
from portal.web.language import LANGUAGES, reader_language, shown, translate

MISSING = "—"


def figure(value: Decimal | None, places: int | None = None) -> str:
    """A business figure: grouped thousands, no needless zeros unless ``places`` are asked for."""
    if value is None:
        return MISSING
    if places is not None:
        return f"{value:,.{places}f}"
    text = f"{value:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def points(value: Decimal | None) -> str:
    """Points always show two places, so that a printed column can be added up."""
    return MISSING if value is None else f"{round_points(value):.2f}"


def day(value: date | None) -> str:
    return MISSING if value is None else format_date(value, "yyyy-MM-dd")


def moment(value: datetime | None) -> str:
    return MISSING if value is None else format_datetime(value, "yyyy-MM-dd HH:mm")


def may_i(permission: Permission, subject: object = None) -> bool:
    return current_user.is_authenticated and may(current_user, permission, subject)  # type: ignore[arg-type]


def teach_the_templates(app: Flask) -> None:
    env = app.jinja_env
    env.undefined = StrictUndefined
    env.trim_blocks = env.lstrip_blocks = True
    env.finalize = shown
    env.add_extension("jinja2.ext.do")
    env.filters.update(figure=figure, points=points, day=day, moment=moment, t=translate)
    env.globals.update(
        P=Permission,
        Light=Light,
        LANGUAGES=LANGUAGES,
        may=may_i,
        today=today,
        language=reader_language,
        asset=lambda name: url_for("static", filename=name),
    )
