"""When too many failures lock a door, when a session ends, and where a person lands."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from portal.accounts.rules.words import Locked
from portal.core.policy import ADMINISTRATORS, Role

FAILURES = {Locked.ACCOUNT: 5, Locked.ADDRESS: 30}  # a bureau may share one address behind a gateway
WINDOW = timedelta(minutes=15)
LOCK = timedelta(minutes=30)
TOUCH_EVERY = timedelta(minutes=1)

LOCAL = re.compile(r"/(?![/\\])[^\x00-\x20\\\x7f]*")
DOORS = ("/login", "/logout", "/welcome/")


def idle_limit(roles: Collection[Role], *, everyone: timedelta, administrators: timedelta) -> timedelta:
    return administrators if ADMINISTRATORS & frozenset(roles) else everyone


def is_alive(
    *, started: datetime, seen: datetime, ended: datetime | None, moment: datetime, idle: timedelta,
    absolute: timedelta,
) -> bool:  # fmt: skip
    return ended is None and moment - seen <= idle and moment - started <= absolute


def is_local(address: str) -> bool:
    """A path of this site. ``//host``, ``/\\host`` and what browsers trim into them lead outside."""
    return len(address) <= 2000 and LOCAL.fullmatch(address) is not None


def landing(wanted: str) -> str:
    """Where to go after signing in: the page that was wanted, where it is one of ours, else one's work."""
    return wanted if is_local(wanted) and not urlsplit(wanted).path.startswith(DOORS) else "/"


def half_hidden(account: str) -> str:
    """An unknown account as the trail may keep it: people type passwords into the wrong field."""
    return f"{account[:2]}***"
