"""Keeping scores true: after every entry, after a change of law, and for the whole year."""

from portal.scores.service.recomputing import Report, recompute_portion, tell
from portal.scores.service.rescoring import Change, rescore, rescore_indicator

__all__ = ["Change", "Report", "recompute_portion", "rescore", "rescore_indicator", "tell"]
