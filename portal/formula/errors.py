"""How a formula says no: a place in the text, a sentence, and what might have been meant."""

from __future__ import annotations

from portal.core.sentences import Sentence


class FormulaError(Exception):
    """The text is not a usable formula. ``position`` and ``length`` mark the stretch in the text as typed."""

    def __init__(
        self, position: int, message: Sentence, hint: Sentence | None = None, length: int = 1
    ) -> None:
        super().__init__(str(message))
        self.position = position
        self.length = length
        self.message = message
        self.hint = hint


class EvaluationError(FormulaError):
    """The formula is sound but these figures have no answer, as when something is divided by zero."""


class Unfit(ArithmeticError):
    """Raised inside a function that knows no place in the text; the caller adds the place."""

    def __init__(self, message: Sentence) -> None:
        super().__init__(str(message))
        self.message = message
