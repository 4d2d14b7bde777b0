"""The ways of scoring that the office picks by name: one table, each row writing ordinary formula text."""

from __future__ import annotations

from collections.abc import Mapping

from portal.formula.presets.attainment import ATTAINMENT
from portal.formula.presets.comparison import COMPARISON
from portal.formula.presets.extras import BONUSES, MEASURES
from portal.formula.presets.occasions import OCCASIONS
from portal.formula.presets.parameters import Asked, Option, Parameter, Preset

PRESETS: Mapping[str, Preset] = {
    preset.key: preset for preset in (*ATTAINMENT, *OCCASIONS, *COMPARISON, *BONUSES, *MEASURES)
}

__all__ = ["PRESETS", "Asked", "Option", "Parameter", "Preset"]
