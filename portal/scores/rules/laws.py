"""An indicator's formulas, ready to run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from portal.core.sentences import Sentence
from portal.formula import BLANK, Formula, Purpose, Row
from portal.formula.characters import half_width
from portal.formula.functions import FUNCTIONS, WINDOWS

TO_DATE = "TO_DATE"
PASSING = tuple(
    word.casefold() for window, chinese in WINDOWS.items() if window != TO_DATE for word in (window, *chinese)
)
WORKDAYS = tuple(word.casefold() for word in ("WORKDAYS", *FUNCTIONS["WORKDAYS"].chinese))
OF_THE_MONTH = frozenset({"month", "elapsed"})
OF_THE_TARGET = OF_THE_MONTH | {
    "actual", "pass", "pass_upper", "challenge", "weight", "bonus", "last_year",
}  # fmt: skip


class Adding:
    """Entries added up as the months pass: for laws that only ever ask for the sum of a field."""

    __slots__ = ("done", "fields", "rows", "sums")

    def __init__(self, rows: Sequence[Row], fields: tuple[str, ...]) -> None:
        self.rows = rows
        self.fields = fields
        self.sums: dict[str, Decimal] = {}
        self.done = 0

    def until(self, count: int) -> None:
        """Raises ``TypeError`` where a value is not a figure; in the exact context."""
        sums = self.sums
        for row in self.rows[self.done : count]:
            values = row.values
            for key in self.fields:
                value = values.get(key)
                if value.__class__ is Decimal:
                    sums[key] = sums[key] + value if key in sums else value
                elif value is not None and value is not BLANK:
                    raise TypeError(key)
        self.done = count


@dataclass(frozen=True)
class Law:
    """Compiled once per text. ``faults`` says of a text that cannot be read why not."""

    measure: Formula | None = None
    score: Formula | None = None
    bonus: Formula | None = None
    faults: Mapping[Purpose, Sentence] = field(default_factory=dict)
    accumulates: bool = False

    @cached_property
    def formulas(self) -> tuple[Formula, ...]:
        return tuple(formula for formula in (self.measure, self.score, self.bonus) if formula)

    @cached_property
    def needs_peers(self) -> bool:
        return any(formula.needs_peers for formula in self.formulas)

    @cached_property
    def uses_previous(self) -> bool:
        return any(formula.uses_previous for formula in self.formulas)

    @cached_property
    def own_figures(self) -> frozenset[str]:
        """The portal's own measures that the formulas name."""
        return frozenset().union(*(formula.names for formula in self.formulas)) - OF_THE_TARGET

    @cached_property
    def weighs_rows(self) -> bool:
        """The score or the bonus goes over the entries itself, not only the measure."""
        return any(formula.aggregates for formula in (self.score, self.bonus) if formula)

    @cached_property
    def only_adds(self) -> bool:
        """Every aggregate is the sum of one field: entries may be added up before the formulas run."""
        return all(formula.only_adds for formula in self.formulas)

    @cached_property
    def fields(self) -> tuple[str, ...]:
        return tuple(sorted(frozenset().union(*(formula.fields for formula in self.formulas))))

    @cached_property
    def timeless(self) -> bool:
        """The same entries are worth the same in every month, so a month without any changes nothing."""
        return not (
            self.needs_peers
            or self.uses_previous
            or self.own_figures
            or any(formula.names & OF_THE_MONTH or _says(formula, PASSING) for formula in self.formulas)
        )

    @cached_property
    def counts_workdays(self) -> bool:
        return any(_says(formula, WORKDAYS) for formula in self.formulas)


def _says(formula: Formula, words: tuple[str, ...]) -> bool:
    text = half_width(formula.text).casefold()
    return any(word in text for word in words)
