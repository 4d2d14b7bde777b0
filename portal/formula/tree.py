"""The checked formula: nodes that know their stretch of the text and their kind."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from portal.formula.functions import Function
from portal.formula.values import Kind, Value


@dataclass(frozen=True, slots=True)
class Node:
    """``kind`` is ``None`` where an error was found already, so that one mistake is reported once."""

    start: int
    end: int
    kind: Kind | None

    @property
    def children(self) -> tuple[Node, ...]:
        return ()

    def walk(self) -> Iterator[Node]:
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True, slots=True)
class Literal(Node):
    value: Value


@dataclass(frozen=True, slots=True)
class Figure(Node):
    """A name outside the entries: 完成值."""

    key: str


@dataclass(frozen=True, slots=True)
class Entry(Node):
    """A field of the entry at hand, inside an aggregate."""

    key: str


@dataclass(frozen=True, slots=True)
class Chain(Node):
    """Operands joined from left to right by operators of one precedence: ``a - b + c``, ``a AND b``."""

    first: Node
    rest: tuple[tuple[str, Node], ...]

    @property
    def children(self) -> tuple[Node, ...]:
        return (self.first, *(operand for _, operand in self.rest))


@dataclass(frozen=True, slots=True)
class Comparison(Node):
    operator: str
    left: Node
    right: Node

    @property
    def children(self) -> tuple[Node, ...]:
        return (self.left, self.right)


@dataclass(frozen=True, slots=True)
class Minus(Node):
    operand: Node

    @property
    def children(self) -> tuple[Node, ...]:
        return (self.operand,)


@dataclass(frozen=True, slots=True)
class Call(Node):
    function: Function
    arguments: tuple[Node, ...]

    @property
    def children(self) -> tuple[Node, ...]:
        return self.arguments


@dataclass(frozen=True, slots=True)
class Aggregate(Node):
    """An expression of each entry, of those that meet the condition within the window, made one value.

    ``expression`` is ``None`` in ``COUNT()``; ``trim`` is the number TRIMMEAN leaves out at either end.
    """

    function: Function
    expression: Node | None
    trim: Node | None
    condition: Node | None
    window: str

    @property
    def children(self) -> tuple[Node, ...]:
        return tuple(part for part in (self.expression, self.trim, self.condition) if part is not None)


@dataclass(frozen=True, slots=True)
class Across(Node):
    """An expression computed for every unit that shares the indicator: RANK, PEERS_AVG …"""

    function: Function
    expression: Node

    @property
    def children(self) -> tuple[Node, ...]:
        return (self.expression,)


@dataclass(frozen=True, slots=True)
class Previous(Node):
    """An expression computed with the figures and entries of the same period last year."""

    function: Function
    expression: Node

    @property
    def children(self) -> tuple[Node, ...]:
        return (self.expression,)
