"""Trying an indicator out on invented figures before anybody is held to it. Nothing of it is kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from portal.core.figures import parse_figure
from portal.core.sentences import Refused, Sentence, say
from portal.formula import (
    BLANK,
    Calendar,
    EvaluationError,
    Formula,
    FormulaError,
    Peers,
    Purpose,
    Row,
    Situation,
    Step,
    compile_formula,
    plain,
)
from portal.formula.names import TARGET, Name
from portal.indicators.rules.formulas import FormField, Texts
from portal.indicators.rules.words import NUMERIC, FieldType

MOST_ROWS = 24
NUMBERS = tuple(name for name in TARGET if name.key != "elapsed")


@dataclass(slots=True)
class Trial:
    """What was typed, what it means, and a sentence at every input that cannot be read."""

    typed: Mapping[str, str]
    rows: int
    values: dict[str, Any] = field(default_factory=dict)
    entries: list[Row] = field(default_factory=list)
    errors: dict[str, Sentence] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Outcome:
    """One formula with the numbers put in; ``error`` where there is no answer."""

    purpose: Purpose
    value: object
    step: Step | None = None
    error: Sentence | None = None


def rows_asked(typed: Mapping[str, str], at_first: int = 1) -> int:
    asked = typed.get("rows", "")
    rows = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 4 else at_first
    return max(1, min(MOST_ROWS, rows + (typed.get("act") == "add-row")))


def read(fields: Sequence[FormField], numbers: Sequence[Name], typed: Mapping[str, str]) -> Trial:
    trial = Trial(typed, rows_asked(typed))
    for name in numbers:
        trial.values[name.key] = _read(trial, f"number-{name.key}", FieldType.NUMBER)
    month = trial.values["month"] if trial.values.get("month") is not None else Decimal(12)
    if not 1 <= month <= 12 or month % 1:
        trial.errors["number-month"] = say("Enter a month from 1 to 12.")
        month = Decimal(12)
    trial.values |= {"month": month, "elapsed": month / 12}
    for row in range(1, trial.rows + 1):
        _read_row(trial, fields, row, int(month))
    return trial


def _read_row(trial: Trial, fields: Sequence[FormField], row: int, until: int) -> None:
    """A row in which nothing is typed is no row."""
    names = {asked.key: f"row-{row}-{asked.key}" for asked in fields if asked.type is not FieldType.FILE}
    if not any(trial.typed.get(name, "").strip() for name in names.values()):
        return
    values = {
        asked.key: _read(trial, names[asked.key], asked.type, asked.choices)
        for asked in fields
        if asked.key in names
    }
    month = _read(trial, f"row-{row}-month", FieldType.INTEGER)
    if month is not None and not 1 <= month <= 12:
        trial.errors[f"row-{row}-month"] = say("Enter a month from 1 to 12.")
        return
    trial.entries.append(Row(values, int(month or until), row))


def _read(trial: Trial, name: str, kind: FieldType, choices: Sequence[str] = ()) -> Any:
    try:
        return read_value(kind, trial.typed.get(name, ""), choices)
    except Refused as refusal:
        trial.errors[name] = refusal.sentence
        return None


def read_value(kind: FieldType, typed: str, choices: Sequence[str] = ()) -> Any:
    """What was typed, as formulas use it; ``None`` for nothing."""
    text = typed.strip()
    if not text:
        return None
    if kind in NUMERIC:
        number = parse_figure(text.removesuffix("%").removesuffix("％"))
        if kind is FieldType.INTEGER and number % 1:
            raise Refused("Enter a whole number.")
        return number
    if kind is FieldType.DATE:
        try:
            return date.fromisoformat(text)
        except ValueError as error:
            raise Refused("Write the day like 2026-11-22.") from error
    if kind is FieldType.YES_NO:
        return text == "yes"
    if kind is FieldType.CHOICE and text not in choices:
        raise Refused("Choose one of the list.")
    return text


def outcomes(texts: Texts, trial: Trial, calendar: Calendar | None) -> list[Outcome]:
    """Measure, score and bonus in turn; the score is computed with what the measure gave."""
    values = dict(trial.values)
    results = []
    for purpose in Purpose:
        if not texts.texts[purpose].strip():
            continue
        outcome = _outcome(texts, purpose, values, trial.entries, calendar)
        results.append(outcome)
        if purpose is Purpose.MEASURE:
            values["actual"] = None if outcome.value is BLANK else outcome.value
    return results


def _outcome(
    texts: Texts,
    purpose: Purpose,
    values: Mapping[str, Any],
    entries: Sequence[Row],
    calendar: Calendar | None,
) -> Outcome:
    try:
        formula: Formula = compile_formula(texts.texts[purpose], texts.names(purpose))
    except FormulaError as error:
        return Outcome(purpose, BLANK, error=error.message)
    alone = Peers([Situation(values, entries)]) if formula.needs_peers else None
    step = formula.explain(values, entries, alone, calendar=calendar)
    try:
        value = formula.evaluate(values, entries, alone, calendar=calendar)
    except EvaluationError as error:
        return Outcome(purpose, BLANK, step, error.message)
    return Outcome(purpose, value, step)


def asked(texts: Texts) -> tuple[Name, ...]:
    """The target's numbers, and of the portal's own figures those that the formulas name."""
    written = " ".join(texts.texts.values()).casefold()
    own = [Name(key, label) for key, label in texts.figures if key in written or label in written]
    return (*NUMBERS, *own)


def typed_of(numbers: Mapping[str, Any]) -> dict[str, str]:
    """Known numbers as if they had been typed."""
    return {f"number-{key}": plain(value) for key, value in numbers.items() if key != "elapsed"}
