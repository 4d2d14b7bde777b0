"""A third-party ledger with one row saved: where changes to what stands begin."""

import pytest

from portal.ledger.models import Entry
from tests.ledger.desk import Desk, entries
from tests.world import a_target


@pytest.fixture
def target(cast):
    return a_target(cast.budget, source=cast.revenue)


@pytest.fixture
def desk(app, cast, target):
    desk = Desk(app, cast.source, target).open("2026-10")
    desk.save(local="4.5", total="10")
    return desk


@pytest.fixture
def entry(desk, target) -> Entry:
    return entries(target)[0]
