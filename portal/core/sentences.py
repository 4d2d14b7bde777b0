"""What the house says to people: an English sentence with named gaps, translated only when shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Self


@dataclass(frozen=True, slots=True)
class Sentence:
    """A translatable sentence. ``str()`` gives the English; the web layer gives the reader's language."""

    template: str
    values: Mapping[str, object] = field(default_factory=dict, hash=False)

    def __str__(self) -> str:
        return self.template.format(**self.values)


def say(template: str, /, **values: object) -> Sentence:
    """A sentence to be shown later. The message extractor reads the template from this call."""
    return Sentence(template, values)


class Word(StrEnum):
    """A closed set whose members carry the label people read: ``CLERK = "clerk", say("Clerk")``."""

    label: Sentence

    def __new__(cls, value: str, label: Sentence) -> Self:
        word = str.__new__(cls, value)
        word._value_ = value
        word.label = label
        return word


class Refused(Exception):
    """A rule forbids this. The sentence is written for the person at the screen."""

    def __init__(self, template: str | Sentence, /, **values: object) -> None:
        self.sentence = template if isinstance(template, Sentence) else say(template, **values)
        super().__init__(str(self.sentence))
