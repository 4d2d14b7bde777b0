"""Where facts come from: the features that own them are plugged in by the assembly."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, Protocol

from flask import current_app

from portal.formula import Row
from portal.scores.rules import Deduction
from portal.targets.models import Target


@dataclass(frozen=True, slots=True)
class Origin:
    """Who vouches for a row of facts, since when, and where it can be read."""

    title: str
    person: str
    at: datetime
    address: str


class Source(Protocol):
    """A feature that owns facts. It may leave out the questions that it knows nothing of."""

    def rows(self, targets: Sequence[Target]) -> Mapping[int, Sequence[Row]]:
        """By target: every valid row of the target's year, oldest first, each with its ``ref``."""

    def origins(self, refs: Sequence[object]) -> Mapping[object, Origin]:
        """What the explanation says about these rows."""

    def awaited(self, targets: Sequence[Target], month: int) -> Mapping[int, int]:
        """By target: how many periods were due by the end of that month and have no row yet."""

    def confirmed(self, targets: Sequence[Target], month: int) -> Collection[int]:
        """The targets whose periods that ended by that month are all signed off."""

    def open_queries(self, targets: Sequence[Target]) -> Mapping[int, int]:
        """By target: how many questions about its figures wait for an answer."""

    def measures(
        self, unit_ids: Sequence[int], year: int, months: Sequence[int]
    ) -> Mapping[tuple[int, int], Mapping[str, Decimal]]:
        """By unit and month: the portal's own figures, by the name that formulas use."""

    def deductions(self, unit_ids: Sequence[int], year: int, month: int) -> Mapping[int, Sequence[Deduction]]:
        """By unit: what is taken off its total by the end of that month, each with its cause."""


def sources() -> Sequence[Source]:
    return current_app.extensions.get("fact_sources", ())


def asked(question: str, /, *about: object) -> dict[Any, Any]:
    """What all sources together answer; where two know the same thing, the later one is believed."""
    answers: dict[Any, Any] = {}
    for source in sources():
        answer = getattr(source, question, None)
        if answer is not None:
            answers.update(answer(*about))
    return answers


def confirmed(targets: Sequence[Target], month: int) -> frozenset[int]:
    answers = (getattr(source, "confirmed", None) for source in sources())
    return frozenset().union(*(answer(targets, month) for answer in answers if answer is not None))
