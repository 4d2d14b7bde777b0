"""What a check reports about a formula: where, how bad, and in which words."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from portal.core.sentences import Sentence
from portal.formula.errors import FormulaError


class Severity(StrEnum):
    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Finding:
    """One remark. A formula with an error cannot be saved; a warning asks the author to look again."""

    position: int
    length: int
    severity: Severity
    message: Sentence
    hint: Sentence | None = None

    @classmethod
    def of(cls, error: FormulaError) -> Finding:
        return cls(error.position, error.length, Severity.ERROR, error.message, error.hint)

    def error(self) -> FormulaError:
        return FormulaError(self.position, self.message, self.hint, self.length)
