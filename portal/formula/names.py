"""Which words a formula may use: figures of the target, fields of the ledger form, system measures."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Self, TypeVar

from portal.formula import words
from portal.formula.values import Kind


class Purpose(StrEnum):
    MEASURE = "measure"
    SCORE = "score"
    BONUS = "bonus"


@dataclass(frozen=True, slots=True)
class Name:
    """A figure that stands outside aggregates: its key in the values, its Chinese name, its kind."""

    key: str
    label: str
    kind: Kind = Kind.NUMBER


@dataclass(frozen=True, slots=True)
class Field:
    """A field of the ledger form. It may be written by its key or by its label."""

    key: str
    label: str
    kind: Kind = Kind.NUMBER
    choices: tuple[str, ...] = ()


ACTUAL, *_TARGET = (Name(key, label) for key, label in words.FIGURES.items())
TARGET = tuple(_TARGET)

Known = TypeVar("Known", Name, Field)

_BRACKETED_END = re.compile(r"[(（\[【][^)）\]】]*[)）\]】]$")


@dataclass(frozen=True, slots=True)
class Names:
    """The vocabulary of one formula. Immutable and cheap to hash, so that compiled formulas are found by it.

    A word may name both a figure and a field (月份, 权重): inside an aggregate the field is
    meant, outside the figure. A label that two fields share names neither; their keys do.
    A label with other characters than letters, Han, digits and ``_`` is written by its key,
    or, when it ends in a bracket as 收入(万元) does, by what stands before the bracket.
    """

    scalars: tuple[Name, ...] = ()
    fields: tuple[Field, ...] = ()
    purpose: Purpose = Purpose.MEASURE
    scalar_words: Mapping[str, Name] = field(init=False, repr=False, compare=False)
    field_words: Mapping[str, Field] = field(init=False, repr=False, compare=False)
    _hash: int = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "scalar_words", _words(self.scalars))
        object.__setattr__(self, "field_words", _words(self.fields))
        object.__setattr__(self, "_hash", hash((self.scalars, self.fields, self.purpose)))

    def __hash__(self) -> int:
        return self._hash

    @classmethod
    def measure(cls, fields: Iterable[Field] = (), measures: Iterable[tuple[str, str]] = ()) -> Self:
        return cls((*TARGET, *_named(measures)), tuple(fields), Purpose.MEASURE)

    @classmethod
    def score(
        cls,
        fields: Iterable[Field] = (),
        measures: Iterable[tuple[str, str]] = (),
        actual: Kind = Kind.NUMBER,
    ) -> Self:
        """``actual`` is the kind that the measure formula gives: points by name have a text."""
        return cls((_actual(actual), *TARGET, *_named(measures)), tuple(fields), Purpose.SCORE)

    @classmethod
    def bonus(
        cls,
        fields: Iterable[Field] = (),
        measures: Iterable[tuple[str, str]] = (),
        actual: Kind = Kind.NUMBER,
    ) -> Self:
        return cls((_actual(actual), *TARGET, *_named(measures)), tuple(fields), Purpose.BONUS)

    def __contains__(self, word: str) -> bool:
        folded = word.casefold()
        return folded in self.scalar_words or folded in self.field_words

    def scalar_called(self, word: str) -> Name | None:
        return self.scalar_words.get(word.casefold())

    def field_called(self, word: str) -> Field | None:
        return self.field_words.get(word.casefold())

    def only_field(self, word: str) -> bool:
        """Must this word be a field, wherever it stands?"""
        return word.casefold() in self.field_words and word.casefold() not in self.scalar_words

    @property
    def words(self) -> tuple[str, ...]:
        """Every word an author may write, Chinese first: for completion and for “did you mean”."""
        both: tuple[Name | Field, ...] = (*self.scalars, *self.fields)
        labels = [word for one in both for word in spellings(one) if word != one.key]
        return tuple(dict.fromkeys([*labels, *(one.key for one in both)]))


def is_word(text: str) -> bool:
    return bool(text) and all(character.isalnum() or character == "_" for character in text)


def spellings(one: Name | Field) -> tuple[str, ...]:
    """The ways to write a name in a formula: its label (or the part before a bracket), then its key."""
    candidates = (one.label, _BRACKETED_END.sub("", one.label), one.key)
    return tuple(dict.fromkeys(word for word in candidates if is_word(word)))


def _words(known: tuple[Known, ...]) -> Mapping[str, Known]:
    """Folded spelling to name; keys win over labels, and a label of two names is dropped."""
    labels: dict[str, Known | None] = {}
    for one in known:
        for word in spellings(one):
            folded = word.casefold()
            labels[folded] = one if labels.get(folded, one) is one else None
    keys = {one.key.casefold(): one for one in known}
    return {word: one for word, one in {**labels, **keys}.items() if one is not None}


def _actual(kind: Kind) -> Name:
    return Name(ACTUAL.key, ACTUAL.label, kind)


def _named(measures: Iterable[tuple[str, str]]) -> tuple[Name, ...]:
    return tuple(Name(key, label) for key, label in measures)
