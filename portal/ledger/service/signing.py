"""The head of the filling unit stands by a period's rows."""

from __future__ import annotations

from sqlalchemy import func, select

from portal.accounts.models import Person
from portal.audit.rules import Event
from portal.audit.service import leave_trace
from portal.core.periods import Period
from portal.ledger.models import Entry, SignOff
from portal.ledger.queries import book, holds_many_rows
from portal.ledger.rules import EntryState
from portal.ledger.rules.writing import check_open, check_sign_off
from portal.ledger.service.recording import hold, signed
from portal.targets.models import Target
from portal.web.clock import now, today
from portal.web.db import db, transactional


@transactional
def sign_off(target: Target, stretch: Period, *, by: Person) -> SignOff:
    """From now on a correction of this period needs a reason."""
    hold(target)
    check_open(book(target))
    valid = select(func.count()).where(
        Entry.target_id == target.id, Entry.month == stretch.month, Entry.state == EntryState.VALID
    )
    check_sign_off(
        stretch, rows=db.session.scalar(valid) or 0, many_rows=holds_many_rows(target),
        signed=signed(target, stretch), today=today(),
    )  # fmt: skip
    sign = SignOff(target_id=target.id, period=stretch.key, month=stretch.month, person=by, at=now())
    db.session.add(sign)
    leave_trace(Event.PERIOD_SIGNED, sign, by=by, title=f"{target} {stretch.key}")
    return sign
