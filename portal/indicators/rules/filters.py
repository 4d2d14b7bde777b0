"""What a person looks for in the library: all of it stands in the page's address."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar

from portal.core.periods import Frequency
from portal.core.sentences import Sentence, Word, say
from portal.indicators.rules.words import Direction, FormulaState, IndicatorClass, Level

PAGE = 50
LONGEST = 60
SORTS: dict[str, Sentence] = {
    "code": say("Code"),
    "name": say("Name"),
    "kind": say("Class"),
    "level": say("Level"),
    "frequency": say("Frequency"),
    "direction": say("Direction"),
    "formulas": say("Formulas"),
}
W = TypeVar("W", bound=Word)


@dataclass(frozen=True, slots=True)
class Filters:
    """``None`` or an empty text leaves that side open. What cannot be understood is left open too."""

    year: int | None = None
    q: str = ""
    kind: IndicatorClass | None = None
    level: Level | None = None
    frequency: Frequency | None = None
    direction: Direction | None = None
    formulas: FormulaState | None = None
    unit: str = ""
    source: str = ""
    sort: str = "code"
    page: int = 1

    @property
    def column(self) -> str:
        return self.sort.removeprefix("-")

    @property
    def descending(self) -> bool:
        return self.sort.startswith("-")

    @property
    def narrowed(self) -> bool:
        sides = (self.q, self.kind, self.level, self.frequency, self.direction, self.formulas)
        return any((*sides, self.unit, self.source))


def filters_in(typed: Mapping[str, str]) -> Filters:
    sort = typed.get("sort", "code")
    return Filters(
        year=_number(typed.get("year", "")) or None,
        q=typed.get("q", "").replace("\0", "").strip()[:LONGEST],
        kind=_word(IndicatorClass, typed.get("kind")),
        level=_word(Level, typed.get("level")),
        frequency=_word(Frequency, typed.get("frequency")),
        direction=_word(Direction, typed.get("direction")),
        formulas=_word(FormulaState, typed.get("formulas")),
        unit=typed.get("unit", "").replace("\0", "")[:LONGEST],
        source=typed.get("source", "").replace("\0", "")[:LONGEST],
        sort=sort if sort.removeprefix("-") in SORTS else "code",
        page=max(1, _number(typed.get("page", ""))),
    )


def _word(words: type[W], typed: str | None) -> W | None:
    return next((word for word in words if word.value == typed), None)


def _number(typed: str) -> int:
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 7 else 0
