"""The first people of an installation: the three administrators, without passwords."""

from __future__ import annotations

from portal.accounts.models import Grant, Person
from portal.accounts.queries import holders, person_named, setting
from portal.audit.rules import Event
from portal.audit.service import leave_trace
from portal.core.policy import Role
from portal.core.sentences import Refused
from portal.web.db import db, transactional
from portal.web.language import translate

FOUNDERS = (Role.SYSADMIN, Role.SECADMIN, Role.AUDITOR)


@transactional
def appoint_administrators() -> list[Person]:
    """An account for each of the three that nobody holds yet; all founders there are, in their order."""
    if setting("demonstration") == "yes":
        raise Refused("This database is a demonstration. A production start needs an empty one.")
    for role in FOUNDERS:
        if not holders(role) and person_named(role.value) is None:
            person = Person(account=role.value, name=translate(role), grants=[Grant(role=role)])
            db.session.add(person)
            db.session.flush()
            leave_trace(Event.ROLE_GRANTED, person, after={"role": role.value, "unit": ""})
    return [person for role in FOUNDERS if (person := person_named(role.value)) is not None]
