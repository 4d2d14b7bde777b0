"""One formula again and again while few figures change: what stays the same is cleaned once."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from portal.formula.failures import failure
from portal.formula.frame import WHOLE_YEAR, Frame, Run
from portal.formula.tree import Node
from portal.formula.values import Row


class Course:
    """For formulas that ask neither for peers nor for last year, nor for the month.

    ``at`` must run inside the exact context (``localcontext(EXACT)``), and every entry it is given counts.
    """

    __slots__ = ("_frame", "_run", "_tree")

    def __init__(self, run: Run, tree: Node, frame: Frame) -> None:
        self._run = run
        self._tree = tree
        self._frame = frame
        frame._month = WHOLE_YEAR

    def at(self, entries: Sequence[Row], actual: Any) -> Any:
        """The result with these entries and this completion value. Raises ``EvaluationError``."""
        frame = self._frame
        frame.entries = entries
        frame.values["actual"] = actual
        try:
            result = self._run(frame)
            if result.__class__ is Decimal and not result.is_finite():
                raise InvalidOperation
            return result
        except ArithmeticError as error:
            raise failure(self._tree, error) from None
