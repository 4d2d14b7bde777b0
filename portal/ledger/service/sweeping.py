"""Files on the shelf that no entry owns: left by a server that lost its power in the middle of a save."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import select

from portal.core.sentences import Refused
from portal.ledger.models import Evidence
from portal.ledger.service.files import path_of
from portal.web.clock import now
from portal.web.db import db

AGE = timedelta(days=1)  # what is younger may belong to a save that is still going on


def strays() -> list[Path]:
    """Refused where nothing on the shelf is known: then it is another database's shelf, not a stray."""
    shelf = path_of("")
    there = {path.relative_to(shelf).as_posix(): path for path in shelf.rglob("*") if path.is_file()}
    owned = set(db.session.scalars(select(Evidence.stored_as)))
    if there and not owned & there.keys():
        raise Refused(
            "None of the {count} files in {shelf} belongs to this database. Check DATABASE_URL and INSTANCE.",
            count=len(there), shelf=shelf,
        )  # fmt: skip
    unowned = sorted(there.keys() - owned)
    return [there[name] for name in unowned if _written(there[name]) < now() - AGE]


def _written(path: Path) -> datetime:
    return datetime.fromtimestamp(path.lstat().st_mtime, UTC)
