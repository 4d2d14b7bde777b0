"""The indicator library of one year, with its ledger forms and formulas."""

from __future__ import annotations

from decimal import Decimal
from functools import cache

from portal.demo.formulas import bonus_of, score_of
from portal.demo.records import RECORDS
from portal.demo.tables import FieldRow, Law, laws, pool, words
from portal.formula import Purpose
from portal.formula.measures import OWN_FIGURES
from portal.indicators.models import Indicator, LedgerField
from portal.indicators.rules import NUMERIC, FormulaState, Level, Perspective, RowKind, Texts
from portal.targets.rules import SourceMode
from portal.web.db import db

ACCUMULATING = {
    "sum", "stock", "perhead", "failures", "papers", "visits", "articles", "taxpayers", "funds", "incidents",
}  # fmt: skip
FINE = {"C107": 3, "C014": 3}
ORDINARY, WHOLE = 2, 0
TOLD = {"share": "definition_share", "latest": "definition_latest", "stock": "definition_latest",
        "pace": "definition_pace", "sum": "definition_sum", "system": "definition_system"}  # fmt: skip


def write_the_law(year: int) -> dict[str, Indicator]:
    """By code."""
    indicators = {law.code: _indicator(law, year, place) for place, law in enumerate(laws(), start=1)}
    db.session.add_all(indicators.values())
    db.session.flush()
    return indicators


def _indicator(law: Law, year: int, place: int) -> Indicator:
    written, state = checked(law)
    records = law.form.model in RECORDS
    return Indicator(
        year_id=year,
        code=law.code,
        name=law.name,
        definition=definition(law),
        kind=law.kind,
        level=_level(law),
        perspective=Perspective(law.form.view),
        unit_of_measure=law.measured_in,
        direction=law.direction,
        decimals=WHOLE if law.measured_in in pool("whole_units") else FINE.get(law.code, ORDINARY),
        frequency=law.frequency,
        row_kind=RowKind.RECORD if records else RowKind.FIGURES,
        accumulates=law.form.model in ACCUMULATING,
        veto=law.veto,
        measure=written.texts[Purpose.MEASURE],
        score=written.texts[Purpose.SCORE],
        bonus=written.texts[Purpose.BONUS],
        formulas=state,
        note=law.note,
        place=place,
        fields=[_field(field, place) for place, field in enumerate(law.form.fields, start=1)],
    )


@cache
def checked(law: Law) -> tuple[Texts, FormulaState]:
    """The formulas, the same in every year, and what their check finds."""
    texts = {
        Purpose.MEASURE: law.form.measure,
        Purpose.SCORE: score_of(law),
        Purpose.BONUS: bonus_of(law),
    }
    written = Texts(law.form.fields, texts, OWN_FIGURES)
    return written, written.state


def _level(law: Law) -> Level:
    if law.source == words()["city"]:
        return Level.MUNICIPAL
    return Level.DISTRICT if law.mode is SourceMode.THIRD_PARTY else Level.BUREAU


def definition(law: Law) -> str:
    model = law.form.model
    kind = "definition_record" if model in RECORDS else TOLD.get(model, "definition_other")
    if law.measured_in == "‰":
        kind = "definition_permille"
    labels = [field.label for field in law.form.fields]
    first, second, third, *_ = [*labels, "", "", ""]
    return words()[kind].format(first=first, second=second, third=third)


def _field(field: FieldRow, place: int) -> LedgerField:
    figures = field.type in NUMERIC
    return LedgerField(
        key=field.key,
        label=field.label,
        type=field.type,
        unit=field.unit,
        required=field.required,
        minimum=Decimal(0) if figures else None,
        choices=list(field.choices),
        place=place,
    )
