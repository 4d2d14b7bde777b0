"""What a target's facts are worth, what is missing, and what a unit's points come to. Pure."""

from portal.scores.rules.engine import Engine
from portal.scores.rules.facts import MONTHS, Facts, Group
from portal.scores.rules.laws import Law
from portal.scores.rules.outcomes import Deduction, Outcome, ScoreState, said
from portal.scores.rules.totals import Chance, Sums, Total, cheapest, total_of

__all__ = [
    "MONTHS",
    "Chance",
    "Deduction",
    "Engine",
    "Facts",
    "Group",
    "Law",
    "Outcome",
    "ScoreState",
    "Sums",
    "Total",
    "cheapest",
    "said",
    "total_of",
]
