"""Units and people, as lists and by their names."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from portal.accounts.models import Grant, Person, Setting, Unit
from portal.core.policy import Role
from portal.web.db import db

PAGE = 50


def person_named(account: str) -> Person | None:
    return db.session.scalars(select(Person).where(Person.account == account)).one_or_none()


def person_numbered(person_id: int) -> Person:
    known = joinedload(Person.home_unit), selectinload(Person.grants).joinedload(Grant.unit)
    return db.one_or_404(select(Person).where(Person.id == person_id).options(*known))


def people(search: str = "", page: int = 1) -> tuple[list[Person], int]:
    """One page of the people whose account, name or unit contains ``search``, and how many there are."""
    found = _matching(search)
    shown = found.order_by(Person.account).limit(PAGE).offset((page - 1) * PAGE)
    rows = db.session.scalars(
        shown.options(joinedload(Person.home_unit), selectinload(Person.grants).joinedload(Grant.unit))
    )
    return list(rows), db.session.scalar(select(func.count()).select_from(found.subquery())) or 0


def _matching(search: str) -> Select[tuple[Person]]:
    found = select(Person)
    if search:
        columns = (Person.account, Person.name, Unit.name, Unit.short_name)
        found = found.outerjoin(Person.home_unit).where(
            or_(*(column.icontains(search, autoescape=True) for column in columns))
        )
    return found


def holders(role: Role, *, besides: int | None = None) -> int:
    """How many active people hold a role, ``besides`` one."""
    return db.session.scalar(
        select(func.count(func.distinct(Person.id)))
        .join(Grant)
        .where(Grant.role == role, Person.active, Person.id != (besides or 0))
    ) or 0  # fmt: skip


def people_with(roles: Collection[Role]) -> list[Person]:
    """Active people who hold one of these roles: whom a unit's form suggests as leaders."""
    among = select(Grant.person_id).where(Grant.role.in_(list(roles)))
    found = select(Person).where(Person.active, Person.id.in_(among)).order_by(Person.account)
    return list(db.session.scalars(found))


def people_of(unit: Unit) -> list[Person]:
    return list(
        db.session.scalars(
            select(Person).where(Person.active, Person.home_unit_id == unit.id).order_by(Person.account)
        )
    )


def unit_coded(code: str) -> Unit:
    return db.one_or_404(select(Unit).where(Unit.code == code))


def units() -> list[Unit]:
    return list(db.session.scalars(select(Unit).where(Unit.active).order_by(Unit.place, Unit.id)))


def all_units() -> list[Unit]:
    """The closed ones too, with their heads and leaders."""
    return list(
        db.session.scalars(
            select(Unit).order_by(Unit.place, Unit.id).options(joinedload(Unit.head), joinedload(Unit.leader))
        )
    )


def setting(name: str) -> str:
    return db.session.scalar(select(Setting.value).where(Setting.name == name)) or ""
