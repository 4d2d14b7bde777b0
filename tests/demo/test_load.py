"""Loading the demonstration: once, deterministically, on any day, and never over real data."""

from __future__ import annotations

import hashlib
from collections import Counter
from datetime import date

import pytest
from sqlalchemy import func, select

from portal.accounts.models import Person, Setting
from portal.audit.models import Trace
from portal.audit.rules import Event
from portal.core.periods import periods_of
from portal.demo import service
from portal.demo.stories import MISSING
from portal.indicators.models import Indicator
from portal.ledger.models import Entry
from portal.ledger.rules.reporting import due_days
from portal.scores.models import Score
from portal.scores.rules import ScoreState
from portal.targets.models import Target
from portal.targets.rules import SourceMode
from portal.web.clock import zone
from portal.web.db import db
from portal.web.settings import make_secret_key
from portal.year.queries import work_calendar

pytestmark = pytest.mark.database

DAYS = (date(2027, 1, 2), date(2027, 3, 31), date(2027, 7, 15), date(2027, 12, 31), date(2028, 2, 29))


def load_anew(app, today):
    app.config["TODAY"] = today
    if service.is_demonstration():
        service.clear()
    return service.load()


def fingerprint() -> str:
    """Every figure of every ledger, in one line."""
    statement = (
        select(Indicator.code, Target.unit_id, Entry.period, Entry.month, Entry.values, Entry.at)
        .join(Target, Entry.target_id == Target.id)
        .join(Indicator, Target.indicator_id == Indicator.id)
        .order_by(Target.year_id, Indicator.code, Target.place, Entry.period, Entry.submission)
    )
    rows = [(code, *rest) for code, _, *rest in db.session.execute(statement)]
    return hashlib.sha256(repr(sorted(map(repr, rows))).encode()).hexdigest()


@pytest.mark.parametrize("today", DAYS, ids=str)
def test_it_loads_on_any_day_of_any_year(rehearsal, today):
    with rehearsal.app_context():
        load_anew(rehearsal, today)

        assert not db.session.scalar(
            select(func.count()).select_from(Score).where(Score.state == ScoreState.ERROR)
        )
        assert latest_day() < today
        assert overdue(today) <= {MISSING}


def latest_day() -> date:
    return db.session.scalar(select(func.max(Entry.at))).astimezone(zone()).date()


def overdue(today: date) -> set[str]:
    """The indicators of which a period was due before today and has no row."""
    calendar = work_calendar()
    recorded = set(db.session.execute(select(Entry.target_id, Entry.month).distinct()))
    targets = db.session.scalars(
        select(Target).where(
            Target.year_id.in_([today.year - 1, today.year]), Target.source_mode != SourceMode.SYSTEM
        )
    ).unique()
    return {
        target.indicator.code
        for target in targets
        for period in periods_of(target.year_id, target.indicator.frequency)
        if due_days(period, calendar).due < today and (target.id, period.month) not in recorded
    }


def test_two_loadings_give_the_same_figures(rehearsal):
    with rehearsal.app_context():
        load_anew(rehearsal, date(2027, 3, 31))
        first = fingerprint()
        load_anew(rehearsal, date(2027, 3, 31))

        assert fingerprint() == first


def test_a_second_loading_changes_nothing(bureau):
    before = db.session.scalar(select(func.count()).select_from(Trace))

    answer = bureau.test_cli_runner().invoke(args=["demo", "load"])

    assert (answer.exit_code, "already" in answer.output) == (0, True)
    assert db.session.scalar(select(func.count()).select_from(Trace)) == before


def test_real_data_is_never_touched(app, cast):
    answers = [app.test_cli_runner().invoke(args=["demo", "load", *more]) for more in ([], ["--reset"])]

    assert [answer.exit_code for answer in answers] == [1, 1]
    assert "holds real data" in answers[0].output
    assert "not a demonstration database" in answers[1].output
    assert db.session.get(Setting, "demonstration") is None
    assert db.session.get(Person, cast.clerk.id) is not None


def test_the_trail_says_that_it_was_loaded_and_outlives_a_reset(rehearsal):
    with rehearsal.app_context():
        load_anew(rehearsal, date(2027, 1, 2))
        lines = db.session.scalars(select(Trace.event)).all()

        assert Counter(lines)[Event.DEMONSTRATION_LOADED] >= 1


def test_the_secret_is_made_once_for_its_owner_only(tmp_path):
    assert make_secret_key(tmp_path / "instance")
    kept = tmp_path / "instance" / "secret_key"
    secret = kept.read_text()

    assert not make_secret_key(tmp_path / "instance")
    assert (kept.read_text(), kept.stat().st_mode & 0o777) == (secret, 0o600)
    assert len(secret) > 40
