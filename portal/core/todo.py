"""What waits for a person: derived from the state of everything, never stored."""

from __future__ import annotations

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
