"""Decisions of the ledger: due days and lights, what may be entered, how what was typed is read."""

from __future__ import annotations

from portal.ledger.rules.words import EntryState

__all__ = ["EntryState"]
