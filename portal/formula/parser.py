"""From tokens to a tree by the grammar, and from a syntax error to a sentence."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

from lark import Lark, Token, Tree, UnexpectedToken
from lark.lexer import Lexer as LarkLexer

from portal.core.sentences import Sentence, say
from portal.formula.characters import shortened
from portal.formula.errors import FormulaError
from portal.formula.lexer import OPERAND_ENDS

GRAMMAR = Path(__file__).with_name("grammar.lark")

_OPERAND_STARTS = frozenset({"NUMBER", "TEXT", "TRUTH", "WORD", "FUNCTION", "LPAR", "NOT"})


class _Given(LarkLexer):
    """The tokens are cut already; the parser only asks for them."""

    def __init__(self, _conf: object) -> None: ...

    def lex(self, tokens: list[Token]) -> Iterator[Token]:  # type: ignore[override]  # lark's documented custom lexer
        return iter(tokens)


@cache
def _parser() -> Lark:
    return Lark(GRAMMAR.read_text("utf-8"), parser="lalr", lexer=_Given, maybe_placeholders=False)


def parse(tokens: list[Token], text: str) -> Tree[Token] | Token:
    """The tree; its depth is not yet bounded, so nothing may walk it without counting."""
    try:
        return _parser().parse(tokens)
    except UnexpectedToken as unexpected:
        raise _syntax_error(unexpected.token, tokens, text) from None


def _syntax_error(token: Token, tokens: list[Token], text: str) -> FormulaError:
    if token.type == "$END":
        message, hint = _ends_early(tokens)
        return FormulaError(len(text), message, hint, length=0)
    assert token.start_pos is not None and token.end_pos is not None
    written = text[token.start_pos : token.end_pos]
    index = next(number for number, one in enumerate(tokens) if one is token)
    message, hint = _misplaced(
        token, shortened(written), tokens[index - 1] if index else None, tokens[:index]
    )
    return FormulaError(token.start_pos, message, hint, length=len(written))


def _ends_early(tokens: list[Token]) -> tuple[Sentence, Sentence | None]:
    missing = sum((one.type == "LPAR") - (one.type == "RPAR") for one in tokens)
    if missing > 0:
        return say("A closing bracket is missing."), say("Add {missing} × “)”.", missing=missing)
    return say("The formula ends too early."), None


def _misplaced(
    token: Token, written: str, last: Token | None, before: list[Token]
) -> tuple[Sentence, Sentence | None]:
    unclosed = sum((one.type == "LPAR") - (one.type == "RPAR") for one in before)
    after_operand = last is not None and last.type in OPERAND_ENDS
    if token.type == "RPAR" and unclosed == 0:
        return say("This bracket closes nothing."), None
    if token.type == "SEPARATOR" and after_operand:
        return say("“{written}” separates the arguments of a function; here is none.", written=written), None
    if token.type == "LPAR" and last is not None and last.type == "WORD":
        name = shortened(last.value)
        return say("“{name}” is a name, not a function.", name=name), say(
            "Put an operator before the bracket."
        )
    if token.type in _OPERAND_STARTS and after_operand:
        hint = say("Write for example × or + between the two.")
        return say("An operator is missing before “{written}”.", written=written), hint
    if last is not None and last.type == "COMPARE" and token.type == "COMPARE":
        return say("“{written}” cannot follow another comparison sign.", written=written), say(
            "Not equal is <> or ≠."
        )
    return say("Something is missing before “{written}”.", written=written), None
