"""What the administrators' front page counts."""

from __future__ import annotations

from sqlalchemy import exists, func, select

from portal.accounts.models import Grant, Lockout, Person, Unit
from portal.accounts.rules import UnitKind
from portal.core.policy import Role
from portal.web.clock import now
from portal.web.db import db


def tally() -> dict[str, int]:
    """Units and people, and what among them waits for an administrator; one statement."""
    inside = Unit.kind != UnitKind.EXTERNAL
    staffed = exists().where(Grant.unit_id == Unit.id, Grant.role == Role.CLERK)
    counts = {
        "units": select(func.count()).select_from(Unit).where(Unit.active),
        "without_leader": select(func.count())
        .select_from(Unit)
        .where(Unit.active, inside, Unit.leader_id.is_(None)),
        "without_clerk": select(func.count()).select_from(Unit).where(Unit.active, ~staffed),
        "people": select(func.count()).select_from(Person).where(Person.active),
        "never_signed_in": select(func.count())
        .select_from(Person)
        .where(Person.active, Person.password_hash == ""),
        "without_role": select(func.count())
        .select_from(Person)
        .where(Person.active, ~exists().where(Grant.person_id == Person.id)),
        "locked": select(func.count()).select_from(Lockout).where(Lockout.until > now()),
    }
    row = db.session.execute(
        select(*(count.scalar_subquery().label(name) for name, count in counts.items()))
    ).one()
    return dict(row._mapping)
