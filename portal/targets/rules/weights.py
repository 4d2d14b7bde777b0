"""Whether the weights of a sheet add up to what the year asks: 70 and 30 by default."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from portal.core.sentences import Sentence, say
from portal.indicators.rules import IndicatorClass

WEIGHTLESS = frozenset({IndicatorClass.BONUS, IndicatorClass.DEDUCTION, IndicatorClass.VETO})
ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Weights:
    """What the targets of a sheet weigh, split as the year splits it."""

    specific: Decimal = ZERO
    common: Decimal = ZERO

    @property
    def total(self) -> Decimal:
        return self.specific + self.common


def weigh(lines: Iterable[tuple[IndicatorClass, Decimal]]) -> Weights:
    """Common indicators on one side, all that carry weight on the other; the rest weigh nothing."""
    specific = common = ZERO
    for kind, weight in lines:
        if kind is IndicatorClass.COMMON:
            common += weight
        elif kind not in WEIGHTLESS:
            specific += weight
    return Weights(specific, common)


def shortfalls(weights: Weights, wanted: Weights) -> list[Sentence]:
    """One sentence for every sum that is not what the year asks; none when the sheet adds up."""
    sides = (
        (say("specific indicators"), weights.specific, wanted.specific),
        (say("common indicators"), weights.common, wanted.common),
    )
    return [
        say(
            "The {side} weigh {sum} together; the year asks for {wanted}.",
            side=side, sum=f"{found:.2f}", wanted=f"{asked:.2f}",
        )
        for side, found, asked in sides
        if found != asked
    ]  # fmt: skip
