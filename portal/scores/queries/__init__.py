"""Reads: what a target would score, how the units stand, and how a score came about."""

from portal.scores.queries.boards import board, contributed
from portal.scores.queries.desk import panels, to_dos, unit_total
from portal.scores.queries.faults import fault_count, faults
from portal.scores.queries.months import AsOf, as_of
from portal.scores.queries.receipts import receipt, receipt_target
from portal.scores.queries.sheets import score_sheet
from portal.scores.queries.supposing import would_score

__all__ = [
    "AsOf",
    "as_of",
    "board",
    "contributed",
    "fault_count",
    "faults",
    "panels",
    "receipt",
    "receipt_target",
    "score_sheet",
    "to_dos",
    "unit_total",
    "would_score",
]
