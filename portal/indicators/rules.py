"""The vocabulary of the library: classes, levels, directions, kinds of field and of form."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

from portal.core.sentences import Word, say
from portal.formula.names import Field, Names, Purpose
from portal.formula.values import Kind


class IndicatorClass(Word):
    SPECIFIC = "specific", say("Specific")
    COMMON = "common", say("Common")
    KEY = "key", say("Key work")
    REFORM = "reform", say("Reform and innovation")
    BONUS = "bonus", say("Bonus item")
    DEDUCTION = "deduction", say("Deduction item")
    VETO = "veto", say("Veto item")


class Level(Word):
    MUNICIPAL = "municipal", say("Municipal")
    DISTRICT = "district", say("District")
    BUREAU = "bureau", say("Bureau")


class Perspective(Word):
    """The balanced scorecard's four views."""

    FINANCE = "finance", say("Finance")
    SERVICE = "service", say("Those we serve")
    PROCESS = "process", say("Internal process")
    GROWTH = "growth", say("Learning and growth")


class Direction(Word):
    HIGHER = "higher", say("Higher is better")
    LOWER = "lower", say("Lower is better")
    RANGE = "range", say("Within a range")
    MET = "met", say("Met or not")
    EVENTS = "events", say("Counted events")


class FieldType(Word):
    NUMBER = "number", say("Number")
    MONEY = "money", say("Money")
    PERCENT = "percent", say("Percent")
    INTEGER = "integer", say("Whole number")
    DATE = "date", say("Date")
    TEXT = "text", say("Text")
    CHOICE = "choice", say("Choice")
    YES_NO = "yes-no", say("Yes or no")
    FILE = "file", say("File")


NUMERIC = frozenset({FieldType.NUMBER, FieldType.MONEY, FieldType.PERCENT, FieldType.INTEGER})


class RowKind(Word):
    """What one row of the ledger form is."""

    FIGURES = "figures", say("The figures of a period")
    RECORD = "record", say("One business record")


class FormField(Protocol):
    """A field of a ledger form, as far as formulas see it."""

    @property
    def key(self) -> str: ...
    @property
    def label(self) -> str: ...
    @property
    def type(self) -> FieldType: ...
    @property
    def choices(self) -> Sequence[str]: ...


KINDS = {
    FieldType.DATE: Kind.DATE,
    FieldType.TEXT: Kind.TEXT,
    FieldType.CHOICE: Kind.TEXT,
    FieldType.YES_NO: Kind.TRUTH,
} | dict.fromkeys(NUMERIC, Kind.NUMBER)  # a file is evidence: no formula reads it


def names_for(
    fields: Iterable[FormField],
    purpose: Purpose,
    measures: Iterable[tuple[str, str]] = (),
    actual: Kind = Kind.NUMBER,
) -> Names:
    """The words that a formula of this purpose may use: the form's fields, the target's numbers and
    ``measures``, the portal's own figures as (key, Chinese name). ``actual`` is what the measure gives.
    """
    known = tuple(
        Field(field.key, field.label, KINDS[field.type], tuple(field.choices or ()))
        for field in fields
        if field.type in KINDS
    )
    if purpose is Purpose.MEASURE:
        return Names.measure(known, measures)
    make = Names.score if purpose is Purpose.SCORE else Names.bonus
    return make(known, measures, actual)
