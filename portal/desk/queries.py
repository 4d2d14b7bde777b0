"""What the frame of every page shows: whose portal this is, and who looks at it."""

from __future__ import annotations

from dataclasses import dataclass
from time import monotonic

from flask import current_app, g
from flask_login import current_user
from sqlalchemy import select

from portal.accounts.models import Person, Setting
from portal.accounts.rules import TextSize
from portal.web.db import db


@dataclass(frozen=True, slots=True)
class House:
    """Whose portal this is, and whether what it shows is invented."""

    bureau: str = ""
    demonstration: bool = False


def house() -> House:
    """Asked for by every page, so a process keeps the answer for ``HOUSE_KEPT_FOR``."""
    kept, until = current_app.extensions.get("house", (House(), 0.0))
    if g.get("quiet") or monotonic() < until:
        return kept
    fresh = _house()
    until = monotonic() + current_app.config["HOUSE_KEPT_FOR"].total_seconds()
    current_app.extensions["house"] = fresh, until
    return fresh


def _house() -> House:
    names = ("bureau", "demonstration")
    found = db.session.execute(select(Setting.name, Setting.value).where(Setting.name.in_(names)))
    words = {name: value for name, value in found}
    return House(words.get("bureau", ""), words.get("demonstration") == "yes")


def reader() -> Person | None:
    """Who is signed in, for the frame of the page."""
    return current_user if current_user.is_authenticated else None


def large_text() -> bool:
    who = reader()
    return who is not None and who.text_size is TextSize.LARGE
