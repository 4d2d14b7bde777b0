"""What people type into a field is read exactly, or refused with a sentence at that field."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.core.periods import parse_period
from portal.core.sentences import Refused
from portal.indicators.rules import FieldType
from portal.ledger.rules.values import meaning, own_day, plain, read, read_one

T = FieldType
OCTOBER = parse_period("2026-10")


@dataclass
class Field:
    type: FieldType
    key: str = "x"
    label: str = "Revenue"
    unit: str = ""
    required: bool = True
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    choices: list[str] = field(default_factory=list)


@pytest.mark.parametrize(
    ("asked", "typed", "kept"),
    [
        (Field(T.NUMBER), "12.5", "12.5"),
        (Field(T.NUMBER), "１２．５", "12.5"),
        (Field(T.NUMBER), "1,234.5", "1234.5"),
        (Field(T.NUMBER), "１，２３４．５０", "1234.5"),
        (Field(T.NUMBER), "-0.0", "0"),
        (Field(T.NUMBER), "−3", "-3"),
        (Field(T.NUMBER), "1000000", "1000000"),
        (Field(T.MONEY, unit="亿元"), "4.5亿元", "4.5"),
        (Field(T.MONEY, unit="亿元"), " 4.5 亿元 ", "4.5"),
        (Field(T.PERCENT, unit="%"), "98.6%", "98.6"),
        (Field(T.PERCENT, unit="%"), "98.6％", "98.6"),
        (Field(T.INTEGER), "12.0", "12"),
        (Field(T.NUMBER, minimum=Decimal(0)), "0", "0"),
        (Field(T.DATE), "2026-10-05", "2026-10-05"),
        (Field(T.DATE), "2026/10/5", "2026-10-05"),
        (Field(T.DATE), "2026年10月5日", "2026-10-05"),
        (Field(T.DATE), "２０２６．１０．５", "2026-10-05"),
        (Field(T.DATE), "20261005", "2026-10-05"),
        (Field(T.TEXT), "  first\r\nsecond\x00 ", "first\nsecond"),
        (Field(T.CHOICE, choices=["绿", "黄"]), "绿", "绿"),
        (Field(T.YES_NO), "true", "true"),
        (Field(T.NUMBER, required=False), "  ", ""),
    ],
)
def test_it_is_kept_in_one_spelling(asked, typed, kept):
    assert read_one(asked, typed, 2026) == kept


@pytest.mark.parametrize(
    ("asked", "typed", "sentence"),
    [
        (Field(T.NUMBER), "many", "“many” is not a number"),
        (Field(T.NUMBER), "1 234,5", "without spaces and with a point"),
        (Field(T.NUMBER), "1,23", "with a point for decimals"),
        (Field(T.NUMBER), "9" * 20, "too long: at most 12 digits"),
        (Field(T.NUMBER), "0.1234567", "too many decimals"),
        (Field(T.NUMBER), "1e5", "is not a number"),
        (Field(T.NUMBER), "NaN", "is not a number"),
        (Field(T.NUMBER, minimum=Decimal(0)), "-1", "cannot be negative"),
        (Field(T.NUMBER, minimum=Decimal("0.5")), "0.4", "is at least 0.5"),
        (Field(T.PERCENT, maximum=Decimal(100)), "100.1", "is at most 100"),
        (Field(T.INTEGER), "1.5", "whole numbers"),
        (Field(T.DATE), "2025-10-05", "2025-10-05 is not in 2026"),
        (Field(T.DATE), "2026-02-30", "is not a date"),
        (Field(T.DATE), "yesterday", "is not a date"),
        (Field(T.CHOICE, choices=["绿"]), "红", "not one of the choices"),
        (Field(T.YES_NO), "perhaps", "Choose yes or no"),
        (Field(T.TEXT), "x" * 2001, "Too long: 2001 characters"),
        (Field(T.TEXT), "   ", "Enter “Revenue”."),
    ],
)
def test_it_is_refused_with_a_sentence(asked, typed, sentence):
    with pytest.raises(Refused, match=sentence):
        read_one(asked, typed, 2026)


def test_every_wrong_field_has_its_sentence_and_the_right_ones_are_read():
    form = [Field(T.NUMBER, "a"), Field(T.NUMBER, "b"), Field(T.FILE, "c")]
    reading = read(form, {"a": "1", "b": "x", "c": "ignored"}, OCTOBER)
    assert (reading.values, list(reading.errors)) == ({"a": "1"}, ["b"])


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [("2026-09-30", "2026-09-30 is outside 2026-10."), ("2026-10-31", "2026-10-31 is still to come.")],
)
def test_the_day_of_a_record_lies_in_its_period_and_not_ahead(typed, sentence):
    form = [Field(T.DATE, "day"), Field(T.DATE, "other", required=False)]
    assert own_day(form) == "day"
    reading = read(
        form, {"day": typed, "other": "2026-01-01"}, OCTOBER, dated="day", today=date(2026, 10, 20)
    )
    assert {key: str(said) for key, said in reading.errors.items()} == {"day": sentence}


def test_what_is_kept_means_the_same_to_a_formula():
    assert meaning(T.MONEY, "4.50") == Decimal("4.50")
    assert meaning(T.YES_NO, "true") is True
    assert meaning(T.DATE, "2026-10-05") == date(2026, 10, 5)
    assert meaning(T.TEXT, "绿") == "绿"


@given(st.decimals(min_value=-(10**11), max_value=10**11, places=6))
def test_a_figure_survives_being_kept(figure):
    kept = read_one(Field(T.NUMBER), f"{figure:f}", 2026)
    assert Decimal(kept) == figure
    assert kept == plain(Decimal(kept))


@given(st.sampled_from([kind for kind in T if kind is not T.FILE]), st.text(max_size=60))
def test_any_text_is_read_or_refused(kind, typed):
    try:
        kept = read_one(Field(kind, choices=["绿"]), typed, 2026)
    except Refused as refusal:
        assert str(refusal.sentence)
    else:
        assert kept == "" or meaning(kind, kept) is not None
