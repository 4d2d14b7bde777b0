"""What a person was typing into a ledger and has not saved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import select

from portal.accounts.models import Draft, Person
from portal.web.db import db


def draft_addresses(target_id: int, stretch: str) -> tuple[str, str]:
    """Where typing is kept for this period; and where it lies when a session ended over the page."""
    return f"/ledger/{target_id}/{stretch}", f"/ledger/{target_id}"


def correction_address(target_id: int, entry_id: int) -> str:
    return f"/ledger/{target_id}/entries/{entry_id}/correct"


def draft_for(person: Person, target_id: int, stretch: str) -> Mapping[str, str] | None:
    """The newest draft of this very period."""
    return next(
        (typed for typed in _drafts(person, draft_addresses(target_id, stretch))
         if typed.get("period") == stretch),
        None,
    )  # fmt: skip


def draft_of_correction(person: Person, target_id: int, entry_id: int) -> Mapping[str, str] | None:
    return next(iter(_drafts(person, [correction_address(target_id, entry_id)])), None)


def _drafts(person: Person, addresses: Sequence[str]) -> Sequence[Mapping[str, str]]:
    statement = select(Draft.typed).where(Draft.person_id == person.id, Draft.address.in_(addresses))
    return db.session.scalars(statement.order_by(Draft.at.desc())).all()
