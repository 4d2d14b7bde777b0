"""How every target of a year was agreed in four steps; three of them with a story, two adjusted later."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import insert

from portal.accounts.models import Person
from portal.demo.aims import luck
from portal.demo.bureau import Bureau
from portal.demo.rules import Shape, read_rule
from portal.demo.sheets import Targets
from portal.demo.tables import Law, laws, words
from portal.demo.timing import Timing
from portal.targets.models import Round, Target
from portal.targets.rules import Stage, Verdict
from portal.web.db import db

# Month and day of the year before.
STEPS = {
    Stage.SELF_REPORT: (11, 10),
    Stage.REVIEW: (11, 24),
    Stage.NEGOTIATION: (12, 8),
    Stage.APPROVAL: (12, 22),
}
ADJUSTED = (7, 8)
MODEST = 0.25  # how often a unit first asks for less
LESS = Decimal("0.98")

MOVED = "C006"  # one value moved in all four steps
ROUTINE = "C102"  # rejected as daily routine, then proposed anew
DISSENT = "C012"  # agreed, with dissent kept on record
ADJUSTMENTS = {"C095": ("adjust_policy", Decimal(24)), "C060": ("adjust_force", Decimal(28))}
MOVES = {
    Stage.SELF_REPORT: Decimal("57.5"),
    Stage.REVIEW: Decimal("58.6"),
    Stage.NEGOTIATION: Decimal("59.0"),
}
MODEST_SHAPES = (Shape.PROPORTION, Shape.SHORT)


@dataclass(frozen=True, slots=True)
class Proposal:
    stage: Stage
    value: Decimal | None
    verdict: Verdict | None = None
    reason: str = ""


def tell_the_negotiations(bureau: Bureau, targets: Targets, year: int, timing: Timing) -> None:
    by_code = {law.code: law for law in laws()}
    rows = []
    for (code, unit), target in targets.items():
        dice = luck(by_code[code], unit, -year)
        people = speakers(bureau, target)
        for proposal in proposals(by_code[code], target, year, timing, dice.random()):
            at = timing.moment(timing.worked(day_of(proposal.stage, year)), dice)
            rows.append(_row(target, proposal, people[proposal.stage], at))
    db.session.execute(insert(Round), rows)


def speakers(bureau: Bureau, target: Target) -> dict[Stage, Person]:
    office, leader = bureau.people["office"], bureau.leader(target.unit)
    return {
        Stage.SELF_REPORT: bureau.head(target.unit),
        Stage.REVIEW: office,
        Stage.NEGOTIATION: office,
        Stage.APPROVAL: leader,
        Stage.ADJUSTMENT: leader,
    }


def proposals(law: Law, target: Target, year: int, timing: Timing, roll: float) -> Iterator[Proposal]:
    """What was proposed at each step, down to the value that holds."""
    final, told = target.pass_value, words()
    adjusted = ADJUSTMENTS.get(law.code) if year == timing.today.year else None
    adjusted = adjusted if adjusted and date(year, *ADJUSTED) < timing.today else None
    agreed = adjusted[1] if adjusted else final
    if year == timing.today.year and law.code in STORIES:
        yield from STORIES[law.code](target)
    else:
        modest = final and read_rule(law.rule).shape in MODEST_SHAPES and roll < MODEST
        first = round(final * LESS, target.indicator.decimals) if modest and final else agreed
        verdict, reason = (Verdict.AMEND, told["amend"]) if modest else (Verdict.ACCEPT, told["accept"])
        yield Proposal(Stage.SELF_REPORT, first)
        yield Proposal(Stage.REVIEW, agreed, verdict, reason)
        yield Proposal(Stage.NEGOTIATION, agreed, Verdict.ACCEPT, told["agreed"])
        yield Proposal(Stage.APPROVAL, agreed, Verdict.ACCEPT, told["approved"])
    if adjusted:
        yield Proposal(Stage.ADJUSTMENT, final, Verdict.AMEND, told[adjusted[0]])


def _moved(target: Target) -> Iterator[Proposal]:
    told, final = words(), target.pass_value
    yield Proposal(Stage.SELF_REPORT, MOVES[Stage.SELF_REPORT])
    yield Proposal(
        Stage.REVIEW, MOVES[Stage.REVIEW], Verdict.AMEND, told["moved_review"].format(last=target.last_year)
    )
    yield Proposal(Stage.NEGOTIATION, MOVES[Stage.NEGOTIATION], Verdict.AMEND, told["moved_negotiation"])
    yield Proposal(Stage.APPROVAL, final, Verdict.AMEND, told["moved_approval"])


def _routine(target: Target) -> Iterator[Proposal]:
    told, final = words(), target.pass_value
    yield Proposal(Stage.SELF_REPORT, None)
    yield Proposal(Stage.REVIEW, None, Verdict.ROUTINE, told["routine"])
    yield Proposal(Stage.NEGOTIATION, final, Verdict.AMEND, told["routine_negotiation"])
    yield Proposal(Stage.APPROVAL, final, Verdict.ACCEPT, told["approved"])


def _dissent(target: Target) -> Iterator[Proposal]:
    told, final = words(), target.pass_value
    yield Proposal(Stage.SELF_REPORT, Decimal(96))
    yield Proposal(Stage.REVIEW, final, Verdict.AMEND, told["amend"])
    yield Proposal(Stage.NEGOTIATION, final, Verdict.AMEND, told["dissent"])
    yield Proposal(Stage.APPROVAL, final, Verdict.ACCEPT, told["approved"])


STORIES = {MOVED: _moved, ROUTINE: _routine, DISSENT: _dissent}


def day_of(stage: Stage, year: int) -> date:
    if stage is Stage.ADJUSTMENT:
        return date(year, *ADJUSTED)
    return date(year - 1, *STEPS[stage])


def _row(target: Target, proposal: Proposal, by: Person, at: datetime) -> dict[str, object]:
    return {
        "target_id": target.id,
        "stage": proposal.stage,
        "weight": target.weight,
        "bonus": target.bonus,
        "pass_value": proposal.value,
        "pass_upper": target.pass_upper,
        "challenge_value": target.challenge_value,
        "verdict": proposal.verdict,
        "reason": proposal.reason,
        "person_id": by.id,
        "at": at,
    }
