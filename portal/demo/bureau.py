"""The units and people of the demonstration, their posts, roles and accounts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from portal.accounts.models import Grant, Person, Unit
from portal.core.policy import Role
from portal.demo.tables import UnitRow, pool, units, words
from portal.web.db import db

PASSWORD = "demo-Bureau-2026"
LEADERS = 3
HOME = {Role.OFFICE: "01", Role.SUPERVISOR: "01"}
ADMINISTRATORS_HOME = "24"
BUREAU_WIDE = (
    Role.OFFICE, Role.SUPERVISOR, Role.PRINCIPAL, Role.SYSADMIN, Role.SECADMIN, Role.AUDITOR,
)  # fmt: skip

# One account for each role, as the demonstration offers them.
SHOWN = (
    "clerk.02", "clerk.X20", "head.02", "office", "supervisor", "leader.1", "principal",
    "sysadmin", "secadmin", "auditor",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Bureau:
    """Everybody and every unit, found by code, name or account."""

    units: dict[str, Unit]
    by_name: dict[str, Unit]
    rows: dict[str, UnitRow]
    people: dict[str, Person]

    @property
    def inside(self) -> list[Unit]:
        return [self.units[row.code] for row in self.rows.values() if not row.outside]

    def clerk(self, unit: Unit) -> Person:
        return self.people[f"clerk.{unit.code}"]

    def head(self, unit: Unit) -> Person:
        return self.people[f"head.{unit.code}"]

    def leader(self, unit: Unit) -> Person:
        return self.people[f"leader.{self.rows[unit.code].leader}"]

    def group(self, called: str) -> list[Unit]:
        """The units that a collaborator stands for: one, a group, or all of them."""
        if called in self.by_name:
            return [self.by_name[called]]
        members = [unit for unit in self.inside if called in self.rows[unit.code].groups]
        return members or self.inside


def found_the_bureau(password_hash: str) -> Bureau:
    made = {
        row.code: Unit(
            code=row.code, name=row.name, short_name=row.short, kind=row.kind, place=place,
        )
        for place, row in enumerate(units(), start=1)
    }  # fmt: skip
    names = _names()
    people = {person.account: person for person in _people(made, names)}
    for person in people.values():
        person.password_hash, person.must_change_password = password_hash, False
    db.session.add_all([*made.values(), *people.values()])
    db.session.flush()
    rows = {row.code: row for row in units()}
    for code, unit in made.items():
        unit.head = people[f"head.{code}"]
        if rows[code].leader:
            unit.leader = people[f"leader.{rows[code].leader}"]
    db.session.flush()
    return Bureau(made, {unit.name: unit for unit in made.values()}, rows, people)


def _people(made: dict[str, Unit], names: Iterator[str]) -> Iterator[Person]:
    for row in units():
        clerk_post = words()["outside_clerk" if row.outside else "clerk"]
        yield _person(f"head.{row.code}", Role.HEAD, next(names), row.post, made[row.code], of_unit=True)
        yield _person(f"clerk.{row.code}", Role.CLERK, next(names), clerk_post, made[row.code], of_unit=True)
    for number in range(1, LEADERS + 1):
        yield _person(f"leader.{number}", Role.LEADER, next(names), words()["leader"], None)
    for role in BUREAU_WIDE:
        home = None if role is Role.PRINCIPAL else made[HOME.get(role, ADMINISTRATORS_HOME)]
        yield _person(role.value, role, next(names), words()[role.value], home)


def _person(
    account: str, role: Role, name: str, post: str, home: Unit | None, *, of_unit: bool = False
) -> Person:
    grant = Grant(role=role, unit=home if of_unit else None)
    return Person(account=account, name=name, post=post, home_unit=home, grants=[grant])


def _names() -> Iterator[str]:
    """Invented names, none twice; the rare characters come first so that everybody meets them."""
    random = Random("people")
    surnames, given = list(pool("surnames")), list(pool("given"))
    random.shuffle(surnames)
    taken: set[str] = set()
    for number in range(len(surnames) * len(given)):
        name = surnames[number % len(surnames)] + given[number % len(given)]
        if name not in taken:
            taken.add(name)
            yield name
