"""The only clock in the house. Everything below is told what day it is."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from flask import current_app


def now() -> datetime:
    return datetime.now(UTC)


def zone() -> ZoneInfo:
    return ZoneInfo(current_app.config["BABEL_DEFAULT_TIMEZONE"])


def today() -> date:
    """The bureau's day; ``TODAY`` in the configuration stops it for tests and rehearsals."""
    return current_app.config.get("TODAY") or now().astimezone(zone()).date()
