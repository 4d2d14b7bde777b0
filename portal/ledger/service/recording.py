"""Writing the ledger: recording, correcting, voiding. Each moves the score in its own transaction."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from portal.accounts.models import Person
from portal.accounts.service import drop_draft
from portal.audit.rules import Event
from portal.audit.service import leave_trace
from portal.core.periods import Period
from portal.core.sentences import Refused, say
from portal.ledger.models import Entry, EntryVersion, SignOff
from portal.ledger.queries import (
    book,
    correction_address,
    counting_month,
    draft_addresses,
    holds_many_rows,
    place_of,
    stretch_of_entry,
)
from portal.ledger.rules import EntryState
from portal.ledger.rules.filled import Filled
from portal.ledger.rules.writing import ReasonMissing, check_open, check_period, check_reason
from portal.ledger.service.files import Stored, attach, on_the_shelf
from portal.scores.service import rescore
from portal.targets.models import Target
from portal.web.clock import now, today
from portal.web.db import Stale, db, transactional


class Taken(Stale):
    """Somebody else wrote to the same place in between; ``entry`` is what stands there now."""

    def __init__(self, entry: Entry) -> None:
        super().__init__("Somebody else has written this in the meantime. Nothing you typed is lost.")
        self.entry = entry


def record(target: Target, filled: Filled, *, submission: str, by: Person) -> Entry:
    """A new row. The same ``submission`` sent again finds the row that it made the first time."""
    with on_the_shelf(filled.uploads) as files:
        return _record(target, filled, files, submission=submission, by=by)


@transactional
def _record(target: Target, filled: Filled, files: Sequence[Stored], *, submission: str, by: Person) -> Entry:
    hold(target)
    if earlier := _made_by(submission, target):
        return earlier
    check_period(book(target), filled.stretch, today())
    check_reason(filled.reason, signed=signed(target, filled.stretch))
    _check_place(target, filled)
    entry = Entry(
        target=target, period=filled.period.key, month=filled.period.month, nil=filled.nil,
        figures_of=place_of(target, filled.stretch, nil=filled.nil), values=dict(filled.values),
        submission=submission, person=by, at=now(), state=EntryState.VALID, version=1,
    )  # fmt: skip
    db.session.add(entry)
    _keep_version(entry, 1, filled.reason, by)
    attach(entry, files, number=1, by=by)
    leave_trace(Event.ENTRY_RECORDED, entry, by=by, title=_title(entry), after=_told(entry))
    drop_draft(*draft_addresses(target.id, filled.stretch.key), by=by)
    db.session.flush()
    rescore([target], since=counting_month(entry))
    return entry


def correct(entry: Entry, filled: Filled, *, version: int, by: Person) -> Entry:
    """What stands is replaced, and stays readable. ``version`` is the one the person was looking at."""
    with on_the_shelf(filled.uploads) as files:
        return _correct(entry, filled, files, version=version, by=by)


@transactional
def _correct(entry: Entry, filled: Filled, files: Sequence[Stored], *, version: int, by: Person) -> Entry:
    target = hold(entry.target)
    db.session.refresh(entry, ["version", "values", "nil", "state", "person_id", "month", "period"])
    if entry.version != version:
        if _sent_again(entry, filled, version, by):
            return entry
        raise Taken(entry)
    if not entry.valid:
        raise Refused("The row is voided: it can no longer be corrected.")
    old = stretch_of_entry(entry, target)
    check_period(book(target), filled.stretch, today())
    check_reason(filled.reason, signed=signed(target, old) or signed(target, filled.stretch))
    _check_place(target, filled, but=entry)
    before, since = _told(entry), counting_month(entry)
    entry.values, entry.nil = dict(filled.values), filled.nil
    entry.period, entry.month = filled.period.key, filled.period.month
    entry.figures_of = place_of(target, filled.stretch, nil=filled.nil)
    entry.person, entry.at = by, now()
    _keep_version(entry, version + 1, filled.reason, by)
    for file in entry.evidence:
        if file.id in filled.dropped:
            file.dropped = version + 1
    attach(entry, files, number=version + 1, by=by)
    leave_trace(Event.ENTRY_CORRECTED, entry, by=by, title=_title(entry), before=before, after=_told(entry))
    drop_draft(correction_address(target.id, entry.id), by=by)
    db.session.flush()
    rescore([target], since=min(since, counting_month(entry)))
    return entry


@transactional
def void(entry: Entry, *, reason: str, version: int, by: Person) -> Entry:
    """The row counts no longer; it stays readable, struck through, with the reason."""
    target = hold(entry.target)
    db.session.refresh(entry, ["version", "state"])
    if not entry.valid:
        return entry
    if entry.version != version:
        raise Taken(entry)
    check_open(book(target))
    if not reason.strip():
        raise ReasonMissing(say("Say why the row is voided."))
    before = _told(entry)
    entry.state, entry.figures_of, entry.person, entry.at = EntryState.VOIDED, None, by, now()
    _keep_version(entry, version + 1, reason.strip(), by)
    leave_trace(Event.ENTRY_VOIDED, entry, by=by, title=_title(entry), before=before, after=reason.strip())
    db.session.flush()
    rescore([target], since=counting_month(entry))
    return entry


def hold(target: Target) -> Target:
    """Whoever writes to one ledger waits for whoever began before."""
    db.session.execute(select(Target.id).where(Target.id == target.id).with_for_update())
    return target


def signed(target: Target, stretch: Period) -> bool:
    statement = select(SignOff.id).where(SignOff.target_id == target.id, SignOff.month == stretch.month)
    return db.session.scalar(statement) is not None


def _made_by(submission: str, target: Target) -> Entry | None:
    earlier = db.session.scalars(select(Entry).where(Entry.submission == submission)).unique().one_or_none()
    if earlier is not None and earlier.target_id != target.id:
        raise Refused("This form was sent for another ledger. Load the page again.")
    return earlier


def _sent_again(entry: Entry, filled: Filled, version: int, by: Person) -> bool:
    """The same correction arrived twice: the first one is the answer to both."""
    return (
        entry.version == version + 1
        and entry.person_id == by.id
        and (entry.values, entry.nil, entry.period) == (dict(filled.values), filled.nil, filled.period.key)
    )


def _check_place(target: Target, filled: Filled, but: Entry | None = None) -> None:
    """One row of figures for a period; and no nil report beside a row that says something."""
    alone = filled.nil or not holds_many_rows(target)
    in_the_way = select(Entry).where(
        Entry.target_id == target.id,
        Entry.month == filled.period.month,
        Entry.state == EntryState.VALID,
        Entry.id != (but.id if but else 0),
        *([] if alone else [Entry.nil.is_(True)]),
    )
    there = db.session.scalars(in_the_way.order_by(Entry.id).limit(1)).unique().one_or_none()
    if there is None:
        return
    if not holds_many_rows(target):
        raise Taken(there)
    if filled.nil:
        raise Refused(
            "{period} has rows already: a nil report would contradict them.", period=filled.stretch.label
        )
    raise Refused("{period} has a nil report: void it before recording a row.", period=filled.stretch.label)


def _keep_version(entry: Entry, number: int, reason: str, by: Person) -> None:
    entry.versions.append(
        EntryVersion(
            number=number, state=entry.state, nil=entry.nil, values=dict(entry.values),
            reason=reason.strip(), person=by, at=entry.at,
        )
    )  # fmt: skip


def _title(entry: Entry) -> str:
    return f"{entry.target} {entry.period}"


def _told(entry: Entry) -> dict[str, object]:
    return {"period": entry.period, "nil": entry.nil, **entry.values}
