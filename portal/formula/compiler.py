"""Turns the checked tree into closures: one small function per node, chosen by the node's shape."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import singledispatchmethod
from typing import Any

from portal.formula import aggregates, choices
from portal.formula.arithmetic import STRICT, weekdays_between
from portal.formula.failures import failure
from portal.formula.frame import CLEAN_ALREADY, Frame, Reads, Run
from portal.formula.tree import (
    Across,
    Aggregate,
    Call,
    Chain,
    Comparison,
    Entry,
    Figure,
    Literal,
    Minus,
    Node,
    Previous,
)
from portal.formula.values import BLANK, Kind, clean

Operation = Callable[[Any, Any], Any]


def equal(left: Any, right: Any) -> Any:
    return BLANK if left is BLANK or right is BLANK else left == right


def unequal(left: Any, right: Any) -> Any:
    return BLANK if left is BLANK or right is BLANK else left != right


def power(base: Any, exponent: Any) -> Any:
    if base == 0 and exponent < 0:
        raise ZeroDivisionError
    return base**exponent


OPERATIONS: Mapping[str, Operation] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
    "^": power,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "=": equal,
    "<>": unequal,
}

# Longer chains run as a loop: 1+1+1+… of any length must not deepen the stack.
_LONGEST_FOLD = 8


class Compiler:
    """Closures for one formula. Each node can be compiled alone, which is how a result is explained."""

    def __init__(self, reads: Reads) -> None:
        self.reads = reads

    @singledispatchmethod
    def run(self, node: Node) -> Run:
        raise NotImplementedError(type(node))

    @run.register
    def _(self, node: Literal) -> Run:
        value = node.value
        return lambda frame: value

    @run.register
    def _(self, node: Figure) -> Run:
        key = node.key
        return lambda frame: frame.values[key]

    @run.register
    def _(self, node: Entry) -> Run:
        assert node.kind is not None
        key, kind, clean_already = node.key, node.kind, CLEAN_ALREADY[node.kind]

        def run(frame: Frame) -> Any:
            value = frame.row.get(key, BLANK)
            try:
                return value if value.__class__ is clean_already else clean(value, kind)
            except ArithmeticError as error:
                raise failure(node, error) from None

        return run

    @run.register
    def _(self, node: Minus) -> Run:
        operand = self.run(node.operand)
        return lambda frame: -operand(frame)

    @run.register
    def _(self, node: Comparison) -> Run:
        return binary(
            OPERATIONS[node.operator], self.run(node.left), node.left, self.run(node.right), node.right, node
        )

    @run.register
    def _(self, node: Chain) -> Run:
        first = self.run(node.first)
        if node.rest[0][0] in ("AND", "OR"):
            join = choices.PLAIN[node.rest[0][0]]
            return join(first, *(self.run(operand) for _, operand in node.rest))
        if len(node.rest) > _LONGEST_FOLD:
            return long_chain(
                first, [(OPERATIONS[sign], self.run(operand)) for sign, operand in node.rest], node
            )
        left, total = node.first, first
        for sign, operand in node.rest:
            place = Node(node.start, operand.end, node.kind)
            total = binary(OPERATIONS[sign], total, left, self.run(operand), operand, place)
            left = place
        return total

    @run.register
    def _(self, node: Call) -> Run:
        return self.call(node, [self.run(argument) for argument in node.arguments])

    def call(self, node: Call, arguments: list[Run]) -> Run:
        """The function on these arguments, which an explanation wraps to see which of them are needed."""
        key = node.function.key
        if key in choices.PLAIN:
            return choices.PLAIN[key](*arguments)
        if key in choices.BY_SHAPE:
            return guarded(choices.BY_SHAPE[key](node.arguments, arguments), node)
        if key == "WORKDAYS":
            return workdays(*arguments)
        if key in ("MIN", "MAX") and len(arguments) == 2:
            return better_of_two(operator.lt if key == "MIN" else operator.gt, *arguments)
        return strict(STRICT[key], arguments, node)

    @run.register
    def _(self, node: Aggregate) -> Run:
        function, window = node.function, node.window
        expression = self.run(node.expression) if node.expression else aggregates.each
        condition = self.run(node.condition) if node.condition else None
        trim = self.run(node.trim) if node.trim else None
        run = aggregates.aggregate(function, window, expression, condition, trim)
        if is_plain(node):
            key = node.expression.key  # type: ignore[union-attr]  # a plain aggregate is of a field
            run = aggregates.aggregate_of_field(function, window, key, run)
        return guarded(run, node)

    @run.register
    def _(self, node: Across) -> Run:
        return aggregates.across(node.function, self.run(node.expression), self.reads)

    @run.register
    def _(self, node: Previous) -> Run:
        return aggregates.previous(self.run(node.expression), self.reads)


def is_plain(node: Aggregate) -> bool:
    """One number field, without a condition, where the order of the entries does not matter."""
    plain = isinstance(node.expression, Entry) and node.expression.kind is Kind.NUMBER
    return plain and node.condition is None and node.function.key in ("SUM", "AVG", "MIN", "MAX")


def binary(
    operation: Operation, left: Run, left_node: Node, right: Run, right_node: Node, place: Node
) -> Run:
    """One operation, specialised for constants and names: every call saved is a tenth of a formula."""
    if isinstance(left_node, Figure) and isinstance(right_node, Figure):
        return of_figures(operation, left_node.key, right_node.key, place)
    if isinstance(right_node, Literal):
        constant = right_node.value

        def with_constant(frame: Frame) -> Any:
            try:
                return operation(left(frame), constant)
            except ArithmeticError as error:
                raise failure(place, error) from None

        return with_constant
    if isinstance(left_node, Literal):
        given = left_node.value

        def of_constant(frame: Frame) -> Any:
            try:
                return operation(given, right(frame))
            except ArithmeticError as error:
                raise failure(place, error) from None

        return of_constant

    def run(frame: Frame) -> Any:
        try:
            return operation(left(frame), right(frame))
        except ArithmeticError as error:
            raise failure(place, error) from None

    return run


def of_figures(operation: Operation, left: str, right: str, place: Node) -> Run:
    def run(frame: Frame) -> Any:
        values = frame.values
        try:
            return operation(values[left], values[right])
        except ArithmeticError as error:
            raise failure(place, error) from None

    return run


def long_chain(first: Run, rest: list[tuple[Operation, Run]], node: Node) -> Run:
    def run(frame: Frame) -> Any:
        total = first(frame)
        for operation, operand in rest:
            total = operation(total, operand(frame))
        return total

    return guarded(run, node)


def guarded(run: Run, node: Node) -> Run:
    def guard(frame: Frame) -> Any:
        try:
            return run(frame)
        except ArithmeticError as error:
            raise failure(node, error) from None

    return guard


def better_of_two(better: Operation, first: Run, second: Run) -> Run:
    """MIN or MAX of two, written out because most scores have one."""

    def run(frame: Frame) -> Any:
        one, other = first(frame), second(frame)
        if one is BLANK or other is BLANK:
            return BLANK
        return other if better(other, one) else one

    return run


def strict(function: Callable[..., Any], arguments: list[Run], node: Node) -> Run:
    """A function of values: blank as soon as one of them is."""

    def run(frame: Frame) -> Any:
        values = [argument(frame) for argument in arguments]
        if BLANK in values:
            return BLANK
        try:
            return function(*values)
        except ArithmeticError as error:
            raise failure(node, error) from None

    return run


def workdays(start: Run, end: Run) -> Run:
    def run(frame: Frame) -> Any:
        first, last = start(frame), end(frame)
        if first is BLANK or last is BLANK:
            return BLANK
        between = frame.calendar.workdays_between if frame.calendar else weekdays_between
        return Decimal(between(first, last))

    return run
