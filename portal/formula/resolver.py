"""Gives every word its meaning and every part its kind, and collects what is wrong instead of stopping."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal

from lark import Token, Tree

from portal.core.sentences import Sentence, say
from portal.formula import suggestions
from portal.formula.characters import shortened
from portal.formula.findings import Finding, Severity
from portal.formula.functions import FUNCTIONS, TRUTHS, WINDOW_SPELLINGS
from portal.formula.lexer import DEEPEST, too_deep
from portal.formula.names import Field, Names
from portal.formula.tree import Call, Chain, Comparison, Entry, Figure, Literal, Minus, Node
from portal.formula.values import EXACT, Kind

Part = Tree[Token] | Token


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the formula we are: how deep, and inside which kinds of function."""

    depth: int = 0
    entries: str | None = None
    peers: str | None = None
    previous: str | None = None

    def deeper(self, at: int) -> Place:
        if self.depth >= DEEPEST:
            raise too_deep(at)
        return replace(self, depth=self.depth + 1)


class Resolver:
    """Everything but the calls of functions, which ``calls.py`` adds."""

    def __init__(self, text: str, names: Names) -> None:
        self.text = text
        self.names = names
        self.findings: list[Finding] = []

    def node(self, part: Part, place: Place) -> Node:
        if isinstance(part, Token):
            leaf: Callable[[Token, Place], Node] = getattr(self, f"_{part.type.lower()}")
            return leaf(part, place)
        build: Callable[[Tree[Token], Place], Node] = getattr(self, f"_{part.data}")
        return build(part, place if part.data == "group" else place.deeper(start_of(part)))

    def wrong(self, node: Node | Token, message: Sentence, hint: Sentence | None = None) -> None:
        start, end = (node.start_pos, node.end_pos) if isinstance(node, Token) else (node.start, node.end)
        assert start is not None and end is not None
        self.findings.append(Finding(start, end - start, Severity.ERROR, message, hint))

    def doubtful(self, node: Node, message: Sentence, hint: Sentence | None = None) -> None:
        self.findings.append(Finding(node.start, node.end - node.start, Severity.WARNING, message, hint))

    def wants(self, node: Node, kind: Kind) -> None:
        if node.kind not in (None, kind):
            message = say("{wanted} is needed here, not {given}.", wanted=kind.label, given=node.kind.label)
            self.wrong(node, message, suggestions.for_kind(kind, node.kind))

    def same_kind(self, nodes: list[Node]) -> Kind | None:
        """The kind that all these results share; the first that differs is a mistake."""
        known = [(node, node.kind) for node in nodes if node.kind is not None]
        for node, kind in known[1:]:
            first = known[0][1]
            if kind is not first:
                message = say(
                    "This result is {other}, the first one is {first}.", other=kind.label, first=first.label
                )
                self.wrong(node, message)
                return None
        return known[0][1] if known else None

    def _number(self, token: Token, _: Place) -> Node:
        return Literal(*span(token), Kind.NUMBER, EXACT.create_decimal(token.value))

    def _text(self, token: Token, _: Place) -> Node:
        return Literal(*span(token), Kind.TEXT, token.value)

    def _truth(self, token: Token, _: Place) -> Node:
        return Literal(*span(token), Kind.TRUTH, TRUTHS[token.value])

    def _word(self, token: Token, place: Place) -> Node:
        field, figure = self.names.field_called(token.value), self.names.scalar_called(token.value)
        if field and (place.entries or not figure):
            if not place.entries:
                self._outside(token, field)
            return Entry(*span(token), field.kind, field.key)
        if figure:
            return Figure(*span(token), figure.kind, figure.key)
        self._unknown(token)
        return Literal(*span(token), None, token.value)

    def _outside(self, token: Token, field: Field) -> None:
        message = say(
            "“{name}” is a field of the ledger form and must stand inside an aggregate.", name=token.value
        )
        self.wrong(token, message, suggestions.aggregate_of(token.value, field.kind))

    def _unknown(self, token: Token) -> None:
        name = shortened(token.value)
        if token.value.casefold() in WINDOW_SPELLINGS:
            return self.wrong(
                token, say("“{name}” can only be the last argument of an aggregate.", name=name)
            )
        if suggestions.is_function(token.value):
            return self.wrong(token, say("“{name}” is a function and needs brackets.", name=name))
        self.wrong(
            token,
            say("“{name}” is not a known name.", name=name),
            suggestions.for_name(token.value, self.names),
        )
        return None

    def _group(self, tree: Tree[Token], place: Place) -> Node:
        inner = self.node(tree.children[1], place)
        return replace(inner, start=start_of(tree), end=end_of(tree))

    def _chain(self, tree: Tree[Token], place: Place, kind: Kind) -> Node:
        parts = tree.children
        operands = [self.node(part, place) for part in parts[::2]]
        for operand in operands:
            self.wants(operand, kind)
        signs = [_operator(part) for part in parts[1::2]]
        rest = tuple(zip(signs, operands[1:], strict=True))
        return Chain(operands[0].start, operands[-1].end, kind, operands[0], rest)

    def _either(self, tree: Tree[Token], place: Place) -> Node:
        return self._chain(tree, place, Kind.TRUTH)

    _both = _either

    def _sum(self, tree: Tree[Token], place: Place) -> Node:
        return self._chain(tree, place, Kind.NUMBER)

    _product = _sum

    def _power(self, tree: Tree[Token], place: Place) -> Node:
        node = self._chain(tree, place, Kind.NUMBER)
        if (
            isinstance(node, Chain)
            and isinstance(node.first, Minus)
            and self.text[node.first.start] not in "(（"
        ):
            message = say("The sign belongs to the base here, as in a spreadsheet: -2^2 is 4.")
            self.doubtful(node, message, say("Put brackets around what you mean."))
        return node

    def _negated(self, tree: Tree[Token], place: Place) -> Node:
        operand = self.node(tree.children[1], place)
        self.wants(operand, Kind.TRUTH)
        return Call(start_of(tree), operand.end, Kind.TRUTH, FUNCTIONS["NOT"], (operand,))

    def _signed(self, tree: Tree[Token], place: Place) -> Node:
        operand = self.node(tree.children[1], place)
        self.wants(operand, Kind.NUMBER)
        if _operator(tree.children[0]) == "+":
            return replace(operand, start=start_of(tree))
        return Minus(start_of(tree), operand.end, Kind.NUMBER, operand)

    def _percent(self, tree: Tree[Token], place: Place) -> Node:
        operand, end = self.node(tree.children[0], place), end_of(tree)
        self.wants(operand, Kind.NUMBER)
        if isinstance(operand, Literal) and isinstance(operand.value, Decimal):
            return Literal(operand.start, end, Kind.NUMBER, EXACT.divide(operand.value, Decimal(100)))
        hundred = Literal(end - 1, end, Kind.NUMBER, Decimal(100))
        return Chain(operand.start, end, Kind.NUMBER, operand, (("/", hundred),))

    def _comparison(self, tree: Tree[Token], place: Place) -> Node:
        left, right = (self.node(part, place) for part in tree.children[:3:2])
        operator = _operator(tree.children[1])
        if len(tree.children) > 3:
            hint = say("Write a <= x AND x <= b.")
            self.wrong(tree.children[3], say("Only two things can be compared at once."), hint)  # type: ignore[arg-type]  # a token
        elif left.kind and right.kind and left.kind is not right.kind:
            message = say(
                "{left} cannot be compared with {right}.", left=left.kind.label, right=right.kind.label
            )
            self.wrong(
                replace(left, end=right.end), message, suggestions.for_comparison(left.kind, right.kind)
            )
        elif operator not in ("=", "<>") and left.kind in (Kind.TEXT, Kind.TRUTH):
            self.wrong(
                replace(left, end=right.end),
                say("Only numbers and dates have an order; here = or <> is needed."),
            )
        self._check_choice(left, right)
        self._check_choice(right, left)
        return Comparison(left.start, right.end, Kind.TRUTH, operator, left, right)

    def _check_choice(self, entry: Node, text: Node) -> None:
        if not (
            isinstance(entry, Entry)
            and isinstance(text, Literal)
            and isinstance(text.value, str)
            and text.kind
        ):
            return
        field = self.names.field_called(entry.key)
        if field and field.choices and text.value not in field.choices:
            message = say(
                "“{text}” is not one of the choices of “{field}”.",
                text=shortened(text.value),
                field=field.label,
            )
            self.doubtful(text, message, suggestions.for_choice(text.value, field.choices))

    def _call(self, tree: Tree[Token], place: Place) -> Node:
        raise NotImplementedError


def _operator(part: Part) -> str:
    assert isinstance(part, Token)
    return part.type if part.type in ("AND", "OR") else str(part.value)


def span(token: Token) -> tuple[int, int]:
    assert token.start_pos is not None and token.end_pos is not None
    return token.start_pos, token.end_pos


def start_of(part: Part) -> int:
    while isinstance(part, Tree):
        part = part.children[0]
    return span(part)[0]


def end_of(part: Part) -> int:
    while isinstance(part, Tree):
        part = part.children[-1]
    return span(part)[1]
