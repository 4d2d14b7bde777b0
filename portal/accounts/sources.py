"""What the administrators' desk shows of units, people and locks."""

from __future__ import annotations

from datetime import date

from flask import url_for

from portal.accounts.models import Person
from portal.accounts.queries import tally
from portal.core.lights import Light, Signal
from portal.core.policy import Permission, may
from portal.core.sentences import say
from portal.core.todo import Panel


def panels(person: Person, today: date) -> list[Panel]:
    asked = Permission.UNIT_MANAGE, Permission.PERSON_MANAGE, Permission.GRANT_MANAGE
    counts = tally() if any(may(person, one) for one in asked) else {}
    shown = []
    if may(person, Permission.UNIT_MANAGE):
        shown.append(
            Panel(
                say("Units"), str(counts["units"]), address=url_for("accounts.units"),
                detail=say("without a leader in charge: {n}", n=counts["without_leader"]),
            )
        )  # fmt: skip
    if may(person, Permission.PERSON_MANAGE):
        shown.append(
            Panel(
                say("People"), str(counts["people"]), address=url_for("accounts.people"),
                detail=say("without a password yet: {n}", n=counts["never_signed_in"]),
            )
        )  # fmt: skip
    if may(person, Permission.GRANT_MANAGE):
        shown += _of_security(counts)
    return shown


def _of_security(counts: dict[str, int]) -> list[Panel]:
    address = url_for("accounts.grants")
    locked = Signal(Light.YELLOW, say("after failed sign-ins")) if counts["locked"] else None
    return [
        Panel(say("People without a role"), str(counts["without_role"]), address=address),
        Panel(say("Units without a clerk"), str(counts["without_clerk"]), address=address),
        Panel(say("Locks"), str(counts["locked"]), address=address, signal=locked),
    ]
