"""Who may do what, and where. The whole answer is the matrix in the middle of this file."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from enum import StrEnum
from typing import Protocol

from portal.core.sentences import Refused, Word, say


class Role(Word):
    CLERK = "clerk", say("Clerk")
    HEAD = "head", say("Head of unit")
    OFFICE = "office", say("Performance office")
    SUPERVISOR = "supervisor", say("Supervisor")
    LEADER = "leader", say("Bureau leader")
    PRINCIPAL = "principal", say("Principal leader")
    SYSADMIN = "sysadmin", say("System administrator")
    SECADMIN = "secadmin", say("Security administrator")
    AUDITOR = "auditor", say("Audit administrator")


ADMINISTRATORS = frozenset({Role.SYSADMIN, Role.SECADMIN, Role.AUDITOR})
UNIT_ROLES = frozenset({Role.CLERK, Role.HEAD})  # held for one unit; the others for the bureau


class Tie(StrEnum):
    """How a thing belongs to a unit."""

    RESPONSIBLE = "responsible"
    COLLABORATING = "collaborating"
    FILLING = "filling"  # the unit that writes the ledger: the data source, else the responsible one


class Scope(frozenset[Tie]):
    """How far a role reaches: to the things tied to its own units in one of these ways."""


NOWHERE = Scope()
OWN = Scope({Tie.RESPONSIBLE})
FILLS = Scope({Tie.FILLING})
SHARES = Scope({Tie.RESPONSIBLE, Tie.COLLABORATING})
TOUCHES = Scope(Tie)


class Wide(StrEnum):
    """Reaches that do not go by the role's own unit."""

    CHARGE = "charge"  # the units in the leader's charge
    HOUSE = "house"  # everything, for people of the bureau's own units
    ALL = "all"


class Permission(StrEnum):
    PUBLIC = "public"  # the doors without a key: sign-in, health
    SIGNED_IN = "signed-in"  # anybody with an account
    TARGET_READ = "target:read"
    SHEET_DRAFT = "sheet:draft"
    SHEET_SUBMIT = "sheet:submit"
    SHEET_REVIEW = "sheet:review"
    SHEET_APPROVE = "sheet:approve"
    INDICATOR_READ = "indicator:read"
    INDICATOR_EDIT = "indicator:edit"
    LEDGER_READ = "ledger:read"
    LEDGER_RECORD = "ledger:record"
    LEDGER_SIGN = "ledger:sign"
    LEDGER_QUERY = "ledger:query"
    SCORE_READ = "score:read"
    FORMULA_REPAIR = "formula:repair"
    YEAR_MANAGE = "year:manage"
    UNIT_MANAGE = "unit:manage"
    PERSON_MANAGE = "person:manage"
    GRANT_MANAGE = "grant:manage"
    ACCESS_READ = "access:read"
    AUDIT_READ = "audit:read"


P = Permission
__, CHARGE, HOUSE, ALL = NOWHERE, Wide.CHARGE, Wide.HOUSE, Wide.ALL

# fmt: off
MATRIX: dict[Permission, tuple[Scope | Wide, ...]] = {
    #                   clerk    head     office superv. leader  princ. sys  sec  audit
    P.TARGET_READ:     (SHARES,  SHARES,  ALL,   ALL,    CHARGE, ALL,   __,  __,  __),
    P.SHEET_DRAFT:     (OWN,     OWN,     ALL,   __,     __,     __,    __,  __,  __),
    P.SHEET_SUBMIT:    (__,      OWN,     __,    __,     __,     __,    __,  __,  __),
    P.SHEET_REVIEW:    (__,      __,      ALL,   __,     __,     __,    __,  __,  __),
    P.SHEET_APPROVE:   (__,      __,      __,    __,     CHARGE, ALL,   __,  __,  __),
    P.INDICATOR_READ:  (HOUSE,   HOUSE,   ALL,   ALL,    ALL,    ALL,   __,  __,  __),
    P.INDICATOR_EDIT:  (__,      __,      ALL,   __,     __,     __,    __,  __,  __),
    P.LEDGER_READ:     (TOUCHES, TOUCHES, ALL,   ALL,    CHARGE, ALL,   __,  __,  __),
    P.LEDGER_RECORD:   (FILLS,   FILLS,   __,    __,     __,     __,    __,  __,  __),
    P.LEDGER_SIGN:     (__,      FILLS,   __,    __,     __,     __,    __,  __,  __),
    P.LEDGER_QUERY:    (OWN,     OWN,     ALL,   __,     ALL,    ALL,   __,  __,  __),
    P.SCORE_READ:      (TOUCHES, TOUCHES, ALL,   ALL,    CHARGE, ALL,   __,  __,  __),
    P.FORMULA_REPAIR:  (__,      __,      ALL,   __,     __,     __,    __,  __,  __),
    P.YEAR_MANAGE:     (__,      __,      ALL,   __,     __,     __,    __,  __,  __),
    P.UNIT_MANAGE:     (__,      __,      __,    __,     __,     __,    ALL, __,  __),
    P.PERSON_MANAGE:   (__,      __,      __,    __,     __,     __,    ALL, __,  __),
    P.GRANT_MANAGE:    (__,      __,      __,    __,     __,     __,    __,  ALL, __),
    P.ACCESS_READ:     (__,      __,      __,    __,     __,     __,    ALL, ALL, ALL),
    P.AUDIT_READ:      (__,      __,      __,    __,     __,     __,    __,  __,  ALL),
}
# fmt: on

GRANTS = {permission: dict(zip(Role, row, strict=True)) for permission, row in MATRIX.items()}

Reach = Mapping[Tie, frozenset[int]]
EVERYTHING: Reach = {}
NOTHING: Reach = {Tie.RESPONSIBLE: frozenset()}


class Actor(Protocol):
    """Somebody signed in: the units each role is held for, and the units in their charge."""

    @property
    def roles(self) -> Mapping[Role, frozenset[int]]: ...
    @property
    def charge(self) -> frozenset[int]: ...
    @property
    def inside(self) -> bool: ...  # holds a role in one of the bureau's own units


class Tied(Protocol):
    """A thing that belongs to units."""

    @property
    def ties(self) -> Mapping[Tie, Collection[int]]: ...


def reach(actor: Actor, permission: Permission) -> Reach:
    """The units through which the actor may: by tie, or EVERYTHING. Pages and lists both ask this."""
    reached: dict[Tie, frozenset[int]] = {}
    for role, units in actor.roles.items():
        scope = GRANTS[permission][role]
        if scope is ALL or (scope is HOUSE and actor.inside):
            return EVERYTHING
        if scope is CHARGE:
            scope, units = OWN, actor.charge
        for tie in scope if isinstance(scope, Scope) else ():
            reached[tie] = reached.get(tie, frozenset()) | units
    return reached or NOTHING


def may(actor: Actor, permission: Permission, subject: Tied | None = None) -> bool:
    """Whether the actor may: to this thing, or without one, to anything at all."""
    if permission in (P.PUBLIC, P.SIGNED_IN):
        return True
    reached = reach(actor, permission)
    if reached is EVERYTHING:
        return True
    if subject is None:
        return any(reached.values())
    return any(not units.isdisjoint(subject.ties.get(tie, ())) for tie, units in reached.items())


def check(actor: Actor, permission: Permission, subject: Tied | None = None) -> None:
    if not may(actor, permission, subject):
        raise Refused("Your role does not allow this step.")


def check_separation(roles: Collection[Role]) -> None:
    """The three administrators may hold no other role, and nobody two of the three (三员分立)."""
    held = frozenset(roles)
    if held & ADMINISTRATORS and len(held) > 1:
        raise Refused("An administrator may hold no other role, and nobody two of the three.")
