"""The target sheets of one year: what each unit is to reach, with whom, and by when."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal

from sqlalchemy import insert

from portal.accounts.models import Unit
from portal.demo.aims import amounts, grown
from portal.demo.bureau import Bureau
from portal.demo.courses import DECEMBER, done_by
from portal.demo.library import ACCUMULATING
from portal.demo.tables import Law, laws, pool
from portal.indicators.models import Indicator
from portal.indicators.rules import IndicatorClass
from portal.targets.models import Collaboration, PlanPoint, Sheet, Target
from portal.targets.rules import SheetState, SourceMode
from portal.web.db import db

Targets = dict[tuple[str, str], Target]  # by indicator and unit code


def draw_up(
    bureau: Bureau, year: int, ago: int, indicators: dict[str, Indicator], issued_at: datetime | None
) -> Targets:
    """``ago``: the year counted from the running one. Without ``issued_at`` the sheets are being drafted."""
    state = SheetState.ISSUED if issued_at else SheetState.DRAFTING
    sheets = {
        unit.code: Sheet(year_id=year, unit=unit, state=state, issued_at=issued_at) for unit in bureau.inside
    }
    db.session.add_all(sheets.values())
    db.session.flush()
    targets: Targets = {}
    for unit in bureau.inside:
        for place, law in enumerate(_laws_of(unit), start=1):
            target = _target(bureau, law, unit, indicators[law.code], ago, place)
            target.sheet, target.year_id = sheets[unit.code], year
            targets[law.code, unit.code] = target
    db.session.add_all(targets.values())
    db.session.flush()
    db.session.execute(insert(Collaboration), list(_helpers(bureau, targets)))
    db.session.execute(insert(PlanPoint), list(_plans(targets)))
    return targets


def _laws_of(unit: Unit) -> list[Law]:
    return [law for law in laws() if law.kind is IndicatorClass.COMMON or law.unit == unit.name]


def _target(bureau: Bureau, law: Law, unit: Unit, indicator: Indicator, ago: int, place: int) -> Target:
    def figure(value: Decimal | None) -> Decimal | None:
        return value if value is None or not ago else Decimal(str(grown(law, float(value), ago)))

    return Target(
        unit=unit,
        indicator=indicator,
        filling_unit=filling_unit(bureau, law, unit),
        source_mode=law.mode,
        person_id=bureau.clerk(unit).id,
        place=place,
        weight=law.weight,
        bonus=law.bonus,
        district_pass=figure(law.district.lower),
        district_challenge=figure(law.passed.lower),
        pass_value=figure(law.passed.lower),
        pass_upper=figure(law.passed.upper),
        pass_label=law.passed.label,
        challenge_value=figure(law.challenge),
    )


def filling_unit(bureau: Bureau, law: Law, unit: Unit) -> Unit | None:
    if law.mode is SourceMode.SYSTEM:
        return None
    return bureau.by_name[law.source] if law.mode is SourceMode.THIRD_PARTY else unit


def _helpers(bureau: Bureau, targets: Targets) -> Iterator[dict[str, object]]:
    duties = pool("duty")
    for (code, unit_code), target in targets.items():
        law = next(law for law in _laws_of(target.unit) if law.code == code)
        helping = [unit for called in law.collaborators for unit in bureau.group(called)]
        for place, unit in enumerate(dict.fromkeys(helping)):
            if unit.code != unit_code:
                yield {"target_id": target.id, "unit_id": unit.id, "duty": duties[place % len(duties)]}


def _plans(targets: Targets) -> Iterator[dict[str, object]]:
    """By the end of each reporting month, as much as such work usually is done by then."""
    by_code = {law.code: law for law in laws()}
    for (code, _), target in targets.items():
        law = by_code[code]
        if law.form.model not in ACCUMULATING or not target.pass_value or not amounts(law):
            continue
        for month in range(law.frequency.months, DECEMBER + 1, law.frequency.months):
            share = Decimal(str(round(done_by(month / DECEMBER, law.frequency), 4)))
            yield {
                "target_id": target.id,
                "month": month,
                "value": round(target.pass_value * share, target.indicator.decimals),
            }
