"""The portal's own figures that formulas may name: blank until the feature that knows them is plugged in."""

from __future__ import annotations

from portal.formula import words

OWN_FIGURES = tuple(words.OWN_FIGURES.items())
