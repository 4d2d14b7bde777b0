"""Every preset, at the boundary values of what its author chose."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from portal.core.sentences import Refused
from portal.formula import BLANK, Field, Kind, Names, Purpose, Row, Severity, check, compile_formula
from portal.formula.presets import PRESETS, Asked
from tests.formula.vocabulary import figures, months, number, row, units

FIELDS = [
    Field("late", "逾期件数"),
    Field("plan", "方案印发", Kind.TRUTH),
    Field("launch", "系统上线", Kind.TRUTH),
    Field("good", "优秀票"),
    Field("fair", "良好票"),
    Field("poor", "一般票"),
]


def names_for(key: str) -> Names:
    preset = PRESETS[key]
    match preset.purpose:
        case Purpose.MEASURE:
            return Names.measure(FIELDS)
        case Purpose.BONUS:
            return Names.bonus(FIELDS)
    return Names.score(FIELDS, actual=preset.actual)


def scored(
    key: str, actual: object, answers: dict[str, Any], entries: list[Row], peers: Any = None, **target: object
) -> Any:
    """The points, the same in both languages."""
    names = names_for(key)
    values = figures(**{"pass_": 95, "weight": 10, "bonus": 2, **target}) | {"actual": number(actual)}
    texts = [PRESETS[key].write(language, names, **answers) for language in ("zh", "en")]
    found = [compile_formula(text, names).evaluate(values, entries, peers) for text in texts]
    assert found[0] == found[1]
    return found[0]


Case = tuple[str, dict[str, Any], dict[str, object], list[tuple[object, object]]]

CASES: list[Case] = [
    ("proportion", {}, {"pass_": 80}, [(80, 10), (90, 10), (40, 0), (48, 6), (47.99, 0), (60, 7.5)]),
    ("proportion", {"least": 50}, {"pass_": 80}, [(40, 5), (39.9, 0)]),
    (
        "proportion",
        {"least": None, "cap": "above", "above": 2},
        {"pass_": 80},
        [(80, 10), (96, 12), (120, 12)],
    ),
    ("proportion", {"least": 0, "cap": "none"}, {"pass_": 80}, [(120, 15), (-8, 0)]),
    ("proportion", {"least": 0, "floor": "none"}, {"pass_": 80}, [(-8, -1), (0, 0)]),
    ("proportion", {"round": "points", "places": 1}, {"pass_": 90}, [(80, 8.9)]),
    (
        "proportion",
        {"round": "actual", "places": 0},
        {"pass_": 90},
        [(89.5, 10), (89.4, "9.888888888888888888888888889")],
    ),
    ("all_or_nothing", {}, {}, [(95, 10), (94.99, 0)]),
    ("all_or_nothing", {"edge": "missed"}, {}, [(95, 0), (95.01, 10)]),
    (
        "all_or_nothing",
        {"direction": "lower", "full_at": "challenge"},
        {"challenge": 3},
        [(3, 10), (3.01, 0)],
    ),
    ("linear", {"zero_at": 75}, {}, [(75, 0), (70, 0), (85, 5), (95, 10), (99, 10)]),
    ("linear", {"zero_at": 20, "full_at": "challenge"}, {"challenge": 10}, [(20, 0), (15, 5), (9, 10)]),
    ("per_step", {"size": 0.5, "points": 2}, {}, [(95, 10), (94.5, 8), (94.75, 9), (90, 0), (96, 10)]),
    ("per_step", {"size": 0.5, "points": 2, "part": "begun"}, {}, [(94.9, 8), (94.5, 8), (94.4, 6)]),
    ("per_step", {"size": 0.5, "points": 2, "part": "whole"}, {}, [(94.6, 10), (94.5, 8), (94.1, 8)]),
    ("per_step", {"points": 4, "floor": "none"}, {}, [(92, -2), (95, 10)]),
    ("per_step", {"cap": "above", "above": 3}, {}, [(97, 12), (99, 13), (94, 9)]),
    ("per_step", {"cap": "none", "part": "begun"}, {}, [(96.5, 11), (94.5, 9), (105, 20)]),
    (
        "per_step",
        {"direction": "lower", "size": 6, "points": 2},
        {"pass_": 0},
        [(0, 10), (6, 8), (3, 9), (30, 0)],
    ),
    (
        "step_table",
        {"rows": [(60, 4), (80, 8), (90, 12)]},
        {},
        [(59.9, 0), (60, 4), (80, 8), (89.9, 8), (90, 12)],
    ),
    ("step_table", {"rows": [(60, 4), (80, 8)], "rest": -1}, {}, [(59, -1), (60, 4), (80, 8)]),
    (
        "step_table",
        {"rows": [(60, 4), (80, 8)], "edge": "missed"},
        {},
        [(60, 0), (60.1, 4), (80, 4), (81, 8)],
    ),
    (
        "step_table",
        {"rows": [(1, 10), (3, 5)], "direction": "lower"},
        {},
        [(0, 10), (1, 10), (2, 5), (3, 5), (4, 0)],
    ),
    ("step_table", {"rows": [(60, 50), (80, 120)], "amounts": "percent"}, {}, [(60, 5), (80, 12), (59, 0)]),
    (
        "range",
        {"size": 0.1, "points": 2},
        {"pass_": 0.3, "pass_upper": 0.8},
        [(0.3, 10), (0.8, 10)],
    ),
    (
        "range",
        {"size": 0.1, "points": 2},
        {"pass_": 0.3, "pass_upper": 0.8},
        [(0.2, 8), (0.95, 7), (9, 0)],
    ),
    (
        "range",
        {"outside": "nothing"},
        {"pass_": 4, "pass_upper": 12},
        [(4, 10), (12, 10), (3.9, 0), (13, 0)],
    ),
    (
        "range",
        {"outside": "nothing", "edge": "missed"},
        {"pass_": 4, "pass_upper": 12},
        [(4, 0), (5, 10), (12, 0)],
    ),
    (
        "range",
        {"part": "begun", "floor": "none", "points": 6},
        {"pass_": 4, "pass_upper": 12},
        [(3.5, 4), (2, -2)],
    ),
    ("reverse", {}, {"pass_": 5}, [(5, 10), (0, 10), (10, 5), (50, 1)]),
    ("reverse", {"way": "mirror"}, {"pass_": 5}, [(5, 10), (6, 8), (10, 0), (20, 0)]),
    ("reverse", {"way": "mirror", "floor": "none"}, {"pass_": 5}, [(11, -2)]),
    ("reverse", {}, {"pass_": 0}, [(0, 10), (1, 0)]),
    ("efficacy", {"low": 75}, {}, [(74, 0), (75, 6), (85, 8), (95, 10), (100, 10)]),
    ("efficacy", {"low": 75, "below": "start", "start": 40}, {}, [(60, 4), (75, 4), (85, 7)]),
    ("efficacy", {"low": 75, "below": "none", "cap": "none"}, {}, [(65, 4), (100, 11)]),
    (
        "efficacy",
        {"low": 20, "direction": "lower", "full_at": "challenge"},
        {"challenge": 10},
        [(21, 0), (15, 8), (5, 10)],
    ),
    ("per_event_off", {"points": 4}, {}, [(0, 10), (1, 6), (3, 0)]),
    ("per_event_off", {"points": 4, "floor": "none", "free": 1}, {}, [(1, 10), (2, 6), (4, -2)]),
    ("per_event_off", {"points": 4, "at_most": 5}, {}, [(1, 6), (2, 5), (9, 5)]),
    ("per_event_on", {"points": 4}, {}, [(0, 0), (2, 8), (3, 10)]),
    ("per_event_on", {"points": 4, "cap": "above", "above": 1}, {}, [(3, 11)]),
    ("per_event_on", {"points": 4, "cap": "none", "free": 2}, {}, [(1, 0), (5, 12)]),
    (
        "by_name",
        {"rows": [("绿", 14), ("黄", 8), ("红", 0)]},
        {},
        [("绿", 14), ("黄", 8), ("红", 0), ("灰", 0)],
    ),
    ("by_name", {"rows": [("好", 100)], "rest": 20, "amounts": "percent"}, {}, [("好", 10), ("差", 2)]),
    ("yes_no", {}, {}, [(True, 10), (False, 0)]),
    ("yes_no", {"wanted": "no"}, {}, [(True, 0), (False, 10)]),
    ("done", {}, {}, [(1, 10), (0, 0)]),
    ("done", {"wanted": "no"}, {}, [(1, 0), (0, 10)]),
    ("ballots", {}, {"pass_": 90}, [(90, 10), (81, 9), (95, 10)]),
    ("ballots", {"least": 60}, {"pass_": 90}, [(54, 6), (53, 0)]),
    ("either_or", {"rows": [("actual >= 3", 4), ("完成值 >= 9", 10)]}, {}, [(2, 0), (3, 4), (9, 10)]),
    ("either_or", {"rows": [("actual >= 3", 4), ("actual >= 9", 10)], "take": "first"}, {}, [(9, 4), (2, 0)]),
    (
        "either_or",
        {"rows": [("actual >= 3 OR actual < 0", 50)], "amounts": "percent"},
        {},
        [(3, 5), (-1, 5), (1, 0)],
    ),
    ("growth", {"goal": 5, "points": 2}, {"last_year": 100}, [(105, 10), (104, 8), (100, 0), (110, 10)]),
    ("growth", {"goal": 5, "part": "begun"}, {"last_year": 100}, [(104.9, 9), (103.9, 8)]),
    ("growth", {"goal": -3, "direction": "lower"}, {"last_year": 100}, [(97, 10), (98, 9), (90, 10)]),
    ("growth", {}, {"last_year": 0}, [(5, BLANK)]),
    ("growth", {"base": "zero"}, {"last_year": 0}, [(5, 0)]),
    ("growth", {"base": "full"}, {"last_year": -1}, [(-5, 10)]),
    ("growth", {"base": "better"}, {"last_year": -1}, [(0, 10), (-1, 0)]),
    ("growth", {"base": "better", "direction": "lower"}, {"last_year": 0}, [(-1, 10), (1, 0)]),
    ("bonus_fixed", {}, {"challenge": 100}, [(100, 2), (99.9, 0)]),
    ("bonus_fixed", {"edge": "missed"}, {"challenge": 100}, [(100, 0), (101, 2)]),
    ("bonus_proportional", {}, {"challenge": 100}, [(95, 0), (97.5, 1), (100, 2), (110, 2), (90, 0)]),
    (
        "bonus_proportional",
        {"direction": "lower"},
        {"pass_": 5, "challenge": 1},
        [(5, 0), (3, 1), (1, 2), (0, 2)],
    ),
    ("bonus_proportional", {"direction": "lower"}, {"pass_": 5, "challenge": 5}, [(5, 2), (6, 0)]),
    (
        "bonus_per_step",
        {"points": 0.5},
        {"challenge": 100},
        [(100, 0), (102, 1), (104, 2), (110, 2), (90, 0)],
    ),
    ("bonus_per_step", {"part": "whole", "start": "pass", "cap": "none"}, {}, [(96.9, 1), (99, 4)]),
    ("bonus_per_step", {"cap": "number", "at_most": 3}, {"challenge": 100}, [(104, 3)]),
]


@pytest.mark.parametrize(("key", "answers", "target", "points"), CASES)
def test_presets_score_as_their_author_chose(
    key: str, answers: dict[str, Any], target: dict[str, object], points: list[tuple[object, object]]
) -> None:
    for actual, expected in points:
        found = scored(key, actual, answers, [], **target)
        assert found is BLANK if expected is BLANK else found == number(Decimal(str(expected)))


@pytest.mark.parametrize(
    ("answers", "points"),
    [
        ({"rows": [(1, 10), (3, 6)]}, [10, 6, 6, 0]),
        ({"rows": [(3, 6), (1, 10)], "rest": 2}, [10, 6, 6, 2]),
        ({"rows": [(1, 10), (2, 8), (3, 6)], "ties": "average"}, [10, 6, 6, 0]),
        ({"rows": [(1, 10), (3, 6)], "direction": "lower"}, [0, 6, 6, 10]),
        (
            {"rows": [(1, 100), (3, 60)], "amounts": "percent", "direction": "lower", "ties": "average"},
            [0, 6, 6, 10],
        ),
    ],
)
def test_rank_tables_share_places_as_chosen(answers: dict[str, Any], points: list[int]) -> None:
    peers = units(90, 80, 80, 70)
    assert [scored("rank", peer.values["actual"], answers, [], peers) for peer in peers] == points


def test_without_a_value_a_rank_stays_pending() -> None:
    assert scored("rank", None, {"rows": [(1, 10)]}, [], units(None, 3)) is BLANK


def test_events_may_be_counted_in_the_ledger() -> None:
    answers = {"events": "SUM(逾期件数)", "points": 2}
    assert PRESETS["per_event_off"].write(**answers) == "MAX(0, 权重 - SUM(逾期件数) * 2)"
    assert scored("per_event_off", None, answers, months("late", 1, 0, 2)) == 4


def test_milestones_earn_their_points_once() -> None:
    answers = {"rows": [("plan", 4), ("系统上线", 6)]}
    entries = [row(1, plan=True, launch=False), row(2, plan=True)]
    assert scored("milestones", None, answers, entries) == 4
    assert scored("milestones", None, answers, [*entries, row(3, launch=True)]) == 10
    assert scored("milestones", None, {**answers, "amounts": "percent"}, entries) == Decimal("0.4")


def test_ballots_are_weighed_by_their_kind() -> None:
    answers = {"rows": [("优秀票", 100), ("fair", 80), ("poor", 0)]}
    entries = [row(1, good=60, fair=20, poor=20)]
    assert scored("ballots", None, answers, entries, pass_=76) == 10
    assert scored("ballots", None, answers, entries, pass_=95) == 8


def test_measures_come_from_the_ledger() -> None:
    entries = months("late", 1, 2, 9)
    expected = {"total": 12, "latest": 9, "average": 4}
    for key, value in expected.items():
        assert scored(key, None, {"field": "逾期件数"}, entries) == value
    assert scored("average", None, {"field": "late", "trim": 1}, entries) == 2
    assert scored("ratio", None, {"part_of": "good", "whole": "fair"}, [row(1, good=1, fair=4)]) == 25


RULES: list[tuple[str, str, dict[str, Any], dict[str, object], list[tuple[object, object]]]] = [
    (
        "A60",
        "proportion",
        {"least": 60},
        {"pass_": 59.2, "weight": 18},
        [(59.2, 18), (29.6, 0), (44.4, 13.5)],
    ),
    ("A50", "proportion", {"least": 50}, {"pass_": 25, "weight": 12}, [(12.5, 6), (12, 0)]),
    (
        "B0.1:0.5",
        "per_step",
        {"size": 0.1, "points": 0.5},
        {"pass_": 45.5, "weight": 16},
        [(45.2, 14.5)],
    ),
    ("B1:1", "per_step", {"direction": "lower"}, {"pass_": 5}, [(5, 10), (7, 8)]),
    (
        "C0.1:2",
        "range",
        {"size": 0.1, "points": 2},
        {"pass_": 0.3, "pass_upper": 0.8, "weight": 12},
        [(1, 8)],
    ),
    ("D4/件", "per_event_off", {"points": 4}, {"weight": 16}, [(0, 16), (2, 8), (5, 0)]),
    (
        "E绿=14,黄=8",
        "by_name",
        {"rows": [("绿", 14), ("黄", 8)]},
        {"weight": 14},
        [("绿", 14), ("黄", 8), ("红", 0)],
    ),
    (
        "F1:5",
        "per_step",
        {"direction": "lower", "points": 5},
        {"pass_": 0, "weight": 15},
        [(0, 15), (2, 5), (4, 0)],
    ),
    ("G", "ballots", {}, {"pass_": 90, "weight": 5}, [(90, 5), (72, 4)]),
]


@pytest.mark.parametrize(("code", "key", "answers", "target", "points"), RULES)
def test_the_rules_of_the_demonstration_bureau_are_presets(
    code: str,
    key: str,
    answers: dict[str, Any],
    target: dict[str, object],
    points: list[tuple[object, object]],
) -> None:
    test_presets_score_as_their_author_chose(key, answers, target, points)


def sample_answers(key: str) -> dict[str, Any]:
    needed: dict[str, Any] = {}
    for asked in PRESETS[key].parameters:
        if asked.default is None and not asked.optional:
            cells = {
                Asked.FIELD: "plan" if key == "milestones" else "good",
                Asked.FORMULA: "actual > 3",
                Asked.TEXT: "绿",
            }
            row_of = tuple(cells.get(column.kind, Decimal(3)) for column in asked.columns)
            needed[asked.key] = [row_of] if asked.columns else cells.get(asked.kind, Decimal(3))
    return needed


@pytest.mark.parametrize("key", PRESETS)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_choice_of_every_preset_writes_a_formula_without_errors(key: str, language: str) -> None:
    preset, names = PRESETS[key], names_for(key)
    answers = sample_answers(key)
    variants = [{}, *({asked.key: option.key} for asked in preset.parameters for option in asked.choices)]
    for variant in variants:
        text = preset.write(language, names, **answers, **variant)
        assert [str(one.message) for one in check(text, names) if one.severity is Severity.ERROR] == []
        assert language == "en" or "actual" not in text


@pytest.mark.parametrize("preset", PRESETS.values(), ids=lambda preset: preset.key)
def test_a_blank_actual_stays_pending(preset: Any) -> None:
    names = names_for(preset.key)
    formula = compile_formula(preset.write(names=names, **sample_answers(preset.key)), names)
    target = figures(pass_=95, pass_upper=99, challenge=100, last_year=90, weight=10, bonus=2)
    if "actual" in formula.names:
        assert formula.evaluate(target, [], units(None, 1)) is BLANK


def test_presets_are_written_as_the_page_shows_them() -> None:
    written = PRESETS["per_step"].write(size=0.1, points=0.5)
    assert written == "IF(完成值 >= 合格值, 权重, MAX(0, 权重 - (合格值 - 完成值) / 0.1 * 0.5))"
    assert PRESETS["bonus_fixed"].write() == "IF(完成值 >= 挑战值, 加分, 0)"
    assert PRESETS["bonus_fixed"].write("en") == "IF(actual >= challenge, bonus, 0)"


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ({"size": "0"}, "“Size of a step” must be larger than zero."),
        ({"size": "many"}, "“Size of a step” must be a number."),
        ({"size": "1E+999999"}, "“Size of a step” must be a number."),
        ({"points": "NaN"}, "“Points for each step” must be a number."),
        ({"places": "1.5"}, "“Decimal places” must be a whole number."),
        ({"part": "half"}, "“A part of a step counts” must be one of the choices."),
    ],
)
def test_answers_that_make_no_sense_are_refused(answers: dict[str, Any], sentence: str) -> None:
    with pytest.raises(Refused) as caught:
        PRESETS["per_step"].write(**answers)
    assert str(caught.value.sentence) == sentence


def test_missing_answers_are_refused_and_unknown_ones_are_a_programming_error() -> None:
    with pytest.raises(Refused, match="is missing"):
        PRESETS["step_table"].write()
    with pytest.raises(Refused, match="incomplete"):
        PRESETS["step_table"].write(rows=[(1,)])
    with pytest.raises(TypeError):
        PRESETS["step_table"].write(colour="red")
