"""What the author might have meant: the hints beside the errors."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from portal.core.sentences import Sentence, say
from portal.formula.functions import SPELLINGS, TABLE
from portal.formula.names import Names
from portal.formula.values import Kind

# Han names are short: one wrong character of three is still a likeness of two thirds.
_ALIKE = 0.5


def nearest(word: str, known: Iterable[str]) -> str | None:
    folded = {one.casefold(): one for one in known}
    found = get_close_matches(word[:60].casefold(), folded, n=1, cutoff=_ALIKE)
    return folded[found[0]] if found else None


def did_you_mean(word: str, known: Iterable[str]) -> Sentence | None:
    name = nearest(word, known)
    return say("Did you mean “{name}”?", name=name) if name else None


def for_name(word: str, names: Names) -> Sentence | None:
    return did_you_mean(word, names.words)


def for_function(word: str) -> Sentence | None:
    return did_you_mean(word, [name for one in TABLE for name in (one.key, *one.chinese)])


def for_choice(text: str, choices: tuple[str, ...]) -> Sentence | None:
    return did_you_mean(text, choices) or say("The choices are: {choices}.", choices=", ".join(choices[:12]))


def is_function(word: str) -> bool:
    return word.casefold() in SPELLINGS


def aggregate_of(name: str, kind: Kind) -> Sentence:
    if kind is Kind.NUMBER:
        return say("Write for example SUM({name}) or LAST({name}).", name=name)
    return say("Write for example LAST({name}) or COUNT({name}).", name=name)


def for_kind(wanted: Kind, given: Kind | None) -> Sentence | None:
    if wanted is Kind.NUMBER and given is Kind.TRUTH:
        return say("Write IF(condition, 1, 0) to make a number of it.")
    if wanted is Kind.NUMBER and given is Kind.DATE:
        return say("DAYS and WORKDAYS count the days between two dates.")
    if wanted is Kind.TRUTH and given is Kind.NUMBER:
        return say("Compare it with something, for example x > 0.")
    return None


def for_comparison(left: Kind, right: Kind) -> Sentence | None:
    kinds = {left, right}
    if kinds == {Kind.NUMBER, Kind.TEXT}:
        return say(
            "Numbers are written without quotation marks; whether something is missing is asked by BLANK(x)."
        )
    if Kind.TRUTH in kinds:
        return say("Yes and no are written TRUE and FALSE.")
    return None
