"""The portal's answers against the floor; and how soon it starts, what it weighs, what memory it takes."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from uuid import uuid4

from bs4 import BeautifulSoup

from bench.figures import Measured
from bench.served import ROOT, Client, Served, in_a_row, in_turn, served

ROUNDS = 120
CLIENTS, SECONDS = 8, 5
HTMX = {"HX-Request": "true"}
PACKED = {"Accept-Encoding": "gzip"}
NEEDED = "script[src], link[rel=stylesheet], link[rel=icon]"
KILOBYTE = 1024
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
            served("wsgi:app", {"INSTANCE": home, "LOG_LEVEL": "ERROR"}, "/login") as portal,
        ):
            clerk = someone_at_work(place, portal.port)
            return [
                *compare(Client(bare.port), clerk),
                *weights(clerk),
                *together(bare.port, portal.port, clerk),
                *around(portal),
            ]


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


@dataclass(frozen=True, slots=True)
class Clerk:
    """Somebody signed in, with their unit and one of its ledgers, its form filled in."""

    client: Client
    unit: str
    ledger: str
    form: dict[str, str]

    def look(self, address: str) -> None:
        assert self.client.ask("GET", address, **PACKED)[0] == 200, address

    def save(self) -> None:
        sent = self.form | {"submission": uuid4().hex}
        status, answer = self.client.ask("POST", f"{self.ledger}/entries", sent, **HTMX, **PACKED)
        assert status == 200, answer

    def type_a_figure(self) -> None:
        status, answer = self.client.ask("POST", f"{self.ledger}/score", self.form, **HTMX, **PACKED)
        assert status == 200, answer


def someone_at_work(instance: Path, port: int) -> Clerk:
    """The clerk of a unit that keeps records."""
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
    return Clerk(client, unit, ledger, filled(form))


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


def compare(bare: Client, clerk: Clerk) -> list[Measured]:
    """One request at a time. The saves come last: they make the ledger longer."""
    pages = {
        "ledger page": clerk.ledger,
        "reporting calendar": "/ledger/",
        "score sheet of a unit": f"/scores/{clerk.unit}",
        "my work": "/",
    }
    looks = [partial(clerk.look, address) for address in pages.values()]
    read, typed, *looked = in_turn(ROUNDS, lambda: bare.ask("GET", "/read?id=5"), clerk.type_a_figure, *looks)
    write, saved = in_turn(ROUNDS, lambda: bare.ask("POST", "/write", {"title": "x"}), clerk.save)
    return [
        Measured("floor: one indexed read, one template", read, "ms"),
        Measured("floor: one insert and commit, one template", write, "ms"),
        Measured("save an entry and see the score", saved, "ms", 20),
        Measured("save an entry and see the score, against the floor", saved / write, "×", 3),
        Measured("live score while typing", typed, "ms"),
        Measured("live score while typing, against the floor", typed / read, "×", 1.5),
        *(Measured(name, spent, "ms") for name, spent in zip(pages, looked, strict=True)),
    ]


def together(bare: int, portal: int, clerk: Clerk) -> list[Measured]:
    """Several at once, each asking again as soon as it is answered."""
    readers = [Client(portal) for _ in range(CLIENTS)]
    for reader in readers:
        reader.cookies = dict(clerk.client.cookies)

    def look(client: Client) -> None:
        assert client.ask("GET", clerk.ledger, **PACKED)[0] == 200

    strangers = [Client(bare) for _ in range(CLIENTS)]
    floor = in_a_row(SECONDS, strangers, lambda client: client.ask("GET", "/read?id=5"))
    pages = in_a_row(SECONDS, readers, look)
    return [
        Measured(f"floor: reads by {CLIENTS} clients at once, one worker", floor, "/s"),
        Measured(f"ledger pages for {CLIENTS} clients at once, one worker", pages, "/s"),
    ]


def weights(clerk: Clerk) -> list[Measured]:
    """A page with all it needs, for a browser that knows nothing yet; then for one that has been there."""
    client = clerk.client
    _, text = client.ask("GET", clerk.ledger, **PACKED)
    page = client.weight
    needed = BeautifulSoup(text, "html.parser").select(NEEDED)
    assets = {thing.get("src") or thing["href"] for thing in needed}
    first = page
    for address in assets:
        assert client.ask("GET", address, **PACKED)[0] == 200, address
        first += client.weight
    return [
        Measured("a ledger page over the wire, first visit", first / KILOBYTE, "KB", 250),
        Measured("a ledger page over the wire, next visit", page / KILOBYTE, "KB", 30),
    ]


def around(portal: Served) -> list[Measured]:
    return [
        Measured("start to the first answer of the sign-in page", portal.start, "s", 3),
        Measured("memory of a worker, after all of the above", portal.memory(), "MB", 150),
    ]
