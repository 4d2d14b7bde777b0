"""What a running formula sees: the cleaned figures of one situation, and the row at hand."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any, TypeAlias

from portal.core.sentences import say
from portal.formula.errors import EvaluationError, Unfit
from portal.formula.names import Name
from portal.formula.values import BLANK, Blank, Calendar, Kind, Peers, Row, Situation, Values, clean

NOTHING: Mapping[str, Any] = {}
WHOLE_YEAR = 12

# A value of exactly this type needs no cleaning; that keeps the common case fast.
CLEAN_ALREADY: Mapping[Kind, type] = {
    Kind.NUMBER: Decimal,
    Kind.TRUTH: bool,
    Kind.TEXT: Blank,
    Kind.DATE: Blank,
}


class Frame:
    __slots__ = ("_month", "calendar", "entries", "peers", "previous", "row", "source", "values")

    def __init__(
        self,
        values: dict[str, Any],
        source: Values,
        entries: Sequence[Row],
        peers: Peers | None,
        previous: Situation | None,
        calendar: Calendar | None,
    ) -> None:
        self.values = values
        self.source = source
        self.entries = entries
        self.peers = peers
        self.previous = previous
        self.calendar = calendar
        self.row: Values = NOTHING
        self._month = 0

    @property
    def month(self) -> int:
        """The month as of; without one the whole year counts."""
        if not self._month:
            number = clean(self.source.get("month"), Kind.NUMBER)
            self._month = int(number) if isinstance(number, Decimal) else WHOLE_YEAR
        return self._month


Run: TypeAlias = Callable[[Frame], Any]


class Reads:
    """The figures a formula reads, taken out of a situation once per evaluation."""

    def __init__(self, names: Sequence[Name]) -> None:
        self.names = tuple((name.key, CLEAN_ALREADY[name.kind], name) for name in names)

    def values(self, source: Values) -> dict[str, Any]:
        """Every figure as formulas use it; one that is absent or ``None`` is blank."""
        values = {}
        for key, clean_already, name in self.names:
            value = source.get(key, BLANK)
            values[key] = value if value.__class__ is clean_already else self._cleaned(value, name)
        return values

    def frame(self, situation: Situation, calendar: Calendar | None) -> Frame:
        values = self.values(situation.values)
        return Frame(values, situation.values, situation.entries, None, situation.previous, calendar)

    @staticmethod
    def _cleaned(value: object, name: Name) -> Any:
        try:
            return clean(value, name.kind)
        except Unfit as unfit:
            message = say("The figure “{name}” should be {kind}.", name=name.label, kind=name.kind.label)
            raise EvaluationError(0, message, length=0) from unfit
