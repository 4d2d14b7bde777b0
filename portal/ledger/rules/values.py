"""What people type into a ledger field, read exactly or refused with a sentence."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Protocol

from portal.core.figures import parse_figure
from portal.core.periods import Period
from portal.core.sentences import Refused, Sentence, say
from portal.indicators.rules import NUMERIC, FieldType

YES, NO = "true", "false"  # the one spelling of yes and no, in forms and in the table
LONGEST = 2000
PERCENT = "%"
PREFIX = "field-"  # of an input's name, so that a field may have any key
DATE = re.compile(r"(\d{4})\D{1,2}(\d{1,2})\D{1,2}(\d{1,2})\D?|(\d{4})(\d\d)(\d\d)", re.ASCII)
CONTROLS = {code: None for code in range(32) if chr(code) not in "\n\t"}

Value = Decimal | str | bool | date


class FieldOfForm(Protocol):
    """One field of a ledger form, as the library keeps it."""

    key: str
    label: str
    type: FieldType
    unit: str
    required: bool
    minimum: Decimal | None
    maximum: Decimal | None
    choices: list[str]


@dataclass(slots=True)
class Reading:
    """What was typed, what it means, and the sentence at each field that could not be read."""

    typed: Mapping[str, str]
    values: dict[str, str] = field(default_factory=dict)
    errors: dict[str, Sentence] = field(default_factory=dict)

    @property
    def valid(self) -> bool:
        return not self.errors


def read(
    fields: Sequence[FieldOfForm], typed: Mapping[str, str], stretch: Period, *,
    dated: str | None = None, today: date | None = None,
) -> Reading:  # fmt: skip
    """Read every field but files. ``dated`` is the key of the record's own day, which lies in the stretch."""
    reading = Reading(typed)
    for asked in fields:
        if asked.type is FieldType.FILE:
            continue
        try:
            text = read_one(asked, typed.get(asked.key, ""), stretch.year)
            if asked.key == dated and text:
                check_day(date.fromisoformat(text), stretch, today)
        except Refused as refusal:
            reading.errors[asked.key] = refusal.sentence
        else:
            if text:
                reading.values[asked.key] = text
    return reading


def read_one(asked: FieldOfForm, typed: str, year: int) -> str:
    """The value as it is kept; an empty text where nothing was typed and nothing need be."""
    text = typed.strip()
    if not text:
        if asked.required:
            raise Refused("Enter “{label}”.", label=asked.label)
        return ""
    return READERS[asked.type](asked, text, year)


def own_day(fields: Sequence[FieldOfForm]) -> str | None:
    """The field that says when a record happened: the first date of the form."""
    return next((asked.key for asked in fields if asked.type is FieldType.DATE), None)


def plain(figure: Decimal) -> str:
    """The one spelling of a figure: no exponent, no needless zeros, no minus zero."""
    text = f"{figure:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("-0", "") else text


def _figure(asked: FieldOfForm, text: str, year: int) -> str:
    figure = parse_figure(
        _without_unit(text, asked.unit or (PERCENT if asked.type is FieldType.PERCENT else ""))
    )
    if asked.type is FieldType.INTEGER and figure != figure.to_integral_value():
        raise Refused("“{label}” is counted in whole numbers.", label=asked.label)
    if asked.minimum is not None and figure < asked.minimum:
        if asked.minimum == 0:
            raise Refused("“{label}” cannot be negative.", label=asked.label)
        raise Refused("“{label}” is at least {least}.", label=asked.label, least=plain(asked.minimum))
    if asked.maximum is not None and figure > asked.maximum:
        raise Refused("“{label}” is at most {most}.", label=asked.label, most=plain(asked.maximum))
    return plain(figure)


def _without_unit(text: str, unit: str) -> str:
    text = unicodedata.normalize("NFKC", text).strip()
    unit = unicodedata.normalize("NFKC", unit)
    return text.removesuffix(unit).rstrip() if unit and text != unit else text


def _day(asked: FieldOfForm, text: str, year: int) -> str:
    day = parse_day(text)
    if day.year != year:
        raise Refused("{day} is not in {year}.", day=day, year=year)
    return day.isoformat()


def parse_day(typed: str) -> date:
    """A date with any signs between: 2026-03-05, 2026/3/5, full-width, or 20260305."""
    found = DATE.fullmatch(unicodedata.normalize("NFKC", typed).strip())
    try:
        if found:
            year, month, day = (int(part) for part in found.groups() if part)
            return date(year, month, day)
    except ValueError:
        pass
    raise Refused("“{typed}” is not a date. Write it like 2026-03-05.", typed=typed[:40])


def check_day(day: date, stretch: Period, today: date | None) -> None:
    """The day on which a record happened lies in its period and is not still to come."""
    if not stretch.first <= day <= stretch.last:
        raise Refused("{day} is outside {period}.", day=day, period=stretch.label)
    if today is not None and day > today:
        raise Refused("{day} is still to come.", day=day)


def _words(asked: FieldOfForm, text: str, year: int) -> str:
    text = text.replace("\r\n", "\n").translate(CONTROLS)
    if len(text) > LONGEST:
        raise Refused("Too long: {length} characters, at most {most}.", length=len(text), most=LONGEST)
    return text


def _choice(asked: FieldOfForm, text: str, year: int) -> str:
    if text not in asked.choices:
        raise Refused("“{typed}” is not one of the choices.", typed=text[:40])
    return text


def _yes_no(asked: FieldOfForm, text: str, year: int) -> str:
    if text not in (YES, NO):
        raise Refused("Choose yes or no.")
    return text


READERS: dict[FieldType, Callable[[FieldOfForm, str, int], str]] = {
    **dict.fromkeys(NUMERIC, _figure),
    FieldType.DATE: _day,
    FieldType.TEXT: _words,
    FieldType.CHOICE: _choice,
    FieldType.YES_NO: _yes_no,
}


def meaning(type_: FieldType, kept: str) -> Value:
    """What a kept text is to a formula."""
    if type_ in NUMERIC:
        return Decimal(kept)
    if type_ is FieldType.DATE:
        return date.fromisoformat(kept)
    if type_ is FieldType.YES_NO:
        return kept == YES
    return kept


YES_OR_NO = {YES: say("Yes"), NO: say("No")}
