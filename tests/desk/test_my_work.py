"""My work: what waits, most urgent first, and how things stand."""

from datetime import date

import pytest

from portal.core.lights import Light, Signal
from portal.core.sentences import say
from portal.core.todo import Panel, ToDo
from portal.desk.sources import plug_in
from tests.pages import HTMX, Browser
from tests.statements import statements

TODAY = date(2026, 11, 20)


def waiting(title: str, light: Light, due: date | None = None) -> ToDo:
    signal = Signal(light, say("{title} is due.", title=title))
    return ToDo(title, signal, say("Fill in"), f"/ledger/{title}", due)


@pytest.fixture
def desk(app, monkeypatch):
    """The desk with sources of a test's own; it remembers how often they were asked."""
    monkeypatch.setitem(app.extensions, "todo_sources", [])
    monkeypatch.setitem(app.extensions, "desk_panels", [])
    asked: list[str] = []

    def lay(*to_dos: ToDo, panels: tuple[Panel, ...] = ()) -> list[str]:
        def source(person, today):
            asked.append(person.account)
            return to_dos

        plug_in(app, to_dos=[source], panels=[lambda person, today: panels])
        return asked

    return lay


def titles(page) -> list[str]:
    return [link.text for link in page.select(".todo__title")]


def test_the_most_urgent_comes_first_whatever_its_source(app, cast, desk):
    desk(waiting("green", Light.GREEN), waiting("later", Light.RED, date(2026, 11, 19)))
    desk(waiting("red", Light.RED, date(2026, 11, 1)), waiting("yellow", Light.YELLOW))

    page = Browser(app, cast.clerk).visit("/")

    assert titles(page) == ["red", "later", "yellow", "green"]
    assert page.select_one("#todo-count").text.split()[-1] == "4"


def test_each_says_why_and_until_when_and_offers_one_step(app, cast, desk):
    desk(waiting("revenue", Light.RED, date(2026, 11, 18)))

    [todo] = Browser(app, cast.clerk).visit("/").select(".todo")

    assert "revenue is due." in todo.text
    assert "2026-11-18" in todo.text and "days over: 2" in todo.text
    assert "Red" in todo.select_one(".light").text and todo.select_one(".light svg")
    [step] = todo.select("a.btn")
    assert (step.text, step["href"]) == ("Fill in", "/ledger/revenue")


@pytest.mark.parametrize(
    ("due", "words"),
    [
        (date(2026, 11, 20), "today"),
        (date(2026, 11, 23), "days left: 3"),
        (date(2026, 11, 19), "days over: 1"),
    ],
)
def test_a_deadline_is_told_as_people_say_it(app, cast, desk, due, words):
    desk(waiting("revenue", Light.YELLOW, due))
    assert words in Browser(app, cast.clerk).visit("/").select_one(".todo__due").text


def test_nothing_waiting_is_said_and_leads_on(app, cast, desk):
    page = Browser(app, cast.clerk).visit("/")
    assert "Nothing waits for you" in page.text
    assert page.select_one("#todo-count").has_attr("hidden")
    assert page.select(".rooms a")


def test_how_things_stand_is_told_by_whoever_knows(app, cast, desk):
    signal = Signal(Light.RED, say("Two targets are below."))
    desk(panels=(Panel("Budget", "86.35", "of 100", "/scores/02", signal),))

    [tile] = Browser(app, cast.clerk).visit("/").select("a.tile[href='/scores/02']")

    assert "86.35" in tile.text and "of 100" in tile.text and "Two targets are below." in tile.text


def test_titles_are_shown_as_they_were_written(app, cast, desk):
    desk(waiting("<b>1 & 2</b>", Light.RED))
    assert titles(Browser(app, cast.clerk).visit("/")) == ["<b>1 & 2</b>"]


@pytest.mark.parametrize("who", ["sysadmin", "secadmin", "auditor"])
def test_an_administrator_starts_from_the_rooms_of_the_office(app, cast, who):
    page = Browser(app, getattr(cast, who)).visit("/")

    rooms = [room["href"] for room in page.select(".rooms a")]

    assert rooms and "/" not in rooms
    assert not page.select("#todos")


def test_sources_are_asked_once_for_page_and_count(app, cast, desk):
    asked = desk(waiting("revenue", Light.RED))
    Browser(app, cast.clerk).visit("/")
    assert asked == ["clerk"]


def test_nobody_is_asked_in_front_of_the_door(app, cast, desk):
    asked = desk(waiting("revenue", Light.RED))
    Browser(app).visit("/login")
    assert asked == []


def test_a_part_of_a_page_does_not_ask_what_waits(app, cast, desk):
    asked = desk(waiting("revenue", Light.RED))
    Browser(app, cast.clerk).client.get("/nowhere", headers=HTMX)
    assert asked == []


def test_everybody_has_a_desk_in_few_statements(app, cast):
    for name, person in cast.everyone().items():
        browser = Browser(app, person)
        with statements() as asked:
            browser.visit("/")
        assert len(asked) <= 10, f"{name}: {len(asked)}"
