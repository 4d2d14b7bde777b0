"""kill -9 in the midst of saving: what was acknowledged is there once, and nothing is done by halves."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from random import Random
from urllib.parse import urlencode

import pytest
from itsdangerous import URLSafeTimedSerializer
from sqlalchemy import select

from portal import create_app
from portal.audit.models import Trace
from portal.audit.queries import verify
from portal.audit.rules import Event
from portal.core.periods import Frequency
from portal.indicators.rules import RowKind
from portal.ledger.models import Entry, EntryVersion
from portal.scores.models import Score
from portal.scores.service import rescore
from portal.targets.models import Target
from portal.web.db import db
from tests.conftest import TODAY, stop_the_clock
from tests.databases import on_postgresql
from tests.pages import a_session
from tests.postgres import shared_cluster
from tests.world import Cast, a_target, an_indicator

pytestmark = pytest.mark.database

ROUNDS = int(os.environ.get("KILL_ROUNDS", "30" if not on_postgresql() else "15"))
CLIENTS = 4
ROOT = Path(__file__).parents[2]


@contextmanager
def a_served_portal(home: Path, url: str) -> Iterator[Portal]:
    os.environ["INSTANCE"] = str(home)
    stop_the_clock(home)
    app = create_app(TESTING=True, SECRET_KEY="killed", SQLALCHEMY_DATABASE_URI=url, TODAY=TODAY)
    with app.app_context():
        db.create_all()
        cast = Cast.gather()
        indicator = an_indicator(row_kind=RowKind.RECORD, frequency=Frequency.MONTH)
        targets = [a_target(unit, indicator, source=cast.revenue).id for unit in (cast.budget, cast.treasury)]
        token = a_session(of=cast.source)
        db.session.remove()
        db.engine.dispose()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    portal = Portal(app, home, url, port, targets, token)
    try:
        yield portal
    finally:
        portal.kill_all()
        with app.app_context():
            db.engine.dispose()


class Portal:
    """gunicorn with two workers over one database, and what its clients were told."""

    def __init__(self, app, home: Path, url: str, port: int, targets: list[int], token: str) -> None:
        self.app, self.home, self.url, self.port, self.targets = app, home, url, port, targets
        signing = app.session_interface.get_signing_serializer(app)
        self.cookie = signing.dumps({"token": token, "csrf_token": "0" * 40})
        self.form_token = URLSafeTimedSerializer("killed", salt="wtf-csrf-token").dumps("0" * 40)
        self.master: subprocess.Popen | None = None
        self.acknowledged: set[str] = set()
        self.statuses: set[int] = set()

    def start(self) -> None:
        environment = os.environ | {
            "INSTANCE": str(self.home),
            "DATABASE_URL": self.url,
            "SECRET_KEY": "killed",
            "PORT": str(self.port),
            "HOST": "127.0.0.1",
            "WORKERS": "2",
            "LOG_LEVEL": "ERROR",
        }
        command = [sys.executable, "-m", "gunicorn", "--config", "gunicorn.conf.py", "wsgi:app"]
        with (self.home / "server.log").open("ab") as log:
            self.master = subprocess.Popen(
                command, cwd=ROOT, env=environment, stdout=log, stderr=log, start_new_session=True
            )
        end = time.monotonic() + 30
        while time.monotonic() < end:
            try:
                self.ask("GET", "/healthz")
                return
            except (OSError, HTTPException):
                time.sleep(0.05)
        raise AssertionError((self.home / "server.log").read_text()[-3000:])

    def workers(self) -> list[int]:
        assert self.master
        children = Path(f"/proc/{self.master.pid}/task/{self.master.pid}/children")
        return [int(number) for number in children.read_text().split()]

    def kill_worker(self, chance: Random) -> None:
        if found := self.workers():
            os.kill(chance.choice(found), signal.SIGKILL)

    def kill_all(self) -> None:
        """Master and workers at one blow, as when the power of the process's machine is cut."""
        if self.master is not None:
            os.killpg(self.master.pid, signal.SIGKILL)
            self.master.wait()
            self.master = None

    def ask(self, method: str, address: str, typed: dict[str, str] | None = None) -> int:
        line = HTTPConnection("127.0.0.1", self.port, timeout=15)
        try:
            headers = {"Cookie": f"portal={self.cookie}"}
            if typed is not None:
                headers["Content-Type"] = "application/x-www-form-urlencoded"
            line.request(method, address, urlencode(typed or {}), headers)
            answer = line.getresponse()
            answer.read()
            return answer.status
        finally:
            line.close()

    def save(self, client: int, number: int, chance: Random) -> None:
        """Like a person: send the same form until an answer comes, at most thrice; some double-click."""
        submission = f"{client}-{number}"
        typed = {
            "csrf_token": self.form_token,
            "period": "2026-10",
            "submission": submission,
            "field-local": f"{chance.randrange(1, 50)}",
            "field-total": "100",
        }
        address = f"/ledger/{chance.choice(self.targets)}/entries"
        for _ in range(3):
            try:
                status = self.ask("POST", address, typed)
            except (OSError, HTTPException):
                time.sleep(0.02)
                continue
            self.statuses.add(status)
            if status == 303:
                self.acknowledged.add(submission)
                if chance.random() < 0.3:
                    continue
            return


def test_nothing_acknowledged_is_lost_and_nothing_is_done_by_halves(tmp_path, worker_id):
    if on_postgresql():
        with (
            shared_cluster() as cluster,
            a_served_portal(tmp_path, cluster.create(f"killed_{worker_id}")) as portal,
        ):
            survives(portal)
    else:
        with a_served_portal(tmp_path, f"sqlite:///{tmp_path / 'portal.sqlite'}") as portal:
            survives(portal)


def survives(portal: Portal) -> None:
    chance = Random(20261120)
    stop = threading.Event()
    portal.start()

    def work(client: int) -> None:
        own, number = Random(client), 0
        while not stop.is_set():
            portal.save(client, number, own)
            number += 1

    clients = [threading.Thread(target=work, args=(client,)) for client in range(CLIENTS)]
    for client in clients:
        client.start()
    try:
        for number in range(ROUNDS):
            time.sleep(chance.uniform(0.05, 0.35))
            if number % 5 == 4:
                portal.kill_all()
                portal.start()
            else:
                portal.kill_worker(chance)
    finally:
        stop.set()
        for client in clients:
            client.join()
    portal.kill_all()
    log = (portal.home / "server.log").read_text()
    assert portal.statuses <= {303}, f"{portal.statuses}\n{log[-3000:]}"
    assert len(portal.acknowledged) >= ROUNDS, "hardly anything was saved between the blows"
    with portal.app.app_context():
        is_whole(portal.acknowledged)


def is_whole(acknowledged: set[str]) -> None:
    entries = db.session.scalars(select(Entry)).unique().all()
    submissions = [entry.submission for entry in entries]
    assert acknowledged <= set(submissions), f"lost: {sorted(acknowledged - set(submissions))}"
    assert len(submissions) == len(set(submissions))
    versions = db.session.execute(select(EntryVersion.entry_id, EntryVersion.number)).all()
    assert sorted(versions) == sorted((entry.id, 1) for entry in entries)
    recorded = db.session.scalars(select(Trace.subject_id).where(Trace.event == Event.ENTRY_RECORDED)).all()
    assert sorted(recorded) == sorted(entry.id for entry in entries)
    assert verify().holds
    stands = scores()
    rescore(list(db.session.scalars(select(Target)).unique()), since=1)
    db.session.flush()
    assert scores() == stands, "a score does not go with its entries"
    db.session.rollback()
    assert stands


def scores() -> set[tuple]:
    db.session.expire_all()
    columns = [
        column
        for column in Score.__table__.columns
        if column.name not in ("id", "at", "computed_at", "version")
    ]
    return {tuple(map(str, row)) for row in db.session.execute(select(*columns))}
