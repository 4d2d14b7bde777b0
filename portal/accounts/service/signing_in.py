"""Signing in: the same sentence and the same time for an unknown account and a wrong password."""

from __future__ import annotations

import unicodedata
from datetime import datetime

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from flask_babel import format_datetime
from sqlalchemy import delete, update
from sqlalchemy.exc import IntegrityError

from portal.accounts.models import FailedSignIn, Lockout, Person
from portal.accounts.queries import attempts, locked_until, person_named
from portal.accounts.rules import FAILURES, LOCK, WINDOW, Locked, half_hidden
from portal.accounts.service.sessions import address_of_request, open_session
from portal.audit.rules import Event, Result
from portal.audit.service import leave_trace
from portal.core.sentences import Refused
from portal.web.clock import now
from portal.web.db import db, transactional

hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
NOBODYS = hasher.hash("nobody has this password")  # what an unknown account is compared with


def sign_in(account: str, password: str) -> tuple[Person, str]:
    """The person and a new session's token. Three short transactions, so that none waits for the hash.

    The attempt is written down before the password is looked at and the attempts are counted after that:
    of any number of attempts at the same moment, only the allowed five get an answer.
    """
    account, address = unicodedata.normalize("NFKC", account).strip()[:64], address_of_request()
    if until := note_attempt(account, address):
        raise_locked(until)
    person, too_many = known(account, address)
    if too_many:
        raise_locked(now() + LOCK)
    hash_ = person.password_hash if person is not None and person.active else ""
    if not proves(hash_, password) or person is None:
        note_failure(account, address, person)
        raise Refused("The account or the password is wrong.")
    return person, welcome(person, password)


def proves(hash_: str, password: str) -> bool:
    """Whether this password made that hash; without a hash it takes as long to say no."""
    try:
        return hasher.verify(hash_ or NOBODYS, password) and bool(hash_)
    except (VerificationError, InvalidHashError):
        return False


def raise_locked(until: datetime) -> None:
    time = format_datetime(until, "HH:mm")
    raise Refused(
        "Locked until {time} after too many failed attempts. The security administrator can unlock it.",
        time=time,
    )


@transactional
def note_attempt(account: str, address: str) -> datetime | None:
    """Write the attempt down, unless a lock says no already: then the moment it ends."""
    until = locked_until(account=account, address=address)
    if until is None:
        db.session.add(FailedSignIn(account=account, address=address, at=now()))
    return until


@transactional
def known(account: str, address: str) -> tuple[Person | None, bool]:
    """Whose account it is, and whether there were too many attempts."""
    names = {Locked.ACCOUNT: account, Locked.ADDRESS: address}
    return person_named(account), any(attempts(kind, names[kind]) > FAILURES[kind] for kind in Locked)


@transactional
def note_failure(account: str, address: str, person: Person | None) -> bool:
    """A line in the trail, and a lock where it was one too many; whether it was."""
    locked = False
    shown = account if person is not None else half_hidden(account)
    leave_trace(Event.SIGN_IN_FAILED, person, account=shown, title=shown, result=Result.FAILED)
    for kind, name in ((Locked.ACCOUNT, account), (Locked.ADDRESS, address)):
        if attempts(kind, name) >= FAILURES[kind] and lock(kind, name):
            title = shown if kind is Locked.ACCOUNT else name
            leave_trace(Event.LOCKED, person, account=shown, title=title, after={"locked": kind.value})
            locked = True
    return locked


def lock(kind: Locked, name: str) -> bool:
    """Whether it was open until now."""
    moment = now()
    stale = delete(Lockout).where(Lockout.kind == kind, Lockout.name == name, Lockout.until <= moment)
    db.session.execute(stale)
    column = getattr(FailedSignIn, kind.value)
    db.session.execute(delete(FailedSignIn).where(column == name, FailedSignIn.at <= moment - WINDOW))
    if locked_until(
        account=name if kind is Locked.ACCOUNT else "", address=name if kind is Locked.ADDRESS else ""
    ):
        return False
    try:
        with db.session.begin_nested():
            db.session.add(Lockout(kind=kind, name=name, until=moment + LOCK))
    except IntegrityError:  # another of the failures at the same moment has locked it
        return False
    return True


@transactional
def welcome(person: Person, password: str) -> str:
    """The password was right: the failures are forgotten, and an outdated hash is made anew."""
    forget_failures(person)
    if hasher.check_needs_rehash(person.password_hash):
        fresh = update(Person).where(Person.id == person.id).values(password_hash=hasher.hash(password))
        db.session.execute(fresh)
    return open_session(person)


@transactional
def forget_failures(person: Person) -> None:
    db.session.execute(delete(FailedSignIn).where(FailedSignIn.account == person.account))


@transactional
def unlock(lockout: Lockout, *, by: Person) -> None:
    column = getattr(FailedSignIn, lockout.kind.value)
    db.session.execute(delete(FailedSignIn).where(column == lockout.name))
    person = person_named(lockout.name) if lockout.kind is Locked.ACCOUNT else None
    shown = lockout.name if person or lockout.kind is Locked.ADDRESS else half_hidden(lockout.name)
    leave_trace(Event.UNLOCKED, person, by=by, title=shown, before={"until": lockout.until})
    db.session.delete(lockout)
