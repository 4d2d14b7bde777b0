"""The portal's answers against the floor: save and see, live score while typing, ledger and score pages."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path
from uuid import uuid4

from bs4 import BeautifulSoup

from bench.figures import Measured
from bench.served import ROOT, Client, in_turn, served

ROUNDS = 120
HTMX = {"HX-Request": "true"}
PASSWORD = "demo-Bureau-2026"
# A monthly ledger with one row for each visit: it takes any number of saves.
RECORDS = """
    SELECT target.id, unit.code FROM target
    JOIN indicator ON indicator.id = target.indicator_id JOIN unit ON unit.id = target.filling_unit_id
    JOIN year ON year.id = target.year_id
    WHERE indicator.row_kind = 'record' AND indicator.frequency = 'month' AND year.state = 'running'
    ORDER BY target.id LIMIT 1
"""


def measure() -> list[Measured]:
    with tempfile.TemporaryDirectory() as home:
        place, floor = Path(home), Path(home) / "floor.sqlite"
        load_the_demonstration(place)
        lay_the_floor(floor)
        with (
            served("bench.floor:app", {"FLOOR": str(floor)}) as bare,
            served("wsgi:app", {"INSTANCE": home, "LOG_LEVEL": "ERROR"}) as portal,
        ):
            return compare(Client(bare), *someone_at_work(place, portal))


def load_the_demonstration(instance: Path) -> None:
    for words in (("db", "upgrade"), ("demo", "load")):
        subprocess.run(
            [sys.executable, "-m", "flask", "--app", "wsgi", *words],
            cwd=ROOT, check=True, stdout=subprocess.DEVNULL, env=os.environ | {"INSTANCE": str(instance)},
        )  # fmt: skip


def lay_the_floor(path: Path) -> None:
    with sqlite3.connect(path) as floor:
        floor.execute("CREATE TABLE thing (id INTEGER PRIMARY KEY, title TEXT, points INTEGER)")
        floor.executemany("INSERT INTO thing (title, points) VALUES (?, 1)", [(f"{n}",) for n in range(3000)])


def someone_at_work(instance: Path, port: int) -> tuple[Client, str, dict[str, str]]:
    """The clerk of a unit that keeps records, signed in, with their ledger's form filled in."""
    with sqlite3.connect(instance / "portal.sqlite") as database:
        target, unit = database.execute(RECORDS).fetchone()
    client = Client(port)
    door = BeautifulSoup(client.ask("GET", "/login")[1], "html.parser")
    token = door.select_one("[name=csrf_token]")["value"]
    status, _ = client.ask(
        "POST", "/login", {"username": f"clerk.{unit}", "password": PASSWORD, "csrf_token": token}
    )
    assert status == 303, f"clerk.{unit} could not sign in: {status}"
    ledger = f"/ledger/{target}"
    form = BeautifulSoup(client.ask("GET", ledger)[1], "html.parser").select_one("#entry-form")
    return client, ledger, filled(form)


def filled(form) -> dict[str, str]:
    answers = {field["name"]: field["value"] for field in form.select("input[type=hidden]")}
    for field in form.select("input[name]:not([type=hidden]):not([type=file]), textarea[name], select[name]"):
        if field.name == "select":
            answers[field["name"]] = (last := field.select("option")[-1]).get("value", last.text)
        elif field.get("type") == "radio":
            answers.setdefault(field["name"], field["value"])
        elif field.get("type") == "date" or field.get("placeholder", "").startswith(answers["period"]):
            answers[field["name"]] = f"{answers['period']}-01"
        else:
            answers[field["name"]] = "1"
    return answers


def compare(bare: Client, portal: Client, ledger: str, form: dict[str, str]) -> list[Measured]:
    def save() -> None:
        answer = portal.ask("POST", f"{ledger}/entries", form | {"submission": uuid4().hex}, **HTMX)
        assert answer[0] == 200, answer

    def type_a_figure() -> None:
        answer = portal.ask("POST", f"{ledger}/score", form, **HTMX)
        assert answer[0] == 200, answer

    def look(address: str) -> None:
        assert portal.ask("GET", address)[0] == 200, address

    read, typed, page, desk = in_turn(
        ROUNDS, lambda: bare.ask("GET", "/read?id=5"), type_a_figure, lambda: look(ledger), lambda: look("/")
    )
    write, saved = in_turn(ROUNDS, lambda: bare.ask("POST", "/write", {"title": "x"}), save)
    return [
        Measured("floor: one indexed read, one template", read, "ms"),
        Measured("floor: one insert and commit, one template", write, "ms"),
        Measured("save an entry and see the score", saved, "ms", 20),
        Measured("save an entry and see the score, against the floor", saved / write, "×", 3),
        Measured("live score while typing", typed, "ms"),
        Measured("live score while typing, against the floor", typed / read, "×", 1.5),
        Measured("ledger page", page, "ms"),
        Measured("my work", desk, "ms"),
    ]
