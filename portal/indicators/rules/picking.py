"""Picking a preset: its questions as inputs of a form, and what was typed there as a formula."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from portal.core.figures import parse_figure
from portal.core.sentences import Refused
from portal.formula import Purpose, compile_formula
from portal.formula.errors import FormulaError
from portal.formula.presets import PRESETS, Asked, Parameter, Preset
from portal.indicators.rules.formulas import Texts

TABLE_ROWS = 6
FIGURES = frozenset({Asked.NUMBER, Asked.POSITIVE, Asked.WHOLE})


def presets_for(purpose: Purpose) -> list[Preset]:
    return [preset for preset in PRESETS.values() if preset.purpose is purpose]


def preset_called(key: str, purpose: Purpose) -> Preset | None:
    preset = PRESETS.get(key)
    return preset if preset is not None and preset.purpose is purpose else None


def answers(preset: Preset, typed: Mapping[str, str]) -> dict[str, Any]:
    """What was answered; a question that does not matter is not answered."""
    return {
        asked.key: _answer(asked, input_name(preset, asked.key), typed)
        for asked in preset.parameters
        if matters(asked, typed, preset)
    }


def matters(asked: Parameter, typed: Mapping[str, str], preset: Preset) -> bool:
    if asked.only_if is None:
        return True
    other, wanted = asked.only_if
    default = next((one.default for one in preset.parameters if one.key == other), None)
    return (typed.get(input_name(preset, other)) or default) in wanted


def input_name(preset: Preset, key: str) -> str:
    return f"preset-{preset.purpose}-{key}"


def _answer(asked: Parameter, name: str, typed: Mapping[str, str]) -> Any:
    if asked.kind is not Asked.TABLE:
        return _plain(asked, typed.get(name, ""))
    rows = [
        [typed.get(f"{name}-{row}-{column.key}", "") for column in asked.columns]
        for row in range(1, TABLE_ROWS + 1)
    ]
    return tuple(
        tuple(_plain(column, cell) for column, cell in zip(asked.columns, row, strict=True))
        for row in rows
        if any(cell.strip() for cell in row)
    )


def _plain(asked: Parameter, text: str) -> str:
    """Figures as office workers type them: full-width digits, thousands commas."""
    return f"{parse_figure(text):f}" if asked.kind in FIGURES and text.strip() else text


def written(preset: Preset, typed: Mapping[str, str], texts: Texts, language: str) -> str:
    """The formula that the answers make, or ``Refused`` with a sentence."""
    names = texts.names(preset.purpose)
    text = preset.write(language, names, **answers(preset, typed))
    try:
        compile_formula(text, names)
    except FormulaError as error:
        raise Refused(error.message) from error
    return text
