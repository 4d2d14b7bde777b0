"""Ledger entries as facts for the score engine, which asks for them without knowing the ledger."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Collection, Mapping, Sequence
from datetime import date

from flask import url_for

from portal.core.periods import parse_period, periods_of
from portal.core.sentences import Sentence, say
from portal.formula import Row
from portal.ledger.queries import facts
from portal.ledger.queries.days import calendar
from portal.ledger.rules.reporting import due_days
from portal.scores.sources import Origin
from portal.targets.models import Target
from portal.web.language import translate


class EntrySource:
    """Everything recorded in ledgers. A nil report is a row without values."""

    def rows(self, targets: Sequence[Target]) -> Mapping[int, Sequence[Row]]:
        return facts.rows(targets)

    def origins(self, refs: Sequence[object]) -> Mapping[object, Origin]:
        numbers = [ref for ref in refs if isinstance(ref, int)]
        return {
            entry_id: Origin(
                translate(_title(period, nil)),
                person,
                at,
                url_for("ledger.entry", target_id=target_id, entry_id=entry_id),
            )
            for entry_id, period, nil, person, at, target_id in facts.told(numbers)
        }

    def awaited(self, targets: Sequence[Target], month: int) -> Mapping[int, int]:
        recorded, rhythm = facts.months_recorded(targets), facts.frequencies(targets)
        due: dict[tuple[int, object], list[int]] = {}
        counts = {}
        for target in targets:
            key = target.year_id, rhythm[target.indicator_id]
            if key not in due:
                due[key] = _due_months(*key, month)
            counts[target.id] = sum(at not in recorded.get(target.id, ()) for at in due[key])
        return counts

    def confirmed(self, targets: Sequence[Target], month: int) -> Collection[int]:
        """Where something ended by that month, and the filling unit's head stands by all of it."""
        signed, rhythm = facts.months_signed(targets), facts.frequencies(targets)
        return frozenset(
            target.id
            for target in targets
            if (ended := _ended(target.year_id, rhythm[target.indicator_id], month))
            and ended <= signed.get(target.id, set())
        )

    def open_queries(self, targets: Sequence[Target]) -> Mapping[int, int]:
        return facts.open_queries(targets)


def _title(period: str, nil: bool) -> Sentence:
    label = parse_period(period).label
    return say("{period} (nil report)", period=label) if nil else label


def _due_months(year: int, frequency: object, month: int) -> list[int]:
    """The months whose period had to be recorded by the end of ``month``."""
    end = date(year, month, monthrange(year, month)[1])
    return [
        stretch.month
        for stretch in periods_of(year, frequency)
        if (days := due_days(stretch, calendar())) and days.due <= end
    ]


def _ended(year: int, frequency: object, month: int) -> set[int]:
    return {stretch.month for stretch in periods_of(year, frequency) if stretch.month <= month}
