"""Units, people, roles and one's own preferences: saved."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from sqlalchemy.exc import IntegrityError

from portal.accounts.models import Grant, Person, Unit
from portal.accounts.queries import all_units, holders
from portal.accounts.rules import (
    TextSize,
    check_closing,
    check_grant,
    check_parent,
    check_revoke,
    check_somebody_stays,
)  # fmt: skip
from portal.accounts.service.sessions import end_rows
from portal.audit.rules import Event
from portal.audit.service import leave_trace
from portal.core.policy import Role
from portal.core.sentences import Refused, say
from portal.web.db import Stale, db, transactional

UNIT_FIELDS = ("code", "name", "short_name", "kind", "parent_id", "head_id", "leader_id", "place", "active")
CHANGED = say(
    "Somebody else has changed this in the meantime. What you typed is still here: compare, and save again."
)
T = TypeVar("T", Unit, Person)
PERSON_FIELDS = ("account", "name", "post", "home_unit_id", "active")


@transactional
def save_unit(unit: Unit, values: Mapping[str, object], *, version: int | None, by: Person) -> Unit:
    """``unit`` may be new; ``version`` is the one that was being edited."""
    everyone = all_units()
    check_parent(unit.id, values["parent_id"], {one.id: one.parent_id for one in everyone})
    below = any(one.active and one.parent_id == unit.id for one in everyone) if unit.id else False
    check_closing(active=bool(values["active"]), active_below=below)
    return _save(Event.UNIT_SAVED, unit, UNIT_FIELDS, values, version, by)


@transactional
def save_person(person: Person, values: Mapping[str, object], *, version: int | None, by: Person) -> Person:
    if person.id and person.active and not values["active"]:
        if person.id == by.id:
            raise Refused("Nobody can close their own account.")
        for role in person.roles:
            check_somebody_stays(role, others_hold_it=holders(role, besides=person.id) > 0)
        end_rows(person)
    return _save(Event.PERSON_SAVED, person, PERSON_FIELDS, values, version, by)


def _save(
    event: Event, thing: T, fields: tuple[str, ...], values: Mapping[str, object], version: int | None,
    by: Person,
) -> T:  # fmt: skip
    if thing.id and thing.version != version:
        raise Stale(CHANGED)
    before = {name: getattr(thing, name) for name in fields} if thing.id else None
    for name in fields:
        if name in values:
            setattr(thing, name, values[name])
    try:
        db.session.add(thing)
        db.session.flush()
    except IntegrityError as error:
        raise Refused("Another one with this code, account or name exists already.") from error
    leave_trace(event, thing, by=by, before=before, after={name: getattr(thing, name) for name in fields})
    return thing


@transactional
def grant(person: Person, role: Role, unit: Unit | None, *, by: Person) -> Grant:
    """One role more. The person's row stays locked: two grants at once cannot evade the separation."""
    db.session.refresh(person, with_for_update={"of": Person})
    held = list(person.grants)
    check_grant(
        role, held=[one.role for one in held], has_unit=unit is not None, to_oneself=person.id == by.id,
        already=any(one.role is role and one.unit_id == (unit.id if unit else None) for one in held),
    )  # fmt: skip
    given = Grant(role=role, unit=unit)
    person.grants.append(given)
    db.session.flush()
    leave_trace(Event.ROLE_GRANTED, person, by=by, after=_told(given))
    return given


@transactional
def revoke(held: Grant, *, by: Person) -> None:
    person = held.person
    check_revoke(
        held.role, from_oneself=person.id == by.id, others_hold_it=holders(held.role, besides=person.id) > 0
    )
    leave_trace(Event.ROLE_REVOKED, person, by=by, before=_told(held))
    person.grants.remove(held)


def _told(held: Grant) -> dict[str, str]:
    return {"role": held.role.value, "unit": held.unit.code if held.unit else ""}


@transactional
def choose_preferences(language: str, text_size: TextSize, *, by: Person) -> None:
    before = {"language": by.language, "text_size": by.text_size.value}
    by.language, by.text_size = language, text_size
    leave_trace(
        Event.PREFERENCES_CHANGED, by, by=by, before=before,
        after={"language": language, "text_size": text_size.value},
    )  # fmt: skip
