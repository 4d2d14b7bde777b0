"""What a password must be, and how long it lasts."""

from __future__ import annotations

from datetime import datetime, timedelta

from portal.core.sentences import Sentence, say

SHORTEST, LONGEST = 10, 128
KINDS = 3  # of four: small letters, capitals, digits, other signs
OLD_ONES = 5  # the last passwords, none of which may come back
LIFETIME = timedelta(days=90)
LINK_LIFETIME = timedelta(hours=72)
TELLING = 3  # a shorter account name is in every second word


def complaints(password: str, *, account: str) -> list[Sentence]:
    """Everything that is wrong with a new password, so that one try is enough to mend it."""
    found = []
    if len(password) < SHORTEST:
        found.append(say("Use at least {count} characters.", count=SHORTEST))
    if len(password) > LONGEST:
        found.append(say("Use at most {count} characters.", count=LONGEST))
    if kinds(password) < KINDS:
        found.append(
            say("Mix at least {count} of these: small letters, capitals, digits, other signs.", count=KINDS)
        )
    if len(account) >= TELLING and account.casefold() in password.casefold():
        found.append(say("The password must not contain the account name."))
    return found


def kinds(password: str) -> int:
    islower, isupper, isdigit, other = False, False, False, False
    for sign in password:
        islower |= sign.islower()
        isupper |= sign.isupper()
        isdigit |= sign.isdigit()
        other |= not sign.isalnum() or not sign.isascii()
    return islower + isupper + isdigit + other


def must_change(*, told_to: bool, changed_at: datetime | None, moment: datetime) -> bool:
    """At first sign-in, and after 90 days. A password of unknown age (demonstration) does not grow old."""
    return told_to or (changed_at is not None and moment - changed_at > LIFETIME)
