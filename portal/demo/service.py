"""Loading the demonstration bureau, once; and emptying it again, only where it is one."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import delete, exists, func, select, update

from portal.accounts.models import Person, Setting, Unit
from portal.accounts.service import hasher
from portal.audit.models import Trace, TrailHead
from portal.audit.rules import Event
from portal.audit.service import leave_trace
from portal.core.sentences import Refused
from portal.demo import years
from portal.demo.bureau import PASSWORD, found_the_bureau
from portal.demo.evidence import shelf
from portal.demo.tables import words
from portal.demo.timing import DAY, Timing
from portal.indicators.service import assess
from portal.ledger.models import Entry, Evidence
from portal.scores.models import Score
from portal.targets.models import Target
from portal.web import clock
from portal.web.db import db, transactional
from portal.year.models import Year
from portal.year.queries import work_calendar
from portal.year.service import KNOWN_YEARS, seed_calendar

DEMONSTRATION, BUREAU = "demonstration", "bureau"
ISSUED = (1, 20)
EARLIER = (12, 30)  # of the year before, while this year's day has not come
KEPT = {Trace.__tablename__, TrailHead.__tablename__}  # the trail is only ever added to


@dataclass(frozen=True, slots=True)
class Loaded:
    """What there is, in numbers."""

    people: int
    targets: int
    entries: int
    scores: int


def is_demonstration() -> bool:
    kept = db.session.get(Setting, DEMONSTRATION)
    return kept is not None and kept.value == "yes"


@transactional
def load() -> Loaded | None:
    """``None`` when the demonstration is here already. A database with real people is refused."""
    if is_demonstration():
        return None
    if any(db.session.scalar(select(exists(select(model.id)))) for model in (Person, Unit, Year)):
        raise Refused("This database holds real data: the demonstration is loaded only into an empty one.")
    db.session.add_all(
        [Setting(name=DEMONSTRATION, value="yes"), Setting(name=BUREAU, value=words()[BUREAU])]
    )
    today = clock.today()
    seed_calendar([year for year in KNOWN_YEARS if today.year - 1 <= year <= today.year + 1])
    timing = _timing()
    bureau = found_the_bureau(hasher.hash(PASSWORD))
    years.write_all(bureau, timing)
    for number in db.session.scalars(select(Year.id)):
        assess(number)
    loaded = _counted()
    leave_trace(
        Event.DEMONSTRATION_LOADED,
        title=words()[BUREAU],
        after={"today": today.isoformat(), "people": loaded.people, "entries": loaded.entries},
    )
    return loaded


def _timing() -> Timing:
    db.session.flush()
    today = clock.today()
    issued = today.replace(month=ISSUED[0], day=ISSUED[1])
    if issued >= today:
        issued = today.replace(year=today.year - 1, month=EARLIER[0], day=EARLIER[1])
    return Timing(today, work_calendar(), clock.zone(), issued + DAY)


def _counted() -> Loaded:
    def count(model: type) -> int:
        return db.session.scalar(select(func.count()).select_from(model)) or 0

    return Loaded(count(Person), count(Target), count(Entry), count(Score))


@transactional
def clear() -> None:
    """Everything but the trail, and the files behind the entries."""
    if not is_demonstration():
        raise Refused("This is not a demonstration database: nothing is removed.")
    for stored_as in db.session.scalars(select(Evidence.stored_as)):
        (shelf() / stored_as).unlink(missing_ok=True)
    db.session.execute(update(Unit).values(head_id=None, leader_id=None, parent_id=None))
    for table in reversed(db.metadata.sorted_tables):
        if table.name not in KEPT:
            db.session.execute(delete(table))
    db.session.expunge_all()
