"""Decisions about the law: its vocabulary, the ledger form, the formulas, trying them out."""

from __future__ import annotations

from portal.indicators.rules.formulas import FormField, Texts, names_for
from portal.indicators.rules.words import (
    NUMERIC,
    Direction,
    FieldType,
    FormulaState,
    IndicatorClass,
    Level,
    Perspective,
    RowKind,
)

__all__ = [
    "NUMERIC",
    "Direction",
    "FieldType",
    "FormField",
    "FormulaState",
    "IndicatorClass",
    "Level",
    "Perspective",
    "RowKind",
    "Texts",
    "names_for",
]
