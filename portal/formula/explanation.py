"""How a result came about: the formula, the same with numbers put in, and the rows behind each aggregate."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from portal.core.sentences import Sentence
from portal.formula import aggregates
from portal.formula.compiler import Compiler
from portal.formula.errors import EvaluationError
from portal.formula.failures import failure
from portal.formula.frame import Frame, Run
from portal.formula.tree import Across, Aggregate, Call, Figure, Literal, Node, Previous
from portal.formula.values import BLANK, Value, plain


@dataclass(frozen=True, slots=True)
class Used:
    """One entry (or one peer) that an aggregate read, with the value it gave. ``ref`` is the caller's own."""

    ref: object
    month: int | None
    value: Value


@dataclass(frozen=True, slots=True)
class Written:
    """A stretch of the author's text between two values."""

    text: str


@dataclass(frozen=True, slots=True)
class Step:
    """One part of the formula. ``parts`` is its text with values in place of names, for the page to format.

    ``children`` are the parts that were needed: of an IF only the branch taken. ``error``
    says why there is no value.
    """

    text: str
    parts: tuple[Written | Value, ...]
    value: Value
    rows: tuple[Used, ...] = ()
    children: tuple[Step, ...] = ()
    error: Sentence | None = None

    @property
    def numbers(self) -> str:
        return "".join(part.text if isinstance(part, Written) else plain(part) for part in self.parts)


def explain(node: Node, frame: Frame, compiler: Compiler, text: str) -> Step:
    """Every part is evaluated by its own closure, in the exact context: a receipt cannot drift."""
    return _Explainer(compiler, text).step(node, frame)


class _Explainer:
    def __init__(self, compiler: Compiler, text: str) -> None:
        self.compiler = compiler
        self.text = text

    def step(self, node: Node, frame: Frame) -> Step:
        value, error = self._value(node, frame)
        children = tuple(self.step(child, seen) for child, seen in self._needed(node, frame))
        parts = tuple(self._parts(node, frame))
        return Step(self.text[node.start : node.end], parts, value, self._rows(node, frame), children, error)

    def _value(self, node: Node, frame: Frame) -> tuple[Value, Sentence | None]:
        try:
            return self.compiler.run(node)(frame), None
        except EvaluationError as error:
            return BLANK, error.message
        except ArithmeticError as error:
            return BLANK, failure(node, error).message

    def _parts(self, node: Node, frame: Frame) -> Iterator[Written | Value]:
        at = node.start
        for part in sorted(_replaced(node), key=lambda one: one.start):
            value, error = self._value(part, frame)
            if error is None:
                yield Written(self.text[at : part.start])
                yield value
                at = part.end
        yield Written(self.text[at : node.end])

    def _needed(self, node: Node, frame: Frame) -> Iterator[tuple[Node, Frame]]:
        match node:
            case Aggregate():
                return
            case Previous():
                if frame.previous is not None:
                    yield node.expression, self.compiler.reads.frame(frame.previous, frame.calendar)
            case Call():
                yield from ((part, frame) for part in self._arguments(node, frame))
            case _:
                yield from ((part, frame) for part in node.children if not isinstance(part, Literal))

    def _arguments(self, node: Call, frame: Frame) -> list[Node]:
        """The arguments that the function looked at, in the order it did."""
        seen: dict[int, Node] = {}

        def watched(number: int, argument: Node) -> Run:
            run = self.compiler.run(argument)

            def watch(at: Frame) -> Any:
                seen[number] = argument
                return run(at)

            return watch

        runs = [watched(number, argument) for number, argument in enumerate(node.arguments)]
        with suppress(EvaluationError, ArithmeticError):
            self.compiler.call(node, runs)(frame)
        return [argument for argument in seen.values() if not isinstance(argument, Literal)]

    def _rows(self, node: Node, frame: Frame) -> tuple[Used, ...]:
        with suppress(EvaluationError, ArithmeticError):
            match node:
                case Aggregate():
                    return tuple(self._entries(node, frame))
                case Across():
                    expression = self.compiler.run(node.expression)
                    peers = aggregates.peer_values(frame, expression, self.compiler.reads)
                    return tuple(Used(peer.ref, None, value) for peer, value in peers)
        return ()

    def _entries(self, node: Aggregate, frame: Frame) -> Iterator[Used]:
        expression = self.compiler.run(node.expression) if node.expression else aggregates.each
        condition = self.compiler.run(node.condition) if node.condition else None
        rows = aggregates.in_order(node.function, aggregates.in_window(frame, node.window))
        for row, value in aggregates.values_of(rows, frame, expression, condition):
            yield Used(row.ref, row.month, value)


def _replaced(node: Node) -> Iterator[Node]:
    """What a reader wants to see as a number: names, and whole aggregates."""
    if isinstance(node, (Figure, Aggregate, Across, Previous)):
        yield node
    else:
        for child in node.children:
            yield from _replaced(child)
