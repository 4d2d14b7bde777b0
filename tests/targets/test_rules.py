"""Target sheets: weights that must add up, values and where they come from."""

from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from portal.indicators.rules import Direction, IndicatorClass
from portal.targets.rules import Stage, Verdict
from portal.targets.rules.values import cannot_be_challenged, columns, default_pass, names_shown
from portal.targets.rules.weights import Weights, shortfalls, weigh

K = IndicatorClass
WANTED = Weights(Decimal(70), Decimal(30))


@pytest.mark.parametrize(
    ("lines", "sums"),
    [
        ([], (0, 0)),
        ([(K.SPECIFIC, "70"), (K.COMMON, "30")], (70, 30)),
        ([(K.SPECIFIC, "40"), (K.KEY, "20"), (K.REFORM, "10")], (70, 0)),
        ([(K.SPECIFIC, "70"), (K.BONUS, "5"), (K.DEDUCTION, "5"), (K.VETO, "5")], (70, 0)),
    ],
)
def test_weights_are_added_on_the_side_the_year_counts_them(lines, sums):
    weights = weigh((kind, Decimal(weight)) for kind, weight in lines)
    assert (weights.specific, weights.common) == sums


@pytest.mark.parametrize(
    ("specific", "common", "missing"),
    [("70", "30", 0), ("69.99", "30", 1), ("70", "30.01", 1), ("30", "70", 2), ("0", "0", 2)],
)
def test_each_side_that_does_not_add_up_is_one_sentence(specific, common, missing):
    assert len(shortfalls(Weights(Decimal(specific), Decimal(common)), WANTED)) == missing


@pytest.mark.parametrize(
    ("district_pass", "district_challenge", "default"),
    [(98, 100, 100), (98, None, 98), (None, None, None), (98, 0, 0)],
)
def test_the_pass_value_is_the_districts_challenge_value_by_default(
    district_pass, district_challenge, default
):
    assert default_pass(district_pass, district_challenge) == default


@pytest.mark.parametrize(
    ("value", "unit", "direction", "nothing_beyond"),
    [
        (100, "%", Direction.HIGHER, True), (100, "％", Direction.HIGHER, True),
        (99, "%", Direction.HIGHER, False),
        (100, "件", Direction.HIGHER, False), (100, "%", Direction.LOWER, False),
        (None, "%", Direction.HIGHER, False),
    ],
)  # fmt: skip
def test_beyond_a_hundred_percent_there_is_no_challenge(value, unit, direction, nothing_beyond):
    assert cannot_be_challenged(value, unit, direction) is nothing_beyond


@dataclass
class Proposal:
    stage: Stage
    pass_value: Decimal
    weight: Decimal = Decimal(10)
    bonus: Decimal = Decimal(0)
    pass_upper: Decimal | None = None
    challenge_value: Decimal | None = None
    verdict: Verdict | None = None
    reason: str = ""
    person: object = None
    at: datetime = datetime(2026, 1, 1, tzinfo=UTC)


def test_the_four_stages_stand_side_by_side_and_what_moved_is_named():
    shown = columns(
        [
            Proposal(Stage.SELF_REPORT, Decimal(90)), Proposal(Stage.REVIEW, Decimal(92)),
            Proposal(Stage.REVIEW, Decimal(93)), Proposal(Stage.APPROVAL, Decimal(93), weight=Decimal(12)),
        ]
    )  # fmt: skip
    assert [column.stage for column in shown] == [
        Stage.SELF_REPORT, Stage.REVIEW, Stage.NEGOTIATION, Stage.APPROVAL,
    ]  # fmt: skip
    assert [sorted(column.moved) for column in shown] == [[], ["pass_value"], [], ["weight"]]
    assert shown[1].proposed.pass_value == 93 and shown[2].proposed is None


def test_every_adjustment_has_its_own_column():
    rounds = [Proposal(Stage.APPROVAL, Decimal(9)), *(Proposal(Stage.ADJUSTMENT, Decimal(n)) for n in (8, 7))]
    assert [column.stage for column in columns(rounds)][3:] == [
        Stage.APPROVAL,
        Stage.ADJUSTMENT,
        Stage.ADJUSTMENT,
    ]


def test_an_upper_end_is_a_row_only_where_there_is_a_range():
    assert "pass_upper" not in names_shown([Proposal(Stage.REVIEW, Decimal(1))])
    assert "pass_upper" in names_shown([Proposal(Stage.REVIEW, Decimal(1), pass_upper=Decimal(2))])
