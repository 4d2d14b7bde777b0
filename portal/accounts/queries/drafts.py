"""What was typed and not yet saved."""

from __future__ import annotations

from sqlalchemy import select

from portal.accounts.models import Draft, Person
from portal.web.db import db


def draft_of(person: Person, address: str) -> dict[str, str] | None:
    """The fields that ``person`` was typing on the page at the path ``address``, or None."""
    return db.session.scalars(
        select(Draft.typed).where(Draft.person_id == person.id, Draft.address == address)
    ).one_or_none()
