"""Reads: what a target would score, how the units stand, and how a score came about."""

from portal.scores.queries.supposing import would_score

__all__ = ["would_score"]
