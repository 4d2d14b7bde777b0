"""Entries as the score engine reads them: columns only, thousands of ledgers at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, inspect, select

from portal.accounts.models import Person
from portal.core.periods import Frequency
from portal.formula import Row
from portal.indicators.models import Indicator, LedgerField
from portal.indicators.rules import NUMERIC, FieldType
from portal.ledger.models import Entry, EntryQuery, SignOff
from portal.ledger.queries.days import bureau_day
from portal.ledger.rules import EntryState
from portal.ledger.rules.reporting import counts_from
from portal.ledger.rules.values import YES, Value
from portal.targets.models import Target
from portal.web.db import db

BATCH = 5000  # numbers in one statement: below what either database allows
Readers = Mapping[str, Callable[[str], Value]]

READ: dict[FieldType, Callable[[str], Value]] = {
    **dict.fromkeys(NUMERIC, Decimal),
    FieldType.DATE: date.fromisoformat,
    FieldType.YES_NO: lambda kept: kept == YES,
    FieldType.TEXT: str,
    FieldType.CHOICE: str,
}


def rows(targets: Sequence[Target]) -> dict[int, list[Row]]:
    """By target: its valid rows, oldest first, values as formulas want them."""
    readers = _readers({target.indicator_id: target.indicator for target in targets})
    of_target = {target.id: (readers.get(target.indicator_id, {}), target.year_id) for target in targets}
    found: dict[int, list[Row]] = defaultdict(list)
    for ids in batches(of_target):
        statement = (
            select(Entry.id, Entry.target_id, Entry.month, Entry.values, Entry.recorded_at)
            .where(Entry.target_id.in_(ids), Entry.state == EntryState.VALID)
            .order_by(Entry.target_id, Entry.month, Entry.period, Entry.id)
        )
        for entry_id, target_id, month, values, recorded in db.session.execute(statement):
            read, year = of_target[target_id]
            counting = counts_from(month, year, bureau_day(recorded))
            found[target_id].append(Row(understood(values, read), counting, entry_id))
    return found


def rows_with_places(target: Target, readers: Readers) -> list[tuple[Row, str | None]]:
    """One ledger's valid rows, each with the place it alone may hold."""
    statement = (
        select(Entry.id, Entry.month, Entry.values, Entry.recorded_at, Entry.figures_of)
        .where(Entry.target_id == target.id, Entry.state == EntryState.VALID)
        .order_by(Entry.month, Entry.period, Entry.id)
    )
    return [
        (Row(understood(values, readers), counts_from(month, target.year_id, bureau_day(at)), number), place)
        for number, month, values, at, place in db.session.execute(statement)
    ]


def counting_month(entry: Entry) -> int:
    """The first month whose score knows the entry."""
    return counts_from(entry.month, entry.target.year_id, bureau_day(entry.recorded_at))


def understood(values: Mapping[str, str], readers: Readers) -> dict[str, Value]:
    return {key: readers[key](kept) for key, kept in values.items() if key in readers}


def readers_of(fields: Iterable[LedgerField]) -> Readers:
    return {asked.key: READ[asked.type] for asked in fields if asked.type in READ}


def _readers(indicators: Mapping[int, Indicator]) -> dict[int, Readers]:
    """By indicator; forms that are loaded already are not asked for again."""
    loaded = [one for one in indicators.values() if "fields" not in inspect(one).unloaded]
    readers: dict[int, Any] = {one.id: readers_of(one.fields) for one in loaded}
    for ids in batches(indicators.keys() - readers.keys()):
        statement = select(LedgerField.indicator_id, LedgerField.key, LedgerField.type)
        for indicator_id, key, type_ in db.session.execute(
            statement.where(LedgerField.indicator_id.in_(ids))
        ):
            if type_ in READ:
                readers.setdefault(indicator_id, {})[key] = READ[type_]
    return readers


def rows_of(entries: Iterable[Entry], fields: Iterable[LedgerField]) -> list[Row]:
    """Rows of entries that have been loaded anyway, in the order they came in."""
    readers = readers_of(fields)
    return [
        Row(understood(entry.values, readers), counting_month(entry), entry.id)
        for entry in entries
        if entry.valid
    ]


def batches(numbers: Iterable[int]) -> Iterator[list[int]]:
    kept = list(numbers)
    for start in range(0, len(kept), BATCH):
        yield kept[start : start + BATCH]


def told(entry_ids: Collection[int]) -> list[tuple[int, str, bool, str, datetime, int]]:
    """Of these entries: number, period, whether nil, who, when, target."""
    return [
        fact
        for ids in batches(entry_ids)
        for fact in db.session.execute(
            select(Entry.id, Entry.period, Entry.nil, Person.name, Entry.at, Entry.target_id)
            .join(Person, Entry.person_id == Person.id)
            .where(Entry.id.in_(ids))
        )
    ]


def months_recorded(targets: Sequence[Target]) -> dict[int, set[int]]:
    """By target: the months in which it has a valid row."""
    return _months(targets, Entry.target_id, Entry.month, Entry.state == EntryState.VALID)


def months_signed(targets: Sequence[Target]) -> dict[int, set[int]]:
    return _months(targets, SignOff.target_id, SignOff.month)


def _months(
    targets: Sequence[Target], target_id: Any, month: Any, *conditions: ColumnElement[bool]
) -> dict[int, set[int]]:
    found: dict[int, set[int]] = defaultdict(set)
    for ids in batches(target.id for target in targets):
        statement = select(target_id, month).where(target_id.in_(ids), *conditions).distinct()
        for number, at in db.session.execute(statement):
            found[number].add(at)
    return found


def frequencies(targets: Sequence[Target]) -> dict[int, Frequency]:
    """By indicator, without loading thousands of them."""
    loaded = [target.indicator for target in targets if "indicator" in vars(target)]
    found: dict[int, Frequency] = {indicator.id: indicator.frequency for indicator in loaded}
    for ids in batches({target.indicator_id for target in targets} - found.keys()):
        statement = select(Indicator.id, Indicator.frequency).where(Indicator.id.in_(ids))
        found.update(db.session.execute(statement).all())
    return found


def open_queries(targets: Sequence[Target]) -> dict[int, int]:
    found: dict[int, int] = defaultdict(int)
    for ids in batches(target.id for target in targets):
        statement = select(EntryQuery.target_id).where(
            EntryQuery.target_id.in_(ids), EntryQuery.answered_at.is_(None)
        )
        for target_id in db.session.scalars(statement):
            found[target_id] += 1
    return found


def written_on(indicator: Indicator) -> bool:
    """Whether any ledger of this indicator has a row, voided ones included: its form is then in use."""
    row = select(Entry.id).join(Entry.target).where(Target.indicator_id == indicator.id).limit(1)
    return db.session.scalar(row) is not None
