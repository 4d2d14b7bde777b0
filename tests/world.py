"""The small world the specifications take place in: one bureau, one cast, one ledger."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from portal.accounts.models import Grant, Person, Unit
from portal.accounts.rules import UnitKind
from portal.core.periods import Frequency
from portal.core.policy import Role
from portal.indicators.models import Indicator, LedgerField
from portal.indicators.rules import Direction, FieldType, IndicatorClass
from portal.targets.models import Sheet, Target
from portal.targets.rules import SheetState, SourceMode
from portal.web.db import db
from portal.year.models import Year
from portal.year.rules import YearState

YEAR = 2026


@dataclass
class Cast:
    """Budget (预算科) is assessed; Revenue is its outside source; Treasury is the neighbour."""

    budget: Unit
    treasury: Unit
    revenue: Unit
    clerk: Person  # of Budget
    head: Person
    neighbour: Person  # clerk of Treasury
    source: Person  # clerk of Revenue
    source_head: Person
    office: Person
    supervisor: Person
    leader: Person  # in charge of Budget
    other_leader: Person  # in charge of Treasury
    principal: Person
    sysadmin: Person
    secadmin: Person
    auditor: Person

    @classmethod
    def gather(cls) -> Cast:
        leader, other = a_person("leader", Role.LEADER), a_person("other_leader", Role.LEADER)
        budget = keep(a_unit("02", "Budget", leader=leader))
        treasury = keep(a_unit("03", "Treasury", leader=other))
        revenue = keep(a_unit("X20", "Revenue", kind=UnitKind.EXTERNAL))
        return cls(
            budget=budget,
            treasury=treasury,
            revenue=revenue,
            leader=leader,
            other_leader=other,
            clerk=a_person("clerk", Role.CLERK, budget),
            head=a_person("head", Role.HEAD, budget),
            neighbour=a_person("neighbour", Role.CLERK, treasury),
            source=a_person("source", Role.CLERK, revenue),
            source_head=a_person("source_head", Role.HEAD, revenue),
            **{role: a_person(role, Role(role)) for role in BUREAU_WIDE},
        )

    def everyone(self) -> dict[str, Person]:
        return {name: person for name, person in vars(self).items() if isinstance(person, Person)}


BUREAU_WIDE = ("office", "supervisor", "principal", "sysadmin", "secadmin", "auditor")


def a_unit(
    code: str, name: str, *, kind: UnitKind = UnitKind.DEPARTMENT, leader: Person | None = None
) -> Unit:
    return Unit(code=code, name=name, short_name=name, kind=kind, leader=leader, place=int(code.strip("X")))


def a_person(account: str, role: Role, unit: Unit | None = None) -> Person:
    """Reads English, so that the specifications can quote the sentences as the code says them."""
    person = Person(
        account=account, name=account.title(), home_unit=unit, must_change_password=False, language="en"
    )
    person.grants.append(Grant(role=role, unit=unit))
    return keep(person)


def a_year(year: int = YEAR, state: YearState = YearState.RUNNING) -> Year:
    return db.session.get(Year, year) or keep(Year(id=year, state=state))


def a_sheet(of: Unit, *, year: int = YEAR, state: SheetState = SheetState.ISSUED) -> Sheet:
    found = db.session.query(Sheet).filter_by(unit_id=of.id, year_id=year).one_or_none()
    return found or keep(Sheet(year=a_year(year), unit=of, state=state))


def an_indicator(code: str = "C007", **traits: object) -> Indicator:
    """The share of local in all revenue: monthly, two figures, half a point off for each 0.1 short."""
    year = a_year(int(traits.pop("year", YEAR)))
    defaults: dict[str, object] = {
        "name": f"Share of local revenue {code}",
        "kind": IndicatorClass.SPECIFIC,
        "direction": Direction.HIGHER,
        "frequency": Frequency.MONTH,
        "unit_of_measure": "%",
        "measure": "SUM(local) / SUM(total) * 100",
        "score": "IF(actual >= pass, weight, MAX(0, weight - (pass - actual) / 0.1 * 0.5))",
        "bonus": "IF(actual >= challenge, bonus, 0)",
        "fields": [
            LedgerField(
                key="local", label="地方收入", type=FieldType.MONEY, unit="亿元", minimum=Decimal(0), place=1
            ),
            LedgerField(
                key="total",
                label="全口径收入",
                type=FieldType.MONEY,
                unit="亿元",
                minimum=Decimal(0),
                place=2,
            ),
        ],
    }
    return keep(Indicator(year=year, code=code, **(defaults | traits)))


def a_target(
    of: Unit, indicator: Indicator | None = None, *, source: Unit | None = None, **traits: object
) -> Target:
    """16 points at 45.5, 1.5 on top at 46; filled by ``source``, else by the unit itself."""
    indicator = indicator or an_indicator()
    sheet = a_sheet(of, year=indicator.year_id)
    defaults: dict[str, object] = {
        "weight": Decimal(16),
        "bonus": Decimal("1.5"),
        "pass_value": Decimal("45.5"),
        "challenge_value": Decimal(46),
        "source_mode": SourceMode.THIRD_PARTY if source else SourceMode.SELF,
    }
    return keep(
        Target(
            sheet=sheet, year_id=sheet.year_id, unit=of, indicator=indicator,
            filling_unit=source or of, **(defaults | traits),
        )
    )  # fmt: skip


def keep(thing):
    db.session.add(thing)
    db.session.commit()
    return thing
