"""What My work shows of the ledgers besides what waits."""

from datetime import date

import pytest

from portal.core.lights import Light
from portal.core.todo import Outlook, Panel
from portal.ledger.queries import panels, to_dos
from tests.ledger.desk import Desk
from tests.world import a_target


@pytest.fixture
def target(app, cast):
    target = a_target(cast.budget, source=cast.revenue)
    with app.test_request_context():
        yield target


def outlook(person, today: date) -> Outlook:
    [found] = [one for one in panels(person, today) if isinstance(one, Outlook)]
    return found


def test_an_open_period_comes_up_until_it_presses(cast, target):
    [line] = outlook(cast.source, date(2026, 1, 12)).lines
    assert line.signal.light is Light.GREEN and line.due > date(2026, 1, 31)
    assert to_dos(cast.source, date(2026, 1, 12)) == []

    assert str(line.note) not in [str(one.note) for one in outlook(cast.source, line.due).lines]
    assert len(to_dos(cast.source, line.due)) == 1


def test_those_over_the_units_see_whose_figures_are_late(app, cast, target):
    assert not outlook(cast.office, date(2026, 1, 12)).lines

    [line] = outlook(cast.office, date(2026, 3, 31)).lines
    assert (line.title, line.signal.light) == (cast.revenue.short_name, Light.RED)
    assert "2" in str(line.note)

    Desk(app, cast.source, target).open("2026-01").save(local="4.5", total="10")
    [line] = outlook(cast.office, date(2026, 3, 31)).lines
    assert "1" in str(line.note)


def test_a_leader_counts_only_the_units_in_charge(cast, target):
    late, queries = [one for one in panels(cast.leader, date(2026, 3, 31)) if isinstance(one, Panel)]
    assert (late.value, queries.value) == ("1", "0")

    late, queries = [one for one in panels(cast.other_leader, date(2026, 3, 31)) if isinstance(one, Panel)]
    assert late.value == "0"


def test_who_works_for_one_unit_is_not_shown_the_others(cast, target):
    assert [one.lines for one in panels(cast.neighbour, date(2026, 3, 31))] == [[]]
