"""Cuts the text of a formula into tokens, in both languages and both widths."""

from __future__ import annotations

import re

from lark import Token

from portal.core.sentences import say
from portal.formula.characters import half_width, visible
from portal.formula.errors import FormulaError
from portal.formula.findings import Finding, Severity
from portal.formula.functions import INFIX_WORDS, SPELLINGS, TRUTHS
from portal.formula.names import Names
from portal.formula.splitting import pieces

LONGEST = 2000
DEEPEST = 50
MOST_DIGITS = 28

_SPACE = re.compile(r"\s+")
_RUN = re.compile(r"\w+")
_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?|\.[0-9]+")
_GROUPED = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])(?:\.[0-9]+)?")
_TEXT = re.compile(r'"(?:[^"]|"")*"')
_OPERATOR = re.compile(r"<=|>=|<>|[-+*/^%=<>≠≤≥(),;]")

_KINDS = {
    "+": "PLUS", "-": "MINUS", "*": "TIMES", "/": "DIVIDE", "^": "POWER", "%": "PERCENT",
    "(": "LPAR", ")": "RPAR", ",": "SEPARATOR", ";": "SEPARATOR",
}  # fmt: skip
_COMPARISONS = {"≠": "<>", "≤": "<=", "≥": ">="}
OPERAND_ENDS = frozenset({"NUMBER", "TEXT", "TRUTH", "WORD", "RPAR", "PERCENT"})


class Lexer:
    """One pass over one text. ``tokens`` carry positions in the text as typed, ``findings`` are warnings."""

    def __init__(self, text: str, names: Names) -> None:
        self.typed = text
        self.text = half_width(text)
        self.names = names
        self.tokens: list[Token] = []
        self.findings: list[Finding] = []
        self.calls: list[bool] = []  # for each open bracket: does it hold a function's arguments?

    def run(self) -> list[Token]:
        at = self._start()
        while at < len(self.text):
            at = self._token(at)
        return self.tokens

    def _start(self) -> int:
        """A spreadsheet's leading equals sign is allowed and means nothing."""
        stripped = self.text.lstrip()
        at = len(self.text) - len(stripped)
        return at + 1 if stripped.startswith("=") else at

    def _token(self, at: int) -> int:
        if space := _SPACE.match(self.text, at):
            return space.end()
        if number := self._number(at):
            return number
        if run := _RUN.match(self.text, at):
            return self._words(run.group(), at)
        if self.text[at] == '"':
            return self._text(at)
        if sign := _OPERATOR.match(self.text, at):
            return self._sign(sign.group(), at)
        hint = say("Put texts between “ and ”.") if self.text[at] in "'‘’" else None
        raise FormulaError(
            at, say("“{character}” cannot be used in a formula.", character=visible(self.typed[at])), hint
        )

    def _add(self, kind: str, value: str, start: int, end: int) -> int:
        self.tokens.append(Token(kind, value, start_pos=start, end_pos=end))
        return end

    @property
    def _after_operand(self) -> bool:
        return bool(self.tokens) and self.tokens[-1].type in OPERAND_ENDS

    def _number(self, at: int) -> int | None:
        number = self._grouped(at) or _NUMBER.match(self.text, at)
        if number is None or ((word := _RUN.match(self.text, at)) and word.end() > number.end()):
            return None  # a word that begins with a digit, as 12月收入
        digits = number.group().replace(",", "")
        if len(digits.replace(".", "").lstrip("0")) > MOST_DIGITS:
            message = say("A number can have at most {most} digits.", most=MOST_DIGITS)
            raise FormulaError(at, message, length=number.end() - at)
        return self._add("NUMBER", digits, at, number.end())

    def _grouped(self, at: int) -> re.Match[str] | None:
        """A number with thousands separators, 1,000.

        Among a function's arguments the comma separates, as in a spreadsheet: BAND(x,60,100,80,200)
        has five arguments. Only a later group that begins with 0, which nobody writes as a
        number of its own, makes 1,000 one number there too. Either reading is pointed out.
        """
        number = _GROUPED.match(self.text, at)
        if number is None or not (self.calls and self.calls[-1]):
            return number
        written = number.group()
        thousands = ",0" in written
        reading = written.replace(",", "") if thousands else written.replace(",", "; ")
        message = say("“{written}” is read here as {reading}.", written=written, reading=reading)
        hint = say(
            "Write numbers inside a function without thousands separators, and a blank after each comma."
        )
        if not self.findings or at >= self.findings[-1].position + self.findings[-1].length:
            self.findings.append(Finding(at, len(written), Severity.WARNING, message, hint))
        return number if thousands else None

    def _words(self, run: str, at: int) -> int:
        end = at + len(run)
        bracket = self.text[end:].lstrip()[:1] == "("
        known = run in self.names or (bracket and run.casefold() in SPELLINGS)
        cut = (
            [run]
            if known
            else pieces(run, self.names, after_operand=self._after_operand, before_bracket=bracket)
        )
        for number, word in enumerate(cut, 1):
            self._word(word, at, called=bracket and number == len(cut))
            at += len(word)
        return end

    def _word(self, word: str, at: int, *, called: bool) -> None:
        folded, end = word.casefold(), at + len(word)
        infix = INFIX_WORDS.get(folded)
        function = SPELLINGS.get(folded)
        if called and function and not (infix in ("AND", "OR") and self._after_operand):
            self._add("FUNCTION", function.key, at, end)
        elif word in self.names:
            self._add("WORD", word, at, end)
        elif infix:
            self._add(infix, word, at, end)
        elif called:
            self._add("FUNCTION", word, at, end)
        elif folded in TRUTHS:
            self._add("TRUTH", folded, at, end)
        else:
            self._add("NUMBER" if word.isascii() and word.isdecimal() else "WORD", word, at, end)

    def _text(self, at: int) -> int:
        text = _TEXT.match(self.text, at)
        if text is None:
            raise FormulaError(
                at, say("This text has no closing quotation mark."), length=len(self.text) - at
            )
        within = self.typed[at + 1 : text.end() - 1]
        doubled = [m.start() for m in re.finditer('""', self.text[at + 1 : text.end() - 1])]
        kept = "".join(c for position, c in enumerate(within) if position not in doubled)
        return self._add("TEXT", kept, at, text.end())

    def _sign(self, sign: str, at: int) -> int:
        kind = _KINDS.get(sign, "COMPARE")
        if kind == "LPAR":
            self.calls.append(bool(self.tokens) and self.tokens[-1].type == "FUNCTION")
            if len(self.calls) > DEEPEST:
                raise too_deep(at)
        elif kind == "RPAR" and self.calls:
            self.calls.pop()
        return self._add(kind, _COMPARISONS.get(sign, sign), at, at + len(sign))


def too_deep(at: int) -> FormulaError:
    return FormulaError(at, say("The formula is nested more than {deepest} levels deep.", deepest=DEEPEST))


def tokens_of(text: str, names: Names) -> Lexer:
    """The lexer after its pass. Raises ``FormulaError`` for what is no token, and for too much text."""
    if len(text) > LONGEST:
        message = say(
            "The formula has {length} characters; {longest} are allowed.", length=len(text), longest=LONGEST
        )
        raise FormulaError(LONGEST, message, length=len(text) - LONGEST)
    lexer = Lexer(text, names)
    lexer.run()
    if not lexer.tokens:
        hint = say("Pick a preset, or write one as in a spreadsheet.")
        raise FormulaError(0, say("The formula is empty."), hint, length=0)
    return lexer
