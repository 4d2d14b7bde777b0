"""The loaded demonstration: what a visitor finds in it."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal

import pytest
from sqlalchemy import func, select

from portal.accounts.models import Grant, Person, Unit
from portal.core.periods import parse_period
from portal.core.policy import Role
from portal.demo import stories
from portal.demo.bureau import PASSWORD, SHOWN
from portal.demo.evidence import shelf
from portal.demo.negotiation import ADJUSTMENTS, DISSENT, MOVED, ROUTINE
from portal.indicators.models import Indicator
from portal.indicators.rules import FormulaState
from portal.ledger.models import Entry, EntryQuery, Evidence, SignOff
from portal.ledger.rules import EntryState
from portal.ledger.rules.evidence import check_file
from portal.ledger.rules.reporting import due_days
from portal.ledger.rules.values import read
from portal.scores.models import Score
from portal.scores.rules import ScoreState
from portal.scores.service.rescoring import differences
from portal.targets.models import Sheet, Target
from portal.targets.rules import SheetState, Stage, Verdict
from portal.web.clock import zone
from portal.web.db import db
from portal.year.models import Year
from portal.year.queries import work_calendar
from portal.year.rules import YearState
from tests.pages import Browser

pytestmark = pytest.mark.database

LAST, NOW, NEXT = 2025, 2026, 2027


def target_of(code: str, year: int = NOW) -> Target:
    return db.session.scalars(
        select(Target).join(Target.indicator).where(Indicator.code == code, Target.year_id == year)
    ).unique().one()  # fmt: skip


def entries_of(code: str) -> list[Entry]:
    statement = select(Entry).where(Entry.target_id == target_of(code).id)
    return list(db.session.scalars(statement.order_by(Entry.period, Entry.id)))


def test_the_three_years_stand_where_they_should(bureau):
    states = {year.id: year.state for year in db.session.scalars(select(Year))}
    kinds = select(Sheet.year_id, func.min(Sheet.state)).group_by(Sheet.year_id)
    sheets = {year: state for year, state in db.session.execute(kinds)}

    assert states == {LAST: YearState.PUBLISHED, NOW: YearState.RUNNING, NEXT: YearState.PREPARING}
    assert sheets == {LAST: SheetState.ISSUED, NOW: SheetState.ISSUED, NEXT: SheetState.DRAFTING}


def test_every_units_sheet_adds_up_to_a_hundred_in_every_year(bureau):
    sums = db.session.execute(select(Target.sheet_id, func.sum(Target.weight)).group_by(Target.sheet_id))

    assert Counter(total for _, total in sums) == {Decimal(100): 24 * 3}


def test_all_117_indicators_score_without_an_error_in_every_month(bureau):
    statement = (
        select(Score.year_id, Score.month, func.count(func.distinct(Indicator.code)))
        .join(Target, Score.target_id == Target.id)
        .join(Indicator, Target.indicator_id == Indicator.id)
        .where(Score.state != ScoreState.ERROR)
        .group_by(Score.year_id, Score.month)
    )
    found = {(year, month): count for year, month, count in db.session.execute(statement)}

    assert found == {(year, month): 117 for year in (LAST, NOW) for month in range(1, 13)}
    assert not db.session.scalar(
        select(func.count()).select_from(Score).where(Score.state == ScoreState.ERROR)
    )


def test_of_the_finished_year_only_the_portals_own_figure_is_open(bureau):
    statement = (
        select(Indicator.code)
        .join(Target, Target.indicator_id == Indicator.id)
        .join(Score, Score.target_id == Target.id)
        .where(Score.year_id == LAST, Score.month == 12, Score.state == ScoreState.PENDING)
    )

    assert set(db.session.scalars(statement)) <= {"G01", "C044"}


def test_most_units_stand_between_85_and_97_of_a_hundred(bureau):
    for year, month in ((LAST, 12), (NOW, 10)):
        shares = [
            100 * points / weight
            for points, weight in db.session.execute(
                select(func.sum(Score.points), func.sum(Score.weight))
                .where(Score.year_id == year, Score.month == month, Score.points.is_not(None))
                .group_by(Score.unit_id)
            )
        ]
        assert len(shares) == 24
        assert min(shares) > 65
        assert sum(83 <= share <= 98 for share in shares) >= 16


def test_rescoring_finds_no_difference(bureau):
    for year in (LAST, NOW):
        targets = list(db.session.scalars(select(Target).where(Target.year_id == year)).unique())
        assert differences(targets) == []


def test_no_formula_of_the_library_is_doubtful(bureau):
    states = db.session.scalars(select(Indicator.formulas).distinct())

    assert set(states) == {FormulaState.SOUND}


def test_every_entry_could_have_been_typed_into_its_form(bureau):
    wrong = []
    for entry in db.session.scalars(select(Entry).where(Entry.nil.is_(False))):
        fields = entry.target.indicator.fields
        reading = read(fields, entry.values, parse_period(entry.period))
        if not reading.valid or reading.values != entry.values:
            wrong.append((entry.target.indicator.code, entry.period, reading.errors))
    assert wrong == []


def test_one_figure_was_corrected_and_both_versions_can_be_read(bureau):
    [corrected] = [entry for entry in entries_of(stories.CORRECTED) if entry.version > 1]
    first, second = corrected.versions

    assert corrected.corrected
    assert first.values["amount"] != second.values["amount"] == corrected.values["amount"]
    assert second.reason


def test_one_third_party_figure_came_late_and_one_is_still_missing(bureau):
    calendar = work_calendar()
    late = [
        entry.period
        for entry in entries_of(stories.LATE)
        if entry.recorded_at.astimezone(zone()).date() > due_days(parse_period(entry.period), calendar).due
    ]

    assert late == ["2026-10"]
    assert [entry.period for entry in entries_of(stories.MISSING)][-1] == "2026-09"


def test_a_nil_report_and_a_voided_row_stand_in_their_ledgers(bureau):
    assert [entry.values for entry in entries_of(stories.NIL) if entry.nil] == [{}]
    [voided] = [entry for entry in entries_of(stories.DOUBLE) if entry.state is EntryState.VOIDED]
    assert voided.versions[-1].reason


def test_one_query_is_answered_and_one_is_open(bureau):
    answered, waiting = db.session.scalars(select(EntryQuery).order_by(EntryQuery.answered_at.is_(None)))

    assert answered.answer and answered.answered_at > answered.asked_at
    assert (waiting.answer, waiting.answered_at) == ("", None)


def test_the_negotiations_are_told(bureau):
    moved = [round.pass_value for round in target_of(MOVED).rounds]
    [review] = [round for round in target_of(ROUTINE).rounds if round.stage is Stage.REVIEW]
    [dissent] = [round for round in target_of(DISSENT).rounds if round.stage is Stage.NEGOTIATION]
    adjusted = [target_of(code).rounds[-1] for code in ADJUSTMENTS]

    assert len(set(moved)) == 4
    assert review.verdict is Verdict.ROUTINE and review.reason
    assert len(dissent.reason) > 30
    assert all(last.stage is Stage.ADJUSTMENT and last.reason for last in adjusted)


def test_every_target_went_through_the_four_steps(bureau):
    for target in db.session.scalars(select(Target).where(Target.year_id == NOW)).unique():
        stages = [round.stage for round in target.rounds if round.stage is not Stage.ADJUSTMENT]
        assert stages == [Stage.SELF_REPORT, Stage.REVIEW, Stage.NEGOTIATION, Stage.APPROVAL]
        assert target.rounds[-1].pass_value == target.pass_value


def test_last_years_results_stand_beside_this_years_values(bureau):
    reached = {
        place: actual
        for *place, actual in db.session.execute(
            select(Target.unit_id, Indicator.code, Score.actual)
            .join(Indicator, Target.indicator_id == Indicator.id)
            .join(Score, Score.target_id == Target.id)
            .where(Score.year_id == LAST, Score.month == 12)
        )
        for place in [tuple(place)]
    }
    targets = db.session.scalars(select(Target).where(Target.year_id == NOW)).unique()

    for target in targets:
        actual = reached[target.unit_id, target.indicator.code]
        assert target.last_year == (actual if actual is None else round(actual, target.indicator.decimals))


def test_older_periods_are_signed_by_the_head_of_the_filling_unit(bureau):
    signs = list(db.session.scalars(select(SignOff)))

    assert len(signs) > 1000
    assert all(sign.person == sign.target.filling_unit.head for sign in signs[:50])


def test_the_files_are_what_their_names_say(bureau):
    kinds = Counter()
    for file in db.session.scalars(select(Evidence)):
        with (shelf() / file.stored_as).open("rb") as content:
            kinds[check_file(file.name, file.size, content, limit=1 << 20)] += 1

    assert kinds.keys() == {"pdf", "png", "txt"}


def test_everybody_of_the_list_has_an_account(bureau):
    accounts = set(db.session.scalars(select(Person.account)))
    codes = set(db.session.scalars(select(Unit.code)))
    wide = {"office", "supervisor", "leader.1", "leader.2", "leader.3", "principal", "sysadmin", "secadmin"}

    assert accounts == {f"{role}.{code}" for role in ("clerk", "head") for code in codes} | wide | {"auditor"}
    assert len(codes) == 47
    assert set(db.session.scalars(select(Grant.role))) == set(Role)


def test_the_units_are_divided_among_three_leaders(bureau):
    charges = Counter(
        db.session.scalars(select(Person.account).join(Unit, Unit.leader_id == Person.id)).all()
    )

    assert charges.keys() == {"leader.1", "leader.2", "leader.3"}
    assert sum(charges.values()) == 24


@pytest.mark.parametrize("account", SHOWN)
def test_the_shown_accounts_sign_in(bureau, account):
    browser = Browser(bureau)
    form = browser.visit("/login").select_one("main form")
    browser.press(form, username=account, password=PASSWORD, status=303)

    assert browser.visit("/").select_one("h1")


def test_the_accounts_are_listed_with_their_password(bureau):
    answer = bureau.test_cli_runner().invoke(args=["demo", "accounts"])

    assert answer.exit_code == 0
    assert PASSWORD in answer.output
    assert all(account in answer.output for account in SHOWN)


def test_two_ledgers_that_tell_of_the_same_revenue_agree(bureau):
    revenue = [entry.values["amount"] for entry in entries_of("C006")]

    assert len(revenue) == 10
    assert [entry.values["total"] for entry in entries_of("C008")] == revenue
