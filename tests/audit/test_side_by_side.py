"""Many writers at once: numbers without gaps, a chain that holds, a lock that counts right."""

from __future__ import annotations

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from flask import Flask

from portal.accounts.models import FailedSignIn, SignIn
from portal.accounts.service import hasher
from portal.audit.models import Trace
from portal.audit.queries import verify
from portal.audit.rules import Event
from portal.audit.service import leave_trace
from portal.web.db import db, transactional

WRITERS, EACH = 8, 15
WRITE = """
import os, sys
from portal import create_app
from portal.web.db import db
from tests.audit.test_side_by_side import write
app = create_app(SQLALCHEMY_DATABASE_URI=os.environ["WHERE"], SECRET_KEY="test", TESTING=True)
with app.app_context():
    print(sys.stdin.readline() and "go", flush=True)
    write(int(sys.argv[1]))
    db.session.remove()
    db.engine.dispose()
"""


@transactional
def one_act(name: str) -> None:
    leave_trace(Event.ENTRY_RECORDED, title=name)


def write(writer: int) -> None:
    for number in range(EACH):
        one_act(f"{writer}-{number}")


def the_chain_is_whole(lines: int) -> None:
    db.session.rollback()
    assert [number for (number,) in db.session.query(Trace.id).order_by(Trace.id)] == list(
        range(1, lines + 1)
    )
    assert db.session.query(Trace.subject).distinct().count() == lines
    assert verify().holds


def test_threads(app: Flask):
    together = Barrier(WRITERS)

    def begin(writer: int) -> None:
        with app.app_context():
            together.wait()
            write(writer)
            db.session.remove()

    with ThreadPoolExecutor(WRITERS) as pool:
        list(pool.map(begin, range(WRITERS)))

    the_chain_is_whole(WRITERS * EACH)


def test_processes(app: Flask):
    db.session.remove()
    where = db.engine.url.render_as_string(hide_password=False)
    writers = [
        subprocess.Popen(
            [sys.executable, "-W", "error", "-c", WRITE, str(number)],
            env=os.environ | {"WHERE": where}, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )
        for number in range(3)
    ]  # fmt: skip
    for writer in writers:
        writer.stdin.write("go\n")
        writer.stdin.flush()
    assert [writer.communicate(timeout=60)[0] for writer in writers] == ["go\n"] * 3
    assert [writer.returncode for writer in writers] == [0] * 3

    the_chain_is_whole(3 * EACH)


def test_twelve_guesses_at_once_get_five_answers(app: Flask, cast):
    cast.clerk.password_hash = hasher.hash("demo-Bureau-2026")
    db.session.commit()
    db.session.remove()
    together = Barrier(12)

    def guess(number: int) -> str:
        client = app.test_client()
        with client.session_transaction() as cookie:
            cookie["csrf_token"] = "t"
        page = client.get("/login").text
        token = page.partition('name="csrf_token" type="hidden" value="')[2].partition('"')[0]
        together.wait()
        data = {"username": "clerk", "password": f"guess-{number}", "csrf_token": token}
        answer = client.post("/login", data=data).text
        return "locked" if "Locked until" in answer else "wrong" if "is wrong" in answer else answer

    with ThreadPoolExecutor(12) as pool:
        answers = list(pool.map(guess, range(12)))

    assert set(answers) <= {"wrong", "locked"}
    assert answers.count("wrong") <= 5
    assert db.session.query(SignIn).count() == 0
    assert db.session.query(FailedSignIn).count() >= 5
    assert db.session.query(Trace).filter_by(event=Event.LOCKED).count() <= 1
    assert verify().holds
