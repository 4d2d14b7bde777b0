"""What every template may use: sentences that translate themselves, figures, dates, lights."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from urllib.parse import quote, urlencode

from flask import Flask, request
from flask_babel import format_date
from flask_login import current_user
from jinja2 import StrictUndefined

from portal.core.figures import round_points
from portal.core.lights import Light
from portal.core.policy import Permission, may
from portal.core.sentences import Sentence, say
from portal.web.assets import asset
from portal.web.clock import today, zone
from portal.web.language import LANGUAGES, reader_language, shown, speak_in_templates, translate

MISSING = "—"
HTMX = {
    "allowEval": False,
    "allowScriptTags": False,
    "includeIndicatorStyles": False,
    "selfRequestsOnly": True,
    "historyCacheSize": 0,
    "refreshOnHistoryMiss": True,
    "historyRestoreAsHxRequest": False,
    "responseHandling": [
        {"code": "204", "swap": False},
        {"code": "[23]..|409|422", "swap": True},
        {"code": "[45]..", "swap": False},
    ],
}


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
    return MISSING if value is None else value.isoformat()


def long_day(value: date) -> str:
    return format_date(value, "full")


def from_today(value: date) -> Sentence:
    """How far off a deadline is, as people say it."""
    left = (value - today()).days
    if left == 0:
        return say("today")
    return say("days left: {n}", n=left) if left > 0 else say("days over: {n}", n=-left)


def moment(value: datetime | None) -> str:
    return MISSING if value is None else f"{value.astimezone(zone()):%Y-%m-%d %H:%M}"


def may_i(permission: Permission, subject: object = None) -> bool:
    return current_user.is_authenticated and may(current_user, permission, subject)  # type: ignore[arg-type]


def here(**changes: object) -> str:
    """This page's address with other words in its query; ``None`` takes a word away."""
    query = request.args.to_dict(flat=False) | changes
    kept = {name: value for name, value in query.items() if value not in (None, "", [""])}
    path = quote(request.script_root + request.path)
    return f"{path}?{urlencode(kept, doseq=True)}" if kept else path


def teach_the_templates(app: Flask) -> None:
    env = app.jinja_env
    env.undefined = StrictUndefined
    env.trim_blocks = env.lstrip_blocks = True
    env.finalize = shown
    env.add_extension("jinja2.ext.do")
    speak_in_templates(app)
    env.filters.update(figure=figure, points=points, day=day, moment=moment, t=translate)
    env.filters.update(long_day=long_day, from_today=from_today)
    env.globals.update(
        P=Permission,
        Light=Light,
        LANGUAGES=LANGUAGES,
        may=may_i,
        today=today,
        here=here,
        HTMX=HTMX,
        language=reader_language,
        asset=asset,
    )
