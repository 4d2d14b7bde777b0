"""Where one word ends and the next begins when Han characters stand together: 完成值且非逾期."""

from __future__ import annotations

from portal.formula.functions import HAN_INFIX, SPELLINGS, TRUTHS, WINDOW_SPELLINGS
from portal.formula.names import Names
from portal.formula.words import INFIX

JOINING = (INFIX["AND"], INFIX["OR"])
NOT = INFIX["NOT"]

_LONGEST_MENDED = 100  # characters; trying every cut of a longer run would take too long
_LONGEST_FIXED = max(map(len, (*SPELLINGS, *TRUTHS, *WINDOW_SPELLINGS)))


def pieces(run: str, names: Names, *, after_operand: bool, before_bracket: bool) -> list[str]:
    """The words in an unbroken run of letters, digits and Han characters.

    Known words win, the longest first, so that 非税收入 is the name if there is one and
    else NOT 税收入. A run that makes no sense in this way is split at 且 and 或 only next to
    words that are known, and what remains is given back whole, as an unknown name.
    """
    if not HAN_INFIX.intersection(run):
        return [run]
    cuts = _Cuts(names, before_bracket)
    whole = cuts.of(run, after_operand)
    if whole is not None:
        return whole
    if len(run) > _LONGEST_MENDED:
        return [run]
    head: list[str] = []
    for end in range(len(run) - 1, 0, -1):
        if run[end - 1] in JOINING and (found := cuts.of(run[:end], after_operand, inside=True)) is not None:
            head, run = found, run[end:]
            break
    for start in range(1, len(run)):
        if run[start] in JOINING and (tail := cuts.of(run[start:], True)) is not None:
            return [*head, run[:start], *tail]
    return [*head, run]


class _Cuts:
    def __init__(self, names: Names, before_bracket: bool) -> None:
        self.names = names
        self.before_bracket = before_bracket
        self.longest = max(_LONGEST_FIXED, *map(len, (*names.scalar_words, *names.field_words, "")))

    def of(self, run: str, after_operand: bool, *, inside: bool = False) -> list[str] | None:
        """Words such that operands and operators alternate, or ``None``; from the end, without recursion."""
        size = len(run)
        called = self.before_bracket and not inside
        operand: list[int] = [0] * size + [
            size
        ]  # where the word ends that is read here when an operand is due
        operator: list[int] = [0] * size + [size]  # … when an operator is due; 0 is a dead end
        for at in range(size - 1, -1, -1):
            if run[at] in JOINING and operand[at + 1]:
                operator[at] = at + 1
            operand[at] = self._longest_known(run, at, operator, called)
            if not operand[at] and run[at] == NOT and operand[at + 1]:
                operand[at] = at + 1
        return (
            _walk(run, operand, operator, after_operand)
            if (operator if after_operand else operand)[0]
            else None
        )

    def _longest_known(self, run: str, at: int, operator: list[int], called: bool) -> int:
        size = len(run)
        for end in range(min(size, at + self.longest), at, -1):
            if operator[end] and self._known(run[at:end], called and end == size):
                return end
        return 0

    def _known(self, word: str, called: bool) -> bool:
        folded = word.casefold()
        if called and folded in SPELLINGS and folded not in HAN_INFIX:
            return True
        return (
            word in self.names
            or folded in TRUTHS
            or folded in WINDOW_SPELLINGS
            or (word.isascii() and word.isdecimal())
        )


def _walk(run: str, operand: list[int], operator: list[int], after_operand: bool) -> list[str]:
    words, at, operator_due = [], 0, after_operand
    while at < len(run):
        end = (operator if operator_due else operand)[at]
        words.append(run[at:end])
        operator_due = not operator_due and not (run[at:end] == NOT and end == at + 1)
        at = end
    return words
