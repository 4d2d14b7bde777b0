"""The demonstration's own tables, as they stand in data/."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from itertools import product
from pathlib import Path

from portal.accounts.rules import UnitKind
from portal.core.periods import Frequency
from portal.indicators.rules import Direction, FieldType, IndicatorClass
from portal.targets.rules import SourceMode

DATA = Path(__file__).parent / "data"
FIELD = re.compile(r"(\w+)=(\w+):([a-z-]+)(?:\((.*?)\))?(?::([^?~]+))?(\?)?(?:~([\d.]+))?")
NUMBER = re.compile(r"\d+(?:\.\d+)?")
LABEL = re.compile(r"\((.+)\)")


def rows(name: str) -> Iterator[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as table:
        yield from csv.DictReader(table)


@cache
def words() -> dict[str, str]:
    return {row["key"]: row["words"] for row in rows("words.csv")}


@cache
def pool(key: str) -> tuple[str, ...]:
    """What may stand in a text field: the words of each part, combined."""
    parts = [part.split("、") for part in words()[key].split(" × ")]
    return tuple("".join(combined) for combined in product(*parts))


@dataclass(frozen=True, slots=True)
class UnitRow:
    code: str
    name: str
    kind: UnitKind
    short: str
    leader: int | None
    staff: int
    groups: tuple[str, ...]
    post: str

    @property
    def outside(self) -> bool:
        return self.kind is UnitKind.EXTERNAL


@cache
def units() -> tuple[UnitRow, ...]:
    details = {row["code"]: row for row in rows("details.csv")}
    return tuple(_unit(row, details.get(row["code"])) for row in rows("units.csv"))


def _unit(row: dict[str, str], more: dict[str, str] | None) -> UnitRow:
    known = UnitKind(row["kind"])
    if more is None:
        return UnitRow(row["code"], row["name"], known, row["name"], None, 3, (), words()["outside_head"])
    groups = tuple(filter(None, more["groups"].split(";")))
    return UnitRow(
        row["code"], row["name"], known, more["short"], int(more["leader"]), int(more["staff"]),
        groups, more["post"],
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class FieldRow:
    """One field of a form. ``factor`` makes its figure follow that of the form's first field."""

    key: str
    label: str
    type: FieldType
    choices: tuple[str, ...]
    unit: str
    required: bool
    factor: float | None


@dataclass(frozen=True, slots=True)
class Form:
    """How one indicator is recorded: which figures, computed how, invented after which model."""

    view: str
    model: str
    scale: float
    measure: str
    fields: tuple[FieldRow, ...]


@cache
def forms() -> dict[str, Form]:
    return {
        row["code"]: Form(
            row["view"],
            row["model"],
            float(row["scale"]),
            row["measure"],
            tuple(_field(text) for text in row["fields"].split(" | ") if text),
        )
        for row in rows("forms.csv")
    }


def _field(text: str) -> FieldRow:
    found = FIELD.fullmatch(text)
    assert found, text
    key, label, known, choices, unit, optional, factor = found.groups()
    return FieldRow(
        key, label, FieldType(known), tuple(choices.split("/")) if choices else (), unit or "",
        not optional, float(factor) if factor else None,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Bounds:
    """A value, a range, or a value with a name: 95, 0.3–0.8, 1(绿)."""

    lower: Decimal | None = None
    upper: Decimal | None = None
    label: str = ""

    @classmethod
    def read(cls, text: str) -> Bounds:
        figures = [Decimal(figure) for figure in NUMBER.findall(text)]
        label = LABEL.search(text)
        return cls(
            figures[0] if figures else None,
            figures[1] if len(figures) > 1 else None,
            label.group(1) if label else "",
        )


@dataclass(frozen=True, slots=True)
class Law:
    """One line of the indicator table, with its form."""

    code: str
    kind: IndicatorClass
    unit: str
    name: str
    measured_in: str
    direction: Direction
    district: Bounds
    passed: Bounds
    challenge: Decimal | None
    weight: Decimal
    bonus: Decimal
    rule: str
    veto: bool
    collaborators: tuple[str, ...]
    source: str
    mode: SourceMode
    frequency: Frequency
    note: str
    form: Form


@cache
def laws() -> tuple[Law, ...]:
    return tuple(_law(row) for row in rows("indicators.csv"))


def _law(row: dict[str, str]) -> Law:
    return Law(
        code=row["code"],
        kind=IndicatorClass(row["kind"]),
        unit=row["unit"],
        name=row["name"],
        measured_in=row["unit_of_measure"],
        direction=Direction(row["direction"]),
        district=Bounds.read(row["district_pass"]),
        passed=Bounds.read(row["pass_value"]),
        challenge=Decimal(row["challenge_value"]) if row["challenge_value"] else None,
        weight=Decimal(row["weight"]),
        bonus=Decimal(row["bonus"] or 0),
        rule=row["rule"],
        veto=row["veto"] == "yes",
        collaborators=tuple(filter(None, row["collaborators"].split(";"))),
        source=row["source_unit"],
        mode=SourceMode(row["source_mode"]),
        frequency=Frequency(row["frequency"]),
        note=row["note"],
        form=forms()[row["code"]],
    )
