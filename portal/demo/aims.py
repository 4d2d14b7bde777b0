"""What each target comes to by the end of the year: mostly well, sometimes short, never absurd."""

from __future__ import annotations

from random import Random

from portal.demo.rules import Rule, Shape, read_rule
from portal.demo.tables import Law, words
from portal.indicators.rules import IndicatorClass

WHOLE = 100.0
SHARES = ("%", "‰")
MUCH = 0.26  # how often the challenge value is reached
WELL = 0.66  # how often at least the pass value is
SELDOM = 0.88  # how often an event that nobody wants does not happen in a unit
GROWTH = {-2: 0.90, -1: 0.95, 0: 1.0, 1: 1.05}  # of amounts, by years from the demonstration's own


def luck(law: Law, unit: str, year: int) -> Random:
    """The same dice at every loading."""
    return Random(f"{law.code}:{unit}:{year}")


def grown(law: Law, figure: float, ago: int) -> float:
    """Amounts and counts grow from year to year; shares and grades do not."""
    fine = law.measured_in == words()["large_unit"]
    return round(figure * GROWTH[ago], 1 if fine else 0) if amounts(law) else figure


def amounts(law: Law) -> bool:
    return read_rule(law.rule).shape is Shape.PROPORTION and law.measured_in not in SHARES


def aim(law: Law, dice: Random, ago: int) -> float:
    """The completion value at the end of the year, or for counted failures how many there are."""
    rule, roll = read_rule(law.rule), dice.random()
    if rule.shape is Shape.EVENTS:
        return 0.0 if law.veto or roll < (SELDOM if law.kind is IndicatorClass.COMMON else WELL) else 1.0
    if law.passed.lower is None:
        return 0.0
    goal = grown(law, float(law.passed.lower), ago)
    if rule.shape is Shape.RANGE:
        return _in_range(law, rule, dice, roll)
    if rule.shape is Shape.NAMED:
        return 1.0 if ago > -2 else 2.0
    stretch = grown(law, float(law.challenge), ago) if law.challenge is not None else goal
    if roll < MUCH:
        return _capped(law, stretch + (stretch - goal) * dice.uniform(0.05, 0.4), stretch)
    if roll < WELL:
        return _capped(law, goal + (stretch - goal) * dice.uniform(0.1, 0.85), stretch)
    return _short(law, rule, goal, dice)


def _short(law: Law, rule: Rule, goal: float, dice: Random) -> float:
    if rule.shape is Shape.PROPORTION:
        return goal * dice.uniform(0.8, 0.96)
    if rule.shape is Shape.BALLOTS:
        return goal * dice.uniform(0.95, 0.99)
    lost = float(law.weight) * dice.uniform(0.08, 0.3)
    away = float(rule.first) * lost / float(rule.second)
    return goal + away if rule.shape is Shape.ABOVE else goal - away


def _in_range(law: Law, rule: Rule, dice: Random, roll: float) -> float:
    assert law.passed.lower is not None and law.passed.upper is not None
    low, high = float(law.passed.lower), float(law.passed.upper)
    if roll < WELL:
        return low + (high - low) * dice.uniform(0.3, 0.7)
    lost = float(law.weight) * dice.uniform(0.05, 0.2)
    return high + float(rule.first) * lost / float(rule.second)


def _capped(law: Law, value: float, stretch: float) -> float:
    """A share of a whole stops at the whole, and nothing falls below nothing."""
    whole = law.measured_in == "%" and stretch <= WHOLE
    return max(0.0, min(value, WHOLE) if whole else value)
