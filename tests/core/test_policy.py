"""The access matrix, read aloud."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.core.policy import (
    ADMINISTRATORS,
    EVERYTHING,
    GRANTS,
    MATRIX,
    NOTHING,
    Permission,
    Role,
    Tie,
    check,
    check_separation,
    may,
    reach,
)
from portal.core.sentences import Refused

P = Permission
HOUSEKEEPING = {P.UNIT_MANAGE, P.PERSON_MANAGE, P.GRANT_MANAGE, P.ACCESS_READ, P.AUDIT_READ}
BUSINESS = set(MATRIX) - HOUSEKEEPING
BUDGET, TREASURY, REVENUE = 1, 2, 3


@dataclass
class Somebody:
    roles: dict[Role, frozenset[int]]
    charge: frozenset[int] = frozenset()
    inside: bool = True


@dataclass
class Thing:
    """Assessed: Budget, with Treasury collaborating; filled by Revenue."""

    ties: dict[Tie, frozenset[int]] = field(
        default_factory=lambda: {
            Tie.RESPONSIBLE: frozenset({BUDGET}),
            Tie.COLLABORATING: frozenset({TREASURY}),
            Tie.FILLING: frozenset({REVENUE}),
        }
    )


def a(role: Role, *units: int, **traits: object) -> Somebody:
    return Somebody({role: frozenset(units)}, **traits)


LEDGER = Thing()


def test_every_permission_but_the_open_doors_stands_in_the_matrix():
    assert set(MATRIX) == set(Permission) - {P.PUBLIC, P.SIGNED_IN}
    assert all(len(row) == len(Role) for row in MATRIX.values())


@pytest.mark.parametrize(("who", "permission", "answer"), [
    (a(Role.CLERK, BUDGET),   P.TARGET_READ,    True),
    (a(Role.CLERK, TREASURY), P.TARGET_READ,    True),   # collaborates
    (a(Role.CLERK, REVENUE),  P.TARGET_READ,    False),  # the source sees ledgers only
    (a(Role.CLERK, REVENUE),  P.LEDGER_READ,    True),
    (a(Role.CLERK, 99),       P.LEDGER_READ,    False),
    (a(Role.CLERK, REVENUE),  P.LEDGER_RECORD,  True),
    (a(Role.CLERK, BUDGET),   P.LEDGER_RECORD,  False),  # a third party fills it
    (a(Role.HEAD, BUDGET),    P.LEDGER_RECORD,  False),
    (a(Role.CLERK, BUDGET),   P.LEDGER_QUERY,   True),
    (a(Role.CLERK, REVENUE),  P.LEDGER_QUERY,   False),  # it answers
    (a(Role.CLERK, REVENUE),  P.LEDGER_SIGN,    False),
    (a(Role.HEAD, REVENUE),   P.LEDGER_SIGN,    True),
    (a(Role.CLERK, BUDGET),   P.SHEET_DRAFT,    True),
    (a(Role.CLERK, TREASURY), P.SHEET_DRAFT,    False),
    (a(Role.CLERK, BUDGET),   P.SHEET_SUBMIT,   False),
    (a(Role.HEAD, BUDGET),    P.SHEET_SUBMIT,   True),
    (a(Role.OFFICE),          P.SHEET_REVIEW,   True),
    (a(Role.OFFICE),          P.SHEET_APPROVE,  False),
    (a(Role.OFFICE),          P.LEDGER_RECORD,  False),  # nobody types another's figures
    (a(Role.OFFICE),          P.LEDGER_QUERY,   True),
    (a(Role.LEADER, charge=frozenset({BUDGET})),   P.SHEET_APPROVE, True),
    (a(Role.LEADER, charge=frozenset({TREASURY})), P.SHEET_APPROVE, False),
    (a(Role.LEADER, charge=frozenset({TREASURY})), P.LEDGER_READ,   False),
    (a(Role.PRINCIPAL),       P.SHEET_APPROVE,  True),
    (a(Role.SUPERVISOR),      P.LEDGER_READ,    True),
    (a(Role.SUPERVISOR),      P.LEDGER_RECORD,  False),
    (a(Role.CLERK, REVENUE, inside=False), P.INDICATOR_READ, False),  # the law is the bureau's own
    (a(Role.CLERK, BUDGET),   P.INDICATOR_READ, True),
])  # fmt: skip
def test_who_may_what_with_a_thing(who, permission, answer):
    assert may(who, permission, LEDGER) is answer


@pytest.mark.parametrize("role", sorted(ADMINISTRATORS))
@pytest.mark.parametrize("permission", sorted(BUSINESS))
def test_no_administrator_reaches_any_business(role, permission):
    assert not may(a(role, BUDGET, TREASURY, charge=frozenset({BUDGET})), permission)
    assert not may(a(role, BUDGET, charge=frozenset({BUDGET})), permission, LEDGER)


@pytest.mark.parametrize("permission", sorted(HOUSEKEEPING))
def test_nobody_but_an_administrator_keeps_house(permission):
    assert not [role for role in set(Role) - ADMINISTRATORS if may(a(role, BUDGET), permission)]


def test_what_an_administrator_changes_the_others_cannot():
    for permission in HOUSEKEEPING - {P.ACCESS_READ}:
        assert len([role for role in Role if may(a(role), permission)]) == 1


@given(
    st.dictionaries(st.sampled_from(sorted(set(Role) - ADMINISTRATORS)), st.frozensets(st.integers(1, 5))),
    st.frozensets(st.integers(1, 5)),
    st.booleans(),
    st.sampled_from(sorted(MATRIX)),
    st.dictionaries(st.sampled_from(list(Tie)), st.frozensets(st.integers(1, 5))),
)
def test_the_page_and_the_list_agree(roles, charge, inside, permission, ties):
    """A thing that a list shows may be opened, and nothing else may."""
    who = Somebody({Role(role): units for role, units in roles.items()}, charge, inside)
    reached = reach(who, permission)
    shared = (ties.get(tie, frozenset()) & units for tie, units in reached.items())
    listed = reached is EVERYTHING or any(shared)

    assert may(who, permission, Thing(ties)) == bool(listed)


@given(st.sampled_from(list(Role)), st.sampled_from(sorted(MATRIX)), st.frozensets(st.integers(1, 5)))
def test_one_more_role_never_takes_anything_away(role, permission, units):
    alone, more = a(Role.CLERK, BUDGET), Somebody({Role.CLERK: frozenset({BUDGET}), role: units | {BUDGET}})

    assert may(more, permission, LEDGER) or not may(alone, permission, LEDGER)


def test_somebody_without_a_role_reaches_nothing():
    assert all(reach(Somebody({}), permission) == NOTHING for permission in MATRIX)


def test_a_scope_is_asked_for_every_role():
    assert all(set(row) == set(Role) for row in GRANTS.values())


def test_a_check_that_fails_says_so():
    with pytest.raises(Refused, match="role does not allow"):
        check(a(Role.CLERK, 99), P.LEDGER_READ, LEDGER)


@pytest.mark.parametrize(
    "roles", [pair for pair in combinations(Role, 2) if ADMINISTRATORS & set(pair)], ids="+".join
)
def test_an_administrator_holds_one_role_and_no_other(roles):
    with pytest.raises(Refused, match="no other role"):
        check_separation(roles)


def test_business_roles_may_be_held_together():
    assert check_separation({Role.CLERK, Role.HEAD, Role.OFFICE}) is None
    assert check_separation({Role.AUDITOR}) is None
    assert check_separation(()) is None
