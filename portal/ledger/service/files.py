"""Evidence files: laid on the shelf before the act commits, taken off again when it does not."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from secrets import token_hex

from flask import current_app

from portal.accounts.models import Person
from portal.audit.rules import Event
from portal.audit.service import leave_trace
from portal.core.sentences import Refused
from portal.ledger.models import Entry, Evidence
from portal.ledger.rules.evidence import check_count
from portal.ledger.rules.filled import Upload
from portal.web.clock import now
from portal.web.db import transactional

CHUNK = 1 << 20


@dataclass(slots=True)
class Stored:
    upload: Upload
    stored_as: str
    size: int
    sha256: str
    attached: bool = False


@contextmanager
def on_the_shelf(uploads: Sequence[Upload]) -> Iterator[list[Stored]]:
    """The files under random names outside the web root; those no entry has taken are removed at the end."""
    files: list[Stored] = []
    done = False
    try:
        for upload in uploads:
            files.append(_store(upload))
        yield files
        done = True
    finally:
        for file in files:
            if not (done and file.attached):
                path_of(file.stored_as).unlink(missing_ok=True)


def _store(upload: Upload) -> Stored:
    name = token_hex(20)
    stored_as = f"{name[:2]}/{name}"
    path = path_of(stored_as)
    path.parent.mkdir(parents=True, exist_ok=True)
    digest, size = hashlib.sha256(), 0
    upload.content.seek(0)
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as kept:
        while chunk := upload.content.read(CHUNK):
            digest.update(chunk)
            size += kept.write(chunk)
        kept.flush()
        os.fsync(kept.fileno())
    return Stored(upload, stored_as, size, digest.hexdigest())


def path_of(stored_as: str) -> Path:
    return Path(current_app.config["MEDIA"]) / "evidence" / stored_as


def attach(entry: Entry, files: Sequence[Stored], *, number: int, by: Person) -> None:
    """Put the files behind the entry, as of its version ``number``."""
    check_count(len(entry.evidence) + len(files))
    for file in files:
        upload = file.upload
        entry.files.append(
            Evidence(
                field=upload.field, number=number, name=upload.name, kind=upload.kind, size=file.size,
                sha256=file.sha256, stored_as=file.stored_as, person_id=by.id, at=now(),
            )
        )  # fmt: skip
        file.attached = True


@transactional
def fetch(file: Evidence, *, by: Person) -> Path:
    """Where the bytes are; that they were asked for is kept in the trail."""
    path = path_of(file.stored_as)
    if not path.is_file():
        raise Refused(
            "The file “{name}” is missing on the server. Please tell the administrator.", name=file.name
        )
    leave_trace(Event.FILE_FETCHED, file, by=by, title=file.name, after=file.sha256)
    return path
