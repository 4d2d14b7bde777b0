"""From an arithmetic mishap to a sentence that marks its place in the formula."""

from __future__ import annotations

from decimal import DivisionUndefined, Overflow

from portal.core.sentences import Sentence, say
from portal.formula.errors import EvaluationError, Unfit
from portal.formula.tree import Node


def failure(node: Node, error: ArithmeticError) -> EvaluationError:
    return EvaluationError(node.start, _sentence(error), length=node.end - node.start)


def _sentence(error: ArithmeticError) -> Sentence:
    if isinstance(error, Unfit):
        return error.message
    signals = error.args[0] if error.args and isinstance(error.args[0], list) else []
    if isinstance(error, ZeroDivisionError) or DivisionUndefined in signals:
        return say("Something is divided by zero here.")
    if isinstance(error, Overflow):
        return say("The result is too large.")
    return say("This has no result for these numbers.")
