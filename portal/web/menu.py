"""The main menu: a table, of which everybody sees what exists and is theirs to use."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from flask import current_app, g, request, url_for
from flask_login import current_user

from portal.core.policy import Permission as P
from portal.core.policy import may
from portal.core.sentences import Sentence, say


@dataclass(frozen=True, slots=True)
class Room:
    """One address behind a menu entry."""

    label: Sentence
    endpoint: str
    permission: P
    detail: Sentence | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """One word of the main menu, and the rooms behind it; it leads to the first that is open."""

    label: Sentence
    rooms: tuple[Room, ...]
    counts: bool = False  # the number of to-dos stands beside the word


@dataclass(frozen=True, slots=True)
class Entry:
    """What a menu shows of a part or a room."""

    label: Sentence
    address: str
    current: bool
    counts: bool = False
    detail: Sentence | None = None


def lone(
    label: Sentence, endpoint: str, permission: P, detail: Sentence | None = None, *, counts: bool = False
) -> Part:
    return Part(label, (Room(label, endpoint, permission, detail),), counts)


MENU = (
    lone(say("My work"), "desk.index", P.SIGNED_IN, counts=True),
    Part(
        say("Target management"),
        (
            Room(
                say("Target sheets"), "targets.index", P.TARGET_READ, say("Every unit's targets of the year.")
            ),
            Room(
                say("Indicator library"),
                "indicators.index",
                P.INDICATOR_READ,
                say("What is measured, how, and by which formulas."),
            ),
            Room(say("Coverage"), "targets.coverage", P.SHEET_REVIEW, say("Superiors' indicators by unit.")),
        ),
    ),
    lone(say("Ledger"), "ledger.index", P.LEDGER_READ, say("What is to be filled, by due day.")),
    lone(say("Scores"), "scores.index", P.SCORE_READ, say("Live scores, ranking and explanations.")),
    lone(say("Supervision"), "supervision.index", P.SIGNED_IN),
    lone(say("Briefing"), "briefing.index", P.SIGNED_IN),
    lone(say("Year end"), "yearend.index", P.SIGNED_IN),
    Part(
        say("Settings"),
        (
            Room(say("Years"), "year.index", P.YEAR_MANAGE, say("Open, run and close assessment years.")),
            Room(say("Work calendar"), "year.calendar", P.YEAR_MANAGE, say("Holidays and make-up days.")),
            Room(say("Units"), "accounts.units", P.UNIT_MANAGE, say("Departments, institutions, sources.")),
            Room(say("People"), "accounts.people", P.PERSON_MANAGE, say("Accounts and first sign-in links.")),
            Room(say("Role grants"), "accounts.grants", P.GRANT_MANAGE, say("Who holds which role; locks.")),
            Room(say("Access"), "accounts.access", P.ACCESS_READ, say("What each role may do.")),
        ),
    ),
    lone(say("Audit trail"), "audit.index", P.AUDIT_READ, say("Who did what and when; the chain verified.")),
)

OWN = (Room(say("My account"), "accounts.account", P.SIGNED_IN),)


def menu() -> list[Entry]:
    """The main menu of whoever asks; empty in front of the door."""
    return [
        Entry(part.label, rooms[0].address, any(room.current for room in rooms), part.counts)
        for part in MENU
        if (rooms := _open_of(part.rooms))
    ]


def rooms_of_menu() -> list[Entry]:
    """The rooms of the part one stands in, when there is more than one to choose from."""
    for part in MENU:
        rooms = _open_of(part.rooms)
        if len(rooms) > 1 and any(room.current for room in rooms):
            return rooms
    return []


def every_room() -> list[Entry]:
    """All that is open to whoever asks, but the page that lists it: a start for administrators."""
    return [room for part in MENU if not part.counts for room in _open_of(part.rooms)]


def own_entries() -> list[Entry]:
    return _open_of(OWN)


def _open_of(rooms: tuple[Room, ...]) -> list[Entry]:
    here = _here()
    return [
        Entry(room.label, address, address == here, detail=room.detail)
        for room, address in _addresses()
        if room in rooms
    ]


def _addresses() -> list[tuple[Room, str]]:
    """Every room that exists and that the person may enter; worked out once for each request."""
    if "open_rooms" not in g:
        g.open_rooms = list(_find_open_rooms())
    return g.open_rooms


def _find_open_rooms() -> Iterator[tuple[Room, str]]:
    if not current_user.is_authenticated:
        return
    for room in (*(room for part in MENU for room in part.rooms), *OWN):
        if room.endpoint in current_app.view_functions and may(current_user, room.permission):
            yield room, url_for(room.endpoint)


def _here() -> str:
    """The room this page belongs to: the one whose address begins this page's, the longest of them."""
    found = [address for _, address in _addresses() if _begins(address, request.path)]
    return max(found, key=len, default="")


def _begins(address: str, path: str) -> bool:
    return path == address or (address != "/" and path.startswith(address.rstrip("/") + "/"))
