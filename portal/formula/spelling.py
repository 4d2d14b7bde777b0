"""Writes a formula's words in the other language and leaves everything else as the author typed it."""

from __future__ import annotations

from enum import StrEnum

from lark import Token

from portal.formula.errors import FormulaError
from portal.formula.functions import FUNCTIONS, TRUTH_WORDS, TRUTHS, WINDOW_SPELLINGS, WINDOWS
from portal.formula.lexer import tokens_of
from portal.formula.names import Names, spellings
from portal.formula.words import INFIX


class Language(StrEnum):
    CHINESE = "zh"
    ENGLISH = "en"


# Spreadsheets write these in English in every language, and so do people in a Chinese formula.
_AS_IN_SPREADSHEETS = frozenset(
    {"SUM", "MIN", "MAX", "COUNT", "IF", "IFS", "SWITCH", "AND", "OR", "NOT"}
    | {"ABS", "INT", "ROUND", "ROUNDUP", "ROUNDDOWN", "MOD"}
)


def respell(text: str, language: Language, names: Names) -> str:
    """The same formula in the words of ``language``; a text that cannot be read comes back unchanged."""
    try:
        tokens = tokens_of(text, names).tokens
    except FormulaError:
        return text
    written, at = [], 0
    for token in tokens:
        start, end = token.start_pos or 0, token.end_pos or 0
        written += [text[at:start], _word(token, language, names) or text[start:end]]
        at = end
    return "".join(written) + text[at:]


def _word(token: Token, language: Language, names: Names) -> str | None:
    chinese = language is Language.CHINESE
    match token.type:
        case "FUNCTION" if token.value in FUNCTIONS:
            english = not chinese or token.value in _AS_IN_SPREADSHEETS
            return token.value if english else FUNCTIONS[token.value].chinese[0]
        case "AND" | "OR" | "NOT":
            return INFIX[token.type] if chinese else None if token.value.isascii() else f" {token.type} "
        case "TRUTH":
            return TRUTH_WORDS[TRUTHS[token.value]][chinese]
        case "WORD":
            return _name(token.value, names, chinese=chinese)
    return None


def _name(word: str, names: Names, *, chinese: bool) -> str | None:
    window = WINDOW_SPELLINGS.get(word.casefold())
    if window and word not in names:
        return WINDOWS[window][0] if chinese else window
    one = names.scalar_called(word) or names.field_called(word)
    if one is None:
        return None
    return next(iter(spellings(one)), word) if chinese else one.key
