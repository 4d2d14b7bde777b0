"""Choosing a password: by oneself, or the first time through a one-time link."""

from __future__ import annotations

from collections.abc import Sequence
from secrets import token_urlsafe

from sqlalchemy import delete, select, update

from portal.accounts.models import OldPassword, OneTimeLink, Person, SignIn
from portal.accounts.queries import hashed
from portal.accounts.rules import LINK_LIFETIME, OLD_ONES, complaints
from portal.accounts.service.proving import prove_again
from portal.accounts.service.sessions import end_rows
from portal.accounts.service.signing_in import hasher, proves
from portal.audit.rules import Event
from portal.audit.service import leave_trace
from portal.core.policy import ADMINISTRATORS, Role
from portal.core.sentences import Refused, Sentence, say
from portal.web.clock import now
from portal.web.db import Stale, db, transactional


class Unfit(Refused):
    """A new password breaks the rules; ``sentences`` has one for each."""

    def __init__(self, sentences: Sequence[Sentence]) -> None:
        self.sentences = sentences
        super().__init__(sentences[0])


def change_password(current: str, new: str, *, by: Person, within: SignIn, address: str) -> None:
    """Everybody changes their own; all their sessions end with it."""
    prove_again(current, by=by, within=within, address=address)
    set_password(by, new, by=by)


@transactional
def use_link(link: OneTimeLink, new: str) -> Person:
    """Choose a password with a one-time link, which then has done its work."""
    used = (
        update(OneTimeLink)
        .where(OneTimeLink.id == link.id, OneTimeLink.used_at.is_(None))
        .values(used_at=now())
    )
    person = link.person
    if not db.session.execute(used).rowcount:
        raise Stale("This link has been used already.")
    set_password(person, new, by=person)
    return person


@transactional
def set_password(person: Person, new: str, *, by: Person) -> None:
    found = complaints(new, account=person.account)
    old = list(
        db.session.scalars(
            select(OldPassword)
            .where(OldPassword.person_id == person.id)
            .order_by(OldPassword.id.desc())
            .limit(OLD_ONES)
        )
    )
    known = {person.password_hash, *(one.password_hash for one in old)}
    if not found and any(proves(hash_, new) for hash_ in known):
        found = [say("The password must differ from the last {count}.", count=OLD_ONES)]
    if found:
        raise Unfit(found)
    person.password_hash, person.password_changed_at = hasher.hash(new), now()
    person.must_change_password = False
    db.session.add(
        OldPassword(person_id=person.id, password_hash=person.password_hash, at=person.password_changed_at)
    )
    if len(old) == OLD_ONES:
        older = OldPassword.id <= old[-1].id
        db.session.execute(delete(OldPassword).where(OldPassword.person_id == person.id, older))
    end_rows(person)
    leave_trace(Event.PASSWORD_CHANGED, person, by=by)


@transactional
def issue_link(person: Person, *, by: Person | None) -> str:
    """The token of a new one-time link; earlier ones stop working. ``by`` is empty at the console."""
    if by is not None:
        check_issuing(person, by=by)
    token = token_urlsafe(32)
    earlier = update(OneTimeLink).where(OneTimeLink.person_id == person.id, OneTimeLink.used_at.is_(None))
    db.session.execute(earlier.values(used_at=now()))
    db.session.add(OneTimeLink(token_hash=hashed(token), person_id=person.id, ends_at=now() + LINK_LIFETIME))
    leave_trace(Event.LINK_ISSUED, person, by=by)
    return token


def check_issuing(person: Person, *, by: Person) -> None:
    """The system administrator cannot become one of the other two: that takes the server's console."""
    if person.id == by.id:
        raise Refused("Change your own password on your account's page.")
    if not person.active:
        raise Refused("This account is closed.")
    others: frozenset[Role] = ADMINISTRATORS & person.roles.keys()
    if others and person.password_hash:
        raise Refused(
            "An administrator's password is reset at the server only: flask accounts link {account}",
            account=person.account,
        )
