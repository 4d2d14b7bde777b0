"""The law of an indicator: its formulas, compiled."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import inspect, select
from sqlalchemy.orm import selectinload

from portal.core.sentences import Sentence
from portal.formula import Formula, FormulaError, Kind, Purpose, compile_formula
from portal.indicators.models import Indicator
from portal.indicators.rules import names_for
from portal.indicators.sources import own_figures
from portal.scores.rules import Law, said
from portal.targets.models import Target
from portal.web.db import db


def law_of(indicator: Indicator) -> Law:
    faults: dict[Purpose, Sentence] = {}
    kind = Kind.NUMBER
    compiled: dict[Purpose, Formula] = {}
    for purpose in Purpose:
        text: str = getattr(indicator, purpose.value)
        if not text.strip():
            continue
        try:
            names = names_for(indicator.fields, purpose, own_figures(), kind)
            compiled[purpose] = compile_formula(text, names)
        except FormulaError as error:
            faults[purpose] = said(error.message)
        if purpose is Purpose.MEASURE and purpose in compiled:
            kind = compiled[purpose].kind or Kind.NUMBER
    return Law(
        compiled.get(Purpose.MEASURE),
        compiled.get(Purpose.SCORE),
        compiled.get(Purpose.BONUS),
        faults,
        indicator.accumulates,
    )


def laws_of(targets: Collection[Target]) -> dict[int, Law]:
    """By indicator. The fields of their forms come in one statement."""
    indicators = {target.indicator_id: target.indicator for target in targets}
    without = [number for number, one in indicators.items() if "fields" in inspect(one).unloaded]
    if without:
        fields = select(Indicator).where(Indicator.id.in_(without)).options(selectinload(Indicator.fields))
        db.session.scalars(fields).all()
    return {number: law_of(one) for number, one in indicators.items()}
