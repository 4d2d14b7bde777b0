"""Who the demonstration offers to sign in as."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from portal.accounts.models import Grant, Person
from portal.web.db import db


def shown_accounts(accounts: Sequence[str]) -> list[tuple[str, str, str]]:
    """Account, name with unit, and role, in the order asked for."""
    statement = (
        select(Person)
        .where(Person.account.in_(accounts))
        .options(selectinload(Person.grants).joinedload(Grant.unit))
    )
    people = {person.account: person for person in db.session.scalars(statement)}
    return [_line(people[account]) for account in accounts if account in people]


def _line(person: Person) -> tuple[str, str, str]:
    [grant] = person.grants
    unit = f"{grant.unit.name} " if grant.unit else ""
    return person.account, f"{unit}{person.name}", str(grant.role.label)
