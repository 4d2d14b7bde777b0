"""Keeping what people type until it is saved. Drafts are nobody's act yet, so they leave no trace."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import ColumnElement, delete, func, select, update
from sqlalchemy.exc import IntegrityError

from portal.accounts.models import Draft, Person
from portal.accounts.rules import DRAFTS_KEPT, worth_keeping
from portal.web.clock import now
from portal.web.db import db, transactional


@transactional
def keep_draft(*, address: str, typed: Mapping[str, str], by: Person) -> None:
    """Keep the fields typed on the page at the path ``address``; what was kept there before gives way.

    Secrets are left out and the size is bounded (``rules.worth_keeping``).
    """
    address, fields, moment = address[:255], worth_keeping(typed), now()
    if not fields:
        return drop_draft(address, by=by)
    renewed = update(Draft).where(_is(address, by)).values(typed=fields, at=moment)
    if db.session.execute(renewed).rowcount:
        return None
    try:
        with db.session.begin_nested():
            db.session.add(Draft(person_id=by.id, address=address, typed=fields, at=moment))
    except IntegrityError:  # two tabs at the same moment: the later one is kept
        db.session.execute(renewed)
    return _forget_the_oldest(by)


@transactional
def drop_draft(*addresses: str, by: Person) -> None:
    """What was typed has been saved, or is no longer wanted."""
    there = Draft.address.in_([address[:255] for address in addresses])
    db.session.execute(
        delete(Draft).where(Draft.person_id == by.id, there), execution_options={"synchronize_session": False}
    )


def _is(address: str, by: Person) -> ColumnElement[bool]:
    return (Draft.person_id == by.id) & (Draft.address == address)


def _forget_the_oldest(by: Person) -> None:
    """Nobody can fill the database with drafts."""
    mine = select(func.count()).select_from(Draft).where(Draft.person_id == by.id)
    if (db.session.scalar(mine) or 0) > DRAFTS_KEPT:
        oldest = select(Draft.id).where(Draft.person_id == by.id).order_by(Draft.at, Draft.id).limit(1)
        db.session.execute(delete(Draft).where(Draft.id == oldest.scalar_subquery()))
