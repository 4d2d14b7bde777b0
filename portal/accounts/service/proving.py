"""Somebody signed in proves once more who it is: a wrong password counts as it does at the door."""

from __future__ import annotations

from portal.accounts.models import Person, SignIn
from portal.accounts.rules import LOCK
from portal.accounts.service.sessions import end_session
from portal.accounts.service.signing_in import (
    forget_failures,
    known,
    note_attempt,
    note_failure,
    proves,
    raise_locked,
)
from portal.core.sentences import Refused
from portal.web.clock import now
from portal.web.db import transactional


class ShutOut(Refused):
    """One wrong password too many: the account is locked and the session in which it was typed has ended."""

    def __init__(self) -> None:
        super().__init__(
            "The password was wrong too often: your session has ended, and signing in is locked for half an "
            "hour. The security administrator can unlock it."
        )


def prove_again(password: str, *, by: Person, within: SignIn, address: str) -> None:
    """Short transactions as in signing in, so that none waits for the hash."""
    account, hash_ = by.account, by.password_hash
    if until := note_attempt(account, address):
        raise_locked(until)
    if known(account, address)[1]:
        raise_locked(now() + LOCK)
    if not proves(hash_, password):
        if note_wrong(by, within, address):
            raise ShutOut
        raise Refused("The current password is wrong.")
    forget_failures(by)


@transactional
def note_wrong(person: Person, within: SignIn, address: str) -> bool:
    """Whether that was one too many, which ends the session."""
    locked = note_failure(person.account, address, person)
    if locked:
        end_session(within, by=person)
    return locked
