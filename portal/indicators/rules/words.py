"""The vocabulary of the library: classes, levels, directions, kinds of field and of form."""

from __future__ import annotations

from portal.core.sentences import Word, say


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


class FormulaState(Word):
    """What a check of the three formulas found; kept with the indicator, so that a list can filter by it."""

    SOUND = "sound", say("Sound")
    DOUBTFUL = "doubtful", say("With warnings")
    BROKEN = "broken", say("Broken")
    MISSING = "missing", say("Not written yet")
