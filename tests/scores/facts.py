"""A small source of facts for the specifications: rows are put into it by hand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from decimal import Decimal

from flask import Flask

from portal.formula import Row
from portal.scores.rules import Deduction
from portal.scores.service import rescore
from portal.scores.sources import Origin
from portal.targets.models import Target
from portal.web.db import transactional


class Notebook:
    """Answers every question a source may be asked."""

    def __init__(self) -> None:
        self.kept: defaultdict[int, list[Row]] = defaultdict(list)
        self.late: dict[int, int] = {}
        self.signed: set[int] = set()
        self.questions: dict[int, int] = {}
        self.off: dict[int, list[Deduction]] = {}
        self.figures: dict[tuple[int, int], Mapping[str, Decimal]] = {}

    @transactional
    def write(self, target: Target, month: int, **values: object) -> None:
        """An entry and its rescoring in one act, as the ledger does it."""
        figures = {key: Decimal(str(value)) for key, value in values.items()}
        ref = f"{target.id}-{len(self.kept[target.id])}"
        self.kept[target.id].append(Row(figures, month, ref))
        rescore([target], since=month)

    def rows(self, targets: Sequence[Target]) -> Mapping[int, Sequence[Row]]:
        return {target.id: self.kept[target.id] for target in targets}

    def origins(self, refs: Sequence[object]) -> Mapping[object, Origin]:
        moment = datetime(2026, 4, 3, 1, 0, tzinfo=UTC)
        return {ref: Origin("2026-03", "Clara", moment, "/ledger/1") for ref in refs if isinstance(ref, str)}

    def awaited(self, targets: Sequence[Target], month: int) -> Mapping[int, int]:
        return self.late

    def confirmed(self, targets: Sequence[Target], month: int) -> set[int]:
        return self.signed

    def open_queries(self, targets: Sequence[Target]) -> Mapping[int, int]:
        return self.questions

    def measures(
        self, unit_ids: Sequence[int], year: int, months: Sequence[int]
    ) -> Mapping[tuple[int, int], Mapping[str, Decimal]]:
        return self.figures

    def deductions(self, unit_ids: Sequence[int], year: int, month: int) -> Mapping[int, Sequence[Deduction]]:
        return self.off


@contextmanager
def only_source(app: Flask, notebook: Notebook) -> Iterator[Notebook]:
    """In place of every other feature's facts and to-dos."""
    before = {name: app.extensions.get(name, []) for name in ("fact_sources", "todo_sources")}
    app.extensions.update(fact_sources=[notebook], todo_sources=[])
    try:
        yield notebook
    finally:
        app.extensions.update(before)
