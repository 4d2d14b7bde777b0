"""What a preset asks, and how the answers become the text of an ordinary formula."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any

from portal.core.sentences import Refused, Sentence
from portal.formula.names import Names, Purpose
from portal.formula.spelling import Language, respell
from portal.formula.values import Kind


class Asked(StrEnum):
    """How a parameter is typed: ``TABLE`` is a sequence of rows whose cells are asked as ``columns`` say."""

    NUMBER = "number"
    POSITIVE = "positive"
    WHOLE = "whole"
    CHOICE = "choice"
    FORMULA = "formula"
    FIELD = "field"
    TEXT = "text"
    TABLE = "table"


@dataclass(frozen=True, slots=True)
class Option:
    key: str
    label: Sentence


@dataclass(frozen=True, slots=True)
class Parameter:
    """One question. ``default`` answers it when nothing is typed; without one an answer is needed.

    ``only_if`` names another question and the answers to it that make this one matter.
    """

    key: str
    label: Sentence
    kind: Asked
    default: Any = None
    choices: tuple[Option, ...] = ()
    columns: tuple[Parameter, ...] = ()
    optional: bool = False
    only_if: tuple[str, tuple[str, ...]] | None = None

    def read(self, answer: Any) -> Any:
        """The answer in its own type, or ``Refused`` with a sentence."""
        if answer is None or (isinstance(answer, str) and not answer.strip()):
            answer = self.default
        if answer is None or answer == ():
            if self.optional:
                return answer
            raise Refused("“{label}” is missing.", label=self.label)
        return _READERS[self.kind](self, answer)


def _number(asked: Parameter, answer: Any) -> Decimal:
    try:
        number = Decimal(str(answer).strip())
    except InvalidOperation:
        raise Refused("“{label}” must be a number.", label=asked.label) from None
    if not number.is_finite() or abs(number) >= Decimal("1E15") or number != round(number, 8):
        raise Refused("“{label}” must be a number.", label=asked.label)
    if asked.kind is Asked.POSITIVE and number <= 0:
        raise Refused("“{label}” must be larger than zero.", label=asked.label)
    if asked.kind is Asked.WHOLE and (number < 0 or number != int(number)):
        raise Refused("“{label}” must be a whole number.", label=asked.label)
    return number


def _choice(asked: Parameter, answer: Any) -> str:
    if answer not in [option.key for option in asked.choices]:
        raise Refused("“{label}” must be one of the choices.", label=asked.label)
    return str(answer)


def _table(asked: Parameter, rows: Any) -> tuple[tuple[Any, ...], ...]:
    table = []
    for row in rows:
        if len(row) != len(asked.columns):
            raise Refused("A row of “{label}” is incomplete.", label=asked.label)
        table.append(tuple(column.read(cell) for column, cell in zip(asked.columns, row, strict=True)))
    return tuple(table)


_READERS: Mapping[Asked, Callable[[Parameter, Any], Any]] = {
    Asked.NUMBER: _number,
    Asked.POSITIVE: _number,
    Asked.WHOLE: _number,
    Asked.CHOICE: _choice,
    Asked.TABLE: _table,
    Asked.FORMULA: lambda asked, answer: str(answer).strip(),
    Asked.FIELD: lambda asked, answer: str(answer).strip(),
    Asked.TEXT: lambda asked, answer: str(answer).strip(),
}


class Answers(Mapping[str, Any]):
    """The answers to one preset's questions, read and complete."""

    def __init__(self, parameters: Sequence[Parameter], given: Mapping[str, Any]) -> None:
        known = {parameter.key for parameter in parameters}
        if unknown := given.keys() - known:
            raise TypeError(f"No such parameter: {', '.join(sorted(unknown))}")
        self._answers = {asked.key: asked.read(given.get(asked.key)) for asked in parameters}

    def __getitem__(self, key: str) -> Any:
        return self._answers[key]

    def __iter__(self) -> Any:
        return iter(self._answers)

    def __len__(self) -> int:
        return len(self._answers)


@dataclass(frozen=True, slots=True)
class Preset:
    """One way of scoring that the office picks by name. ``actual`` is the kind of the measure it needs."""

    key: str
    label: Sentence
    description: Sentence
    parameters: tuple[Parameter, ...]
    text: Callable[[Answers], str]
    purpose: Purpose = Purpose.SCORE
    actual: Kind = Kind.NUMBER

    def write(self, language: str = Language.CHINESE, names: Names | None = None, **answers: Any) -> str:
        """The formula in the author's language. ``names`` lets the fields be written by their labels."""
        english = self.text(Answers(self.parameters, answers))
        return respell(english, Language(language), names or Names.bonus())


def figure(number: Decimal) -> str:
    """A number as an author would type it."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'
