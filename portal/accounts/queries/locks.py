"""Which doors are locked, and what is known of somebody at the door."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import InstrumentedAttribute

from portal.accounts.models import FailedSignIn, Lockout, OneTimeLink, Person
from portal.accounts.queries.signed_in import hashed
from portal.accounts.rules import WINDOW, Locked
from portal.web.clock import now
from portal.web.db import db


def locked_until(*, account: str, address: str) -> datetime | None:
    """The moment until which this account, or everybody at this address, is kept out."""
    names = ((Lockout.kind == Locked.ACCOUNT) & (Lockout.name == account)) | (
        (Lockout.kind == Locked.ADDRESS) & (Lockout.name == address)
    )
    return db.session.scalar(select(func.max(Lockout.until)).where(names, Lockout.until > now()))


def attempts(kind: Locked, name: str) -> int:
    """Attempts in the last 15 minutes that nothing has cleared, the running ones included."""
    column: InstrumentedAttribute[str] = getattr(FailedSignIn, kind.value)
    recent = select(func.count()).where(column == name, FailedSignIn.at > now() - WINDOW)
    return db.session.scalar(recent) or 0


def locks() -> list[Lockout]:
    return list(
        db.session.scalars(
            select(Lockout).where(Lockout.until > now()).order_by(Lockout.until.desc()).limit(100)
        )
    )


def lock_numbered(lock_id: int) -> Lockout:
    return db.get_or_404(Lockout, lock_id)


def accounts_among(names: list[str]) -> set[str]:
    """Which of these are accounts: the others were only typed by somebody."""
    return set(db.session.scalars(select(Person.account).where(Person.account.in_(names))))


def link_of(token: str) -> OneTimeLink | None:
    """The one-time link with this token, if it can still be used."""
    link = db.session.scalars(
        select(OneTimeLink).where(OneTimeLink.token_hash == hashed(token))
    ).one_or_none()
    usable = link is not None and link.used_at is None and link.ends_at > now() and link.person.active
    return link if usable else None
