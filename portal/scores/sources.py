"""Where facts come from: the features that own them are plugged in by the assembly."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Protocol

from flask import current_app

from portal.formula import Row
from portal.targets.models import Target


@dataclass(frozen=True, slots=True)
class Origin:
    """Who vouches for a row of facts, since when, and where it can be read."""

    title: str
    person: str
    at: datetime
    address: str


class Source(Protocol):
    """A feature that owns facts."""

    def rows(self, targets: Sequence[Target]) -> Mapping[int, Sequence[Row]]:
        """By target: every valid row of the target's year, oldest first, each with its ``ref``."""

    def origins(self, refs: Sequence[object]) -> Mapping[object, Origin]:
        """What the explanation says about these rows."""

    def awaited(self, targets: Sequence[Target], month: int) -> Mapping[int, int]:
        """By target: how many periods were due by the end of that month and have no row yet."""

    def measures(self, unit_ids: Sequence[int], year: int, month: int) -> Mapping[int, Mapping[str, Decimal]]:
        """By unit: the portal's own figures, by the name that formulas use."""


def sources() -> Sequence[Source]:
    return current_app.extensions["fact_sources"]
