"""What a unit's points come to: the total, what of it is confirmed, what is reachable, what is likely."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple, Protocol, Self

from portal.core.figures import round_points
from portal.core.sentences import Sentence, say
from portal.scores.rules.outcomes import ZERO, Deduction, ScoreState

# fmt: off
DEFINITIONS: dict[str, Sentence] = {
    "total": say("Points plus bonus, the bonus at most up to the unit's cap, minus deductions."),
    "confirmed": say("The same sum over the targets whose periods so far are all signed off."),
    "reachable": say("The most this year can still bring: full marks where they can still be had, what is held where not."),  # noqa: E501
    "forecast": say("Where the year ends at the present pace: measures that accumulate grow on in proportion, others stay; what is pending is taken to earn the same share as the rest."),  # noqa: E501
}
# fmt: on


class Scored(Protocol):
    """One target's kept outcome."""

    @property
    def weight(self) -> Decimal: ...
    @property
    def state(self) -> ScoreState: ...
    @property
    def points(self) -> Decimal | None: ...
    @property
    def bonus(self) -> Decimal | None: ...
    @property
    def reachable(self) -> Decimal: ...
    @property
    def reachable_bonus(self) -> Decimal: ...
    @property
    def forecast(self) -> Decimal | None: ...
    @property
    def forecast_bonus(self) -> Decimal | None: ...


@dataclass(slots=True)
class Sums:
    """Column sums over the targets of one unit in one month: added up here, or by the database."""

    targets: int = 0
    pending: int = 0
    errors: int = 0
    weight: Decimal = ZERO
    pending_weight: Decimal = ZERO
    points: Decimal = ZERO
    bonus: Decimal = ZERO
    reachable: Decimal = ZERO
    reachable_bonus: Decimal = ZERO
    forecast: Decimal = ZERO
    forecast_bonus: Decimal = ZERO

    @classmethod
    def over(cls, scores: Iterable[Scored]) -> Self:
        sums = cls()
        for score in scores:
            sums.add(score)
        return sums

    def add(self, score: Scored) -> None:
        self.targets += 1
        self.pending += score.state is ScoreState.PENDING
        self.errors += score.state is ScoreState.ERROR
        self.pending_weight += score.weight if score.points is None else ZERO
        for name in ADDED:
            setattr(self, name, getattr(self, name) + (getattr(score, name) or ZERO))


ADDED = ("weight", "points", "bonus", "reachable", "reachable_bonus", "forecast", "forecast_bonus")


@dataclass(frozen=True, slots=True)
class Total:
    """``bonus`` is what counts, ``bonus_earned`` what was earned before the cap."""

    points: Decimal
    bonus: Decimal
    bonus_earned: Decimal
    deducted: Decimal
    confirmed: Decimal | None
    reachable: Decimal
    forecast: Decimal | None
    targets: int = 0
    pending: int = 0
    errors: int = 0
    weight: Decimal = ZERO
    scored_weight: Decimal = ZERO  # of the targets that have points so far

    @property
    def total(self) -> Decimal:
        return self.points + self.bonus - self.deducted

    @property
    def rate(self) -> Decimal | None:
        """Points for each hundred of the weight that has points so far: how it goes, whatever still waits."""
        return round_points(self.points * 100 / self.scored_weight) if self.scored_weight else None


def total_of(
    sums: Sums, *, cap: Decimal, deductions: Sequence[Deduction] = (), confirmed: Sums | None = None
) -> Total:
    """Everything shown is a sum of rounded values, so the printed column adds up."""
    off = sum((deduction.points for deduction in deductions), ZERO)
    return Total(
        points=sums.points,
        bonus=min(sums.bonus, cap),
        bonus_earned=sums.bonus,
        deducted=off,
        confirmed=confirmed and confirmed.points + min(confirmed.bonus, cap) - off,
        reachable=sums.reachable + min(sums.reachable_bonus, cap) - off,
        forecast=_forecast(sums, cap, off),
        targets=sums.targets,
        pending=sums.pending,
        errors=sums.errors,
        weight=sums.weight,
        scored_weight=sums.weight - sums.pending_weight,
    )


def _forecast(sums: Sums, cap: Decimal, off: Decimal) -> Decimal | None:
    """Pending weight earns the share that the scored weight earns; nothing scored, nothing foretold."""
    scored = sums.weight - sums.pending_weight
    if sums.pending_weight and not scored:
        return None
    points = sums.forecast
    if sums.pending_weight:
        points = round_points(points + points * sums.pending_weight / scored)
    return points + min(sums.forecast_bonus, cap) - off


class Chance(NamedTuple):
    """Points within reach: for which target, how many, and how far away relative to its size."""

    ref: object
    gain: Decimal
    missing: Decimal
    there: Decimal
    is_bonus: bool
    effort: Decimal


def chance(
    ref: object,
    gain: Decimal,
    actual: Decimal | None,
    there: Decimal | None,
    *,
    is_bonus: bool = False,
) -> Chance | None:
    if actual is None or there is None or gain <= 0 or actual == there:
        return None
    missing = abs(there - actual)
    share = missing / max(abs(there), abs(actual))
    return Chance(ref, gain, missing, there, is_bonus, share / gain)


def cheapest(chances: Iterable[Chance | None], count: int = 3) -> list[Chance]:
    """The points that need the smallest relative move of their measure per point, first."""
    return sorted((one for one in chances if one), key=lambda one: (one.effort, -one.gain))[:count]
