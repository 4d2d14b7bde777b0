"""The traffic light's vocabulary: every colour has a word and a shape, and always says why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from portal.core.sentences import Sentence, Word, say


class Light(Word):
    """Worst first. Read by word and shape as well as by colour."""

    RED = "red", say("Red")
    YELLOW = "yellow", say("Yellow")
    GREEN = "green", say("Green")
    BLUE = "blue", say("Blue")
    GREY = "grey", say("Grey")

    @property
    def shape(self) -> str:
        return SHAPES[self]


SHAPES = {Light.RED: "■", Light.YELLOW: "▲", Light.GREEN: "●", Light.BLUE: "✓", Light.GREY: "–"}
SEVERITY = {light: place for place, light in enumerate(Light)}


@dataclass(frozen=True, slots=True)
class Signal:
    """A light with its explanation: what is wrong or well, and since when."""

    light: Light
    reason: Sentence
    since: date | None = None
    late: bool = False  # finished, but after the day
