"""Units and people, as lists and by their names."""

from __future__ import annotations

from sqlalchemy import select

from portal.accounts.models import Person, Unit
from portal.web.db import db


def person_named(account: str) -> Person | None:
    return db.session.scalars(select(Person).where(Person.account == account)).one_or_none()


def unit_coded(code: str) -> Unit:
    return db.one_or_404(select(Unit).where(Unit.code == code))


def units() -> list[Unit]:
    return list(db.session.scalars(select(Unit).where(Unit.active).order_by(Unit.place, Unit.id)))
