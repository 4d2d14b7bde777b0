"""Decisions about targets: the sheet's moves, its weights, the values of a target and their history."""

from __future__ import annotations

from portal.targets.rules.states import (
    IN_FORCE,
    NEGOTIATION,
    Action,
    SheetState,
    SourceMode,
    Stage,
    Verdict,
)

__all__ = ["IN_FORCE", "NEGOTIATION", "Action", "SheetState", "SourceMode", "Stage", "Verdict"]
