"""Who tells the desk what waits and how things stand: plugged in by the assembly."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from flask import Flask, current_app, g

from portal.accounts.models import Person
from portal.core.todo import Outlook, Panel, ToDo
from portal.desk.queries import reader
from portal.web.clock import today


class ToDoSource(Protocol):
    def __call__(self, person: Person, today: date, /) -> Sequence[ToDo]: ...


class PanelSource(Protocol):
    def __call__(self, person: Person, today: date, /) -> Sequence[Panel | Outlook]: ...


def plug_in(app: Flask, *, to_dos: Sequence[ToDoSource] = (), panels: Sequence[PanelSource] = ()) -> None:
    """Add to what the desk asks. A source that has nothing for a person answers with nothing."""
    app.extensions.setdefault("todo_sources", []).extend(to_dos)
    app.extensions.setdefault("desk_panels", []).extend(panels)


def to_dos() -> Sequence[ToDo]:
    """What waits for the person of this request, most urgent first; the sources are asked once."""
    if "to_dos" not in g:
        who = reader()
        sources = current_app.extensions.get("todo_sources", ()) if who else ()
        g.to_dos = sorted((one for ask in sources for one in ask(who, today())), key=lambda one: one.urgency)
    return g.to_dos


def todo_count() -> int:
    return len(to_dos())


def standing() -> tuple[list[Panel], list[Outlook]]:
    """How things stand: figures, and lists that are not empty."""
    who = reader()
    sources = current_app.extensions.get("desk_panels", ()) if who else ()
    found = [one for ask in sources for one in ask(who, today())]
    figures = [one for one in found if isinstance(one, Panel)]
    return figures, [one for one in found if isinstance(one, Outlook) and one.lines]
