"""The values of a target: what they default to, how they are read, and what was proposed for them in turn."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Protocol

from portal.core.sentences import Sentence, say
from portal.indicators.rules import Direction
from portal.targets.rules.states import Stage, Verdict

HUNDRED = Decimal(100)
PERCENT = frozenset({"%", "％"})


def default_pass(district_pass: Decimal | None, district_challenge: Decimal | None) -> Decimal | None:
    """The bureau's pass value is the district's challenge value, unless there is none (1-product, Words)."""
    return district_pass if district_challenge is None else district_challenge


def cannot_be_challenged(pass_value: Decimal | None, unit_of_measure: str, direction: Direction) -> bool:
    """Nothing lies beyond all of it: a target of 100 % has no challenge value."""
    return pass_value == HUNDRED and unit_of_measure in PERCENT and direction is Direction.HIGHER


NO_CHALLENGE = say("A target of 100 % has no challenge value.")


class Proposed(Protocol):
    """One round, as far as its values go."""

    stage: Stage
    weight: Decimal
    bonus: Decimal
    pass_value: Decimal | None
    pass_upper: Decimal | None
    challenge_value: Decimal | None
    verdict: Verdict | None
    reason: str
    person: object
    at: datetime


VALUES: dict[str, Sentence] = {
    "pass_value": say("Pass value"),
    "pass_upper": say("Upper end of the range"),
    "challenge_value": say("Challenge value"),
    "weight": say("Weight"),
    "bonus": say("Bonus"),
}


@dataclass(frozen=True, slots=True)
class Column:
    """One stage of the negotiation table, as it stood at its end; ``moved`` names the values that changed."""

    stage: Stage
    proposed: Proposed | None
    moved: frozenset[str] = frozenset()


def columns(rounds: Iterable[Proposed]) -> list[Column]:
    """The four stages side by side, then every adjustment; within a stage the last word counts."""
    said = list(rounds)
    latest: dict[Stage, Proposed] = {one.stage: one for one in said}
    stages = [stage for stage in Stage if stage is not Stage.ADJUSTMENT]
    shown = [(stage, latest.get(stage)) for stage in stages]
    shown += [(one.stage, one) for one in said if one.stage is Stage.ADJUSTMENT]
    return _compared(shown)


def _compared(shown: Sequence[tuple[Stage, Proposed | None]]) -> list[Column]:
    found, before = [], None
    for stage, proposed in shown:
        moved = (
            frozenset(name for name in VALUES if getattr(proposed, name) != getattr(before, name))
            if proposed is not None and before is not None
            else frozenset()
        )
        found.append(Column(stage, proposed, moved))
        before = proposed if proposed is not None else before
    return found


def names_shown(rounds: Iterable[Proposed]) -> list[str]:
    """The rows that the table needs: an upper end only where there is a range."""
    ranged = any(one.pass_upper is not None for one in rounds)
    return [name for name in VALUES if ranged or name != "pass_upper"]
