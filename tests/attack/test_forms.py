"""Whatever is sent to a form, it is taken whole or refused with a sentence, and then nothing has changed."""

from __future__ import annotations

from random import Random

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import func, select

from portal.audit.models import Trace
from portal.audit.queries import verify
from portal.audit.rules import Event
from portal.web.db import db
from tests.attack.doors import CLERK, EVIL, HEAD, KEYS, ROLES, ROUNDS, Door, Things, Visitor, doors, faults_of
from tests.attack.listening import ASKED, written
from tests.pages import answers_already_in

pytestmark = pytest.mark.database

BESIDES = {"sign_in", "draft", "failed_sign_in", "lockout", "trace", "trail_head"}  # what a refusal may leave
REFUSALS = {Event.REFUSED, Event.SIGN_IN_FAILED, Event.LOCKED}


@pytest.fixture(scope="module")
def things(bureau) -> Things:
    with bureau.app_context():
        return Things()


@pytest.fixture(scope="module")
def visitors(bureau, things) -> dict[str | None, Visitor]:
    return {account: Visitor(bureau, account) for account in ROLES}


@pytest.fixture(scope="module")
def forms(bureau, things, visitors) -> dict[str, dict[str, str]]:
    """By address: what a browser would send of the forms that the pages show."""
    found: dict[str, dict[str, str]] = {}
    for door in doors(bureau, "GET"):
        for account in (CLERK, HEAD, KEYS[door.permission]):
            page = BeautifulSoup(visitors[account].get(things.address(door.rule)).text, "html.parser")
            for form in page.select("form[action]"):
                answers = answers_already_in(form)
                for tag in (form, *form.select("[hx-post], [formaction]")):
                    for name in ("action", "hx-post", "formaction"):
                        if address := tag.get(name, "").partition("?")[0]:
                            found[address] = answers | found.get(address, {})
    return found


def test_every_form_with_everything(bureau, things, visitors, forms):
    for door in doors(bureau, "POST"):
        if door.endpoint == "accounts.sign_in":
            continue  # locks its own door: see below
        visitor, address = visitors[KEYS[door.permission]], things.address(door.rule)
        honest = {name: text for name, text in forms.get(address, {}).items() if name != "csrf_token"}
        chance = Random(str(door))
        for answers in garbage(honest, sorted(honest.keys() | words_asked(visitor, address, honest)), chance):
            send(bureau, door, visitor, address, answers)
    with bureau.app_context():
        assert verify().holds


def words_asked(visitor: Visitor, address: str, honest: dict[str, str]) -> set[str]:
    ASKED.clear()
    visitor.post(address, honest | {"csrf_token": visitor.token})
    return {name for name in ASKED if name not in ("csrf_token", "htmx")}


def garbage(honest: dict[str, str], names: list[str], chance: Random):
    """Each field with something evil in an otherwise honest form; then forms that are evil all over."""
    few = names if len(names) < 30 else chance.sample(names, 30)
    for name in few:
        for text in chance.sample(EVIL, min(len(EVIL), 2 * ROUNDS)):
            yield [*((other, kept) for other, kept in honest.items() if other != name), (name, text)]
    yield []
    for name in few[:5]:
        yield [(other, kept) for other, kept in honest.items() if other != name]
    for _ in range(3 * ROUNDS):
        picked = chance.choices(names or ["x"], k=chance.randrange(1, 8))
        yield [(chance.choice((name, f"{name}[]", f"{name}-0")), chance.choice(EVIL)) for name in picked]
        yield [(name, chance.choice(EVIL)) for name in names for _ in range(chance.randrange(3))]


def send(app, door: Door, visitor: Visitor, address: str, answers: list[tuple[str, str]]) -> None:
    data: dict[str, list[bytes | str]] = {"csrf_token": [visitor.token]}
    for name, text in answers:
        data.setdefault(name, []).append(text.encode("utf-8", "surrogatepass"))
    before = lines(app)
    with written() as tables:
        answer = visitor.post(address, data, headers={"HX-Request": "true"} if len(answers) % 2 else {})
    shown = f"{address} with {str(answers)[:600]}"
    assert not (faults := list(faults_of(answer))), f"{shown}: {answer.status_code} {faults}"
    events = lines(app, since=before[0])[1]
    if answer.status_code >= 400 or door.reading:
        assert tables <= BESIDES, f"{shown}: {answer.status_code}, and wrote {sorted(tables)}"
        assert events <= REFUSALS, f"{shown}: {answer.status_code}, and the trail says {events}"
    else:
        assert events or not tables - BESIDES, f"{shown}: wrote {sorted(tables)} and left no trace"
    if (
        answer.status_code in (303, 401)
        and "/login" in f"{answer.location}{answer.headers.get('HX-Redirect')}"
    ):
        visitor.sign_in()


def lines(app, since: int = 0) -> tuple[int, set[Event]]:
    """The last number of the trail, and what kinds of line have come ``since``."""
    with app.app_context():
        last = db.session.scalar(select(func.max(Trace.id))) or 0
        kinds = set(db.session.scalars(select(Trace.event).where(Trace.id > since))) if since else set()
        db.session.remove()
    return last, kinds


def test_every_form_without_a_session(bureau, things):
    stranger = Visitor(bureau, None)
    for door in doors(bureau, "POST"):
        with written() as tables:
            answer = stranger.post(things.address(door.rule), {"csrf_token": stranger.token, "new": "x"})
        assert answer.status_code in ({303} if door.permission != "public" else {422, 404}), door
        assert tables <= {"sign_in"}, f"{door} wrote {tables}"


@pytest.mark.parametrize("text", EVIL)
def test_the_door_itself(app, cast, text):
    stranger = Visitor(app, None)
    sent = text.encode("utf-8", "surrogatepass")
    for data in ({"username": [sent], "password": ["x"]}, {"username": ["clerk"], "password": [sent, b"2"]}):
        answer = stranger.post("/login", data | {"csrf_token": [stranger.token]})
        assert answer.status_code in (422, 400)
        assert not list(faults_of(answer))


FORGED = {
    "/settings/years/{year_id}": {
        "full_marks": "9",
        "specific_weight": "6",
        "common_weight": "3",
        "bonus_cap": "1",
    },
    "/settings/years/{year_id}?": dict.fromkeys(
        ("full_marks", "specific_weight", "common_weight", "bonus_cap"), " "
    ),
    "/settings/calendar/0/published": {},
    "/settings/calendar/2147483647/published": {},
    "/settings/calendar/9999/days": {"day": "2027-01-02", "worked": "yes", "reason": "x"},
    "/settings/calendar/2027/days": {"day": " ", "worked": "yes", "reason": "x"},
    "/indicators/{indicator_id}/edit": {
        "code": "X",
        "name": "x",
        "decimals": " ",
        "kind": "common",
        "level": "bureau",
        "direction": "higher",
        "frequency": "month",
        "row_kind": "figures",
    },
    "/indicators/new": {"fields-²-label": "x", "fields-" + "9" * 5000 + "-label": "x"},
}


@pytest.mark.parametrize("version", ["9" * 5000, "²", "-1", "", "1e3"])
@pytest.mark.parametrize("address", FORGED)
def test_a_forged_number_is_nobodys(bureau, things, visitors, address, version):
    office = visitors["office"]
    answer = office.post(
        address.format(**things.known), FORGED[address] | {"version": version, "csrf_token": office.token}
    )
    assert answer.status_code in (404, 409, 422)
    assert not list(faults_of(answer))


def test_a_form_of_sixty_thousand_fields_is_not_worked_on(bureau, visitors):
    """Two thousand took a minute, and time grew with the square."""
    office = visitors["office"]
    many = {f"fields-{number}-label": "a" for number in range(60_000)}

    answer = office.post("/indicators/new", many | {"csrf_token": office.token})

    assert answer.status_code == 422
    assert "at most 40 fields" in answer.text or "最多" in answer.text
    assert answer.text.count('name="fields-') < 1000
