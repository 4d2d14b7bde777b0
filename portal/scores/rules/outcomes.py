"""The vocabulary of scores: states, outcomes, and what is taken off a total."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import NamedTuple

from portal.core.figures import CENT, WHOLE_DIGITS
from portal.core.sentences import Sentence, Word, say
from portal.formula import EvaluationError

ZERO = Decimal("0.00")
MICRO = Decimal("0.000001")
WIDE = Context(prec=60, rounding=ROUND_HALF_UP)


class ScoreState(Word):
    """``ERROR``: at least one formula failed; points that could be computed all the same are counted."""

    SCORED = "scored", say("Scored")
    PENDING = "pending", say("Pending")
    ERROR = "error", say("Formula error")


class Outcome(NamedTuple):
    """What one target has earned by the end of one month; the first eleven parts are kept.

    Points and bonus are rounded half-up to two places, once; ``None`` counts nothing.
    ``reachable`` is the most that the year can still bring, ``forecast`` what the present
    pace will bring. ``full_at`` and ``bonus_at`` are the completion values that would earn
    full marks and the bonus, ``missing_full`` and ``missing_bonus`` the way still to go.
    """

    weight: Decimal
    state: ScoreState
    actual: Decimal | None = None
    actual_text: str = ""
    points: Decimal | None = None
    bonus: Decimal | None = None
    error: Sentence | None = None
    reachable: Decimal = ZERO
    reachable_bonus: Decimal = ZERO
    forecast: Decimal | None = None
    forecast_bonus: Decimal | None = None
    full_at: Decimal | None = None
    bonus_at: Decimal | None = None
    missing_full: Decimal | None = None
    missing_bonus: Decimal | None = None
    awaited: int = 0


KEPT = Outcome._fields[:11]


@dataclass(frozen=True, slots=True)
class Deduction:
    """One line taken off a unit's total, with its cause and where it can be looked into."""

    cause: str | Sentence
    points: Decimal
    address: str = ""


def figure_kept(value: Decimal) -> Decimal:
    """A completion value to six places, half-up: what is shown and kept is also what is scored."""
    if value.adjusted() >= WHOLE_DIGITS:
        raise too_large()
    return value.quantize(MICRO, ROUND_HALF_UP, WIDE)


def too_large() -> EvaluationError:
    return EvaluationError(0, say("The result is too large."))


def points_kept(value: Decimal) -> Decimal:
    if value.adjusted() >= WHOLE_DIGITS:
        raise too_large()
    return value.quantize(CENT, ROUND_HALF_UP) or ZERO


def said(sentence: Sentence) -> Sentence:
    """The same sentence with plain text in its gaps, so that it equals itself after being kept."""
    return Sentence(sentence.template, {name: _plain(value) for name, value in sentence.values.items()})


def _plain(value: object) -> object:
    if isinstance(value, Word):
        return said(value.label)
    return said(value) if isinstance(value, Sentence) else str(value)
