"""What waits for a person: derived from the state of everything, never stored."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from portal.core.lights import SEVERITY, Signal
from portal.core.sentences import Sentence


@dataclass(frozen=True, slots=True)
class ToDo:
    """One thing to do next: how urgent it is and why, and the one action that settles it."""

    title: str | Sentence
    signal: Signal
    action: Sentence
    address: str
    due: date | None = None

    @property
    def urgency(self) -> tuple[int, date]:
        return SEVERITY[self.signal.light], self.due or date.max


@dataclass(frozen=True, slots=True)
class Panel:
    """One figure on the desk: how things stand, and where to read more."""

    title: str | Sentence
    value: str | Sentence  # ready to be read: "86.35"
    detail: str | Sentence = ""
    address: str = ""
    signal: Signal | None = None


@dataclass(frozen=True, slots=True)
class Glance:
    """One line of a list on the desk: worth a look, and nothing to do today."""

    title: str | Sentence
    address: str
    note: str | Sentence = ""
    signal: Signal | None = None
    due: date | None = None
    figure: str | Sentence = ""  # ready to be read


@dataclass(frozen=True, slots=True)
class Outlook:
    """A short list on the desk: what comes up, whose figures are late; the whole of it is at ``address``."""

    title: str | Sentence
    lines: Sequence[Glance]
    more: str | Sentence = ""
    address: str = ""
