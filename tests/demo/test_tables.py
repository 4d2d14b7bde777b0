"""The demonstration's tables: what they say holds together before anything is loaded."""

import re
from collections import Counter
from itertools import islice
from pathlib import Path

import pytest

from portal.demo import bureau
from portal.demo.aims import aim, luck
from portal.demo.formulas import bonus_of, score_of
from portal.demo.rules import Rule, Shape, read_rule
from portal.demo.tables import forms, laws, pool, units
from portal.formula import Purpose
from portal.formula.measures import OWN_FIGURES
from portal.indicators.rules import FieldType, IndicatorClass, Texts
from portal.indicators.rules.fields import check_key

HERE = Path(bureau.__file__).parent
COMMON = sum(law.weight for law in laws() if law.kind is IndicatorClass.COMMON)


@pytest.mark.parametrize("unit", [unit for unit in units() if not unit.outside], ids=lambda unit: unit.code)
def test_every_units_weights_add_up_to_a_hundred(unit):
    specific = sum(law.weight for law in laws() if law.unit == unit.name)

    assert (specific, specific + COMMON) == (70, 100)


def test_there_are_110_specific_and_7_common_indicators_each_with_its_form():
    kinds = Counter(law.kind for law in laws())

    assert (kinds[IndicatorClass.SPECIFIC], kinds[IndicatorClass.COMMON]) == (110, 7)
    assert forms().keys() == {law.code for law in laws()}


@pytest.mark.parametrize("law", laws(), ids=lambda law: law.code)
def test_every_formula_checks_clean(law):
    written = {
        Purpose.MEASURE: law.form.measure,
        Purpose.SCORE: score_of(law),
        Purpose.BONUS: bonus_of(law),
    }
    texts = Texts(law.form.fields, written, OWN_FIGURES)

    assert [finding for purpose in Purpose for finding in texts.findings(purpose)] == []


def test_a_bonus_is_earned_wherever_the_table_promises_one():
    assert [law.code for law in laws() if law.bonus and law.challenge is not None and not bonus_of(law)] == []


def test_every_kind_of_field_occurs():
    assert {field.type for form in forms().values() for field in form.fields} == set(FieldType)


def test_every_key_is_one_that_formulas_can_name():
    for form in forms().values():
        for field in form.fields:
            check_key(field.key)


@pytest.mark.parametrize(
    ("code", "rule"),
    [
        ("A60", Rule(Shape.PROPORTION, 60)),
        ("B0.5:1", Rule(Shape.SHORT, "0.5", 1)),
        ("D0.5/户", Rule(Shape.EVENTS, "0.5")),
        ("E绿=14,黄=8", Rule(Shape.NAMED, named=(("绿", 14), ("黄", 8)))),
        ("G", Rule(Shape.BALLOTS)),
    ],
)
def test_a_rule_code_is_read(code, rule):
    read = read_rule(code)

    assert (read.shape, str(read.first), read.named) == (rule.shape, str(rule.first), rule.named)


def test_nobody_shares_a_name_and_rare_characters_occur():
    names = list(islice(bureau._names(), 103))

    assert len(set(names)) == 103
    assert all(any(rare in name for name in names) for rare in pool("given")[:4])


def test_what_a_target_comes_to_is_the_same_at_every_loading():
    law = laws()[6]

    assert aim(law, luck(law, "02", 2026), 0) == aim(law, luck(law, "02", 2026), 0)
    assert aim(law, luck(law, "02", 2026), 0) != aim(law, luck(law, "02", 2025), -1)


def test_chinese_stands_only_in_the_tables():
    assert [path.name for path in HERE.glob("*.py") if re.search(r"[\u3400-\u9fff]", _code(path))] == []


def _code(path: Path) -> str:
    """Comments and docstrings may name a unit of measure."""
    text = re.sub(r'""".*?"""', "", path.read_text(), flags=re.S)
    return re.sub(r"#.*", "", text)
