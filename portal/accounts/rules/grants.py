"""Which roles may be given to whom, and how the access matrix is read aloud."""

from __future__ import annotations

from collections.abc import Collection

from portal.core.policy import (
    ADMINISTRATORS,
    ALL,
    CHARGE,
    FILLS,
    HOUSE,
    NOWHERE,
    OWN,
    SHARES,
    TOUCHES,
    UNIT_ROLES,
    Permission,
    Role,
    Scope,
    Wide,
    check_separation,
)  # fmt: skip
from portal.core.sentences import Refused, Sentence, say

P = Permission

DUTIES: dict[Permission, Sentence] = {
    P.TARGET_READ: say("See targets"),
    P.SHEET_DRAFT: say("Draft targets"),
    P.SHEET_SUBMIT: say("Submit and withdraw the target sheet"),
    P.SHEET_REVIEW: say("Review sheets, record negotiations, issue statements"),
    P.SHEET_APPROVE: say("Approve sheets or send them back"),
    P.INDICATOR_READ: say("See the indicator library"),
    P.INDICATOR_EDIT: say("Edit indicators and formulas"),
    P.LEDGER_READ: say("See ledgers"),
    P.LEDGER_RECORD: say("Write ledger entries"),
    P.LEDGER_SIGN: say("Sign periods off"),
    P.LEDGER_QUERY: say("Query a figure"),
    P.SCORE_READ: say("See scores"),
    P.FORMULA_REPAIR: say("Repair a broken formula"),
    P.YEAR_MANAGE: say("Manage years and the work calendar"),
    P.UNIT_MANAGE: say("Manage units"),
    P.PERSON_MANAGE: say("Manage people and their accounts"),
    P.GRANT_MANAGE: say("Grant roles, unlock accounts, end sessions"),
    P.ACCESS_READ: say("See this access matrix"),
    P.AUDIT_READ: say("Read, verify and export the audit trail"),
}
# Tuples: as a key, Scope (a set of strings) equals the plain set it holds.
REACHES: tuple[tuple[Scope | Wide, Sentence], ...] = (
    (NOWHERE, say("no")),
    (OWN, say("own unit")),
    (FILLS, say("as filling unit")),
    (SHARES, say("own and collaborating")),
    (TOUCHES, say("own, collaborating, filling")),
    (CHARGE, say("units in charge")),
    (HOUSE, say("all (own bureau)")),
    (ALL, say("all")),
)


def duty(permission: Permission) -> Sentence:
    return DUTIES[permission]


def reach_in_words(scope: Scope | Wide) -> Sentence:
    return next(words for known, words in REACHES if known == scope)


def check_grant(
    role: Role, *, held: Collection[Role], has_unit: bool, already: bool, to_oneself: bool
) -> None:
    if to_oneself:
        raise Refused("Nobody may change their own roles.")
    if already:
        raise Refused("This person already holds this role.")
    if role in UNIT_ROLES and not has_unit:
        raise Refused("This role is held for one unit. Choose the unit.")
    if role not in UNIT_ROLES and has_unit:
        raise Refused("This role is held for the whole bureau. Leave the unit empty.")
    check_separation({*held, role})


def check_revoke(role: Role, *, from_oneself: bool, others_hold_it: bool) -> None:
    if from_oneself:
        raise Refused("Nobody may change their own roles.")
    check_somebody_stays(role, others_hold_it=others_hold_it)


def check_somebody_stays(role: Role, *, others_hold_it: bool) -> None:
    if role in ADMINISTRATORS and not others_hold_it:
        raise Refused("This is the last active {role}. Appoint another one first.", role=role.label)
