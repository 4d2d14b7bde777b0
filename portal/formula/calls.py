"""Checks one call of a function: the number and kinds of its arguments, and whether it may stand there."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from lark import Token, Tree

from portal.core.sentences import say
from portal.formula import suggestions
from portal.formula.characters import shortened
from portal.formula.functions import FUNCTIONS, MANY, WINDOW_SPELLINGS, Function, Sort
from portal.formula.resolver import Part, Place, Resolver
from portal.formula.tree import Across, Aggregate, Call, Entry, Literal, Node, Previous
from portal.formula.values import Kind

Span = tuple[int, int]


class FormulaResolver(Resolver):
    def _call(self, tree: Tree[Token], place: Place) -> Node:
        return call(self, tree, place)


def call(resolver: Resolver, tree: Tree[Token], place: Place) -> Node:
    head, last = tree.children[0], tree.children[-1]
    assert isinstance(head, Token) and isinstance(last, Token)
    parts = list(tree.children[2:-1:2])
    span = head.start_pos or 0, last.end_pos or 0
    function = FUNCTIONS.get(head.value)
    if function is None:
        name = shortened(head.value)
        resolver.wrong(
            head, say("“{name}” is not a known function.", name=name), suggestions.for_function(head.value)
        )
        for part in parts:
            resolver.node(part, replace(place, entries=place.entries or name))
        return Literal(*span, None, head.value)
    if not function.accepts(len(parts)):
        _wrong_number(resolver, head, function, len(parts))
        return Literal(*span, None, head.value)
    match function.sort:
        case Sort.ENTRIES:
            return _aggregate(resolver, head, function, parts, place, span)
        case Sort.EITHER if not place.entries and _names_a_field(resolver, parts[0]):
            return _aggregate(resolver, head, function, parts, place, span)
        case Sort.EITHER if place.entries and len(parts) == 1:
            return _aggregate(resolver, head, function, parts, place, span)
        case Sort.PEERS:
            return _across(resolver, head, function, parts, place, span)
        case Sort.PREVIOUS:
            return _previous(resolver, head, function, parts, place, span)
    arguments = [resolver.node(part, place) for part in parts]
    return Call(*span, _result_kind(resolver, function, arguments), function, tuple(arguments))


def _wrong_number(resolver: Resolver, head: Token, function: Function, given: int) -> None:
    name, least, most = head.value, function.least, function.most
    if function.odd and given >= least:
        message = say("{name} takes one value and then pairs of a threshold and a result.", name=name)
    elif least == most:
        message = say("{name} takes {least} argument(s), not {given}.", name=name, least=least, given=given)
    elif most == MANY:
        message = say(
            "{name} takes at least {least} argument(s), not {given}.", name=name, least=least, given=given
        )
    else:
        message = say(
            "{name} takes {least} to {most} arguments, not {given}.",
            name=name,
            least=least,
            most=most,
            given=given,
        )
    resolver.wrong(head, message, say("Write {usage}.", usage=function.usage))


def _names_a_field(resolver: Resolver, part: Part) -> bool:
    """Does a field stand here that no inner aggregate has taken already?"""
    waiting = [part]
    while waiting:
        part = waiting.pop()
        if isinstance(part, Tree):
            head = part.children[0]
            called = FUNCTIONS.get(head.value) if part.data == "call" and isinstance(head, Token) else None
            if called is None or called.sort in (Sort.VALUES, Sort.CHOICE, Sort.EITHER):
                waiting.extend(part.children)
        elif part.type == "WORD" and resolver.names.only_field(part.value):
            return True
    return False


def _aggregate(
    r: Resolver, head: Token, function: Function, parts: list[Part], place: Place, span: Span
) -> Node:
    if place.entries:
        message = say(
            "{inner} cannot stand inside {outer}: one pass over the entries at a time.",
            inner=head.value,
            outer=place.entries,
        )
        r.wrong(head, message)
    inside = replace(place, entries=head.value)
    expression = r.node(parts[0], inside) if parts else None
    rest = parts[1:]
    trim = r.node(rest.pop(0), place) if function.key == "TRIMMEAN" else None
    condition, window = _condition_and_window(r, rest, inside)
    if trim:
        r.wants(trim, Kind.NUMBER)
    kind = function.gives
    if expression is not None and function.key in ("SUM", "AVG", "TRIMMEAN"):
        r.wants(expression, Kind.NUMBER)
    elif expression is not None and function.sort is Sort.EITHER:
        _wants_order(r, [expression])
    if expression is not None and kind is None:
        kind = expression.kind
    if (
        expression is not None
        and expression.kind
        and not any(isinstance(node, Entry) for node in expression.walk())
    ):
        message = say(
            "{name} goes over the entries, but no field of the ledger form stands in it.", name=head.value
        )
        r.wrong(
            expression,
            message,
            say("To add or compare values use +, MIN or MAX; COUNT() counts the entries."),
        )
    return Aggregate(*span, kind, function, expression, trim, condition, window)


def _condition_and_window(r: Resolver, parts: list[Part], inside: Place) -> tuple[Node | None, str]:
    condition: Node | None = None
    window: str | None = None
    for part in parts:
        word = part.value.casefold() if isinstance(part, Token) and part.type == "WORD" else ""
        if word in WINDOW_SPELLINGS and word not in r.names and window is None:
            window = WINDOW_SPELLINGS[word]
        elif condition is None:
            condition = r.node(part, inside)
            r.wants(condition, Kind.TRUTH)
        else:
            extra = r.node(part, inside)
            r.wrong(
                extra,
                say("After the expression come at most one condition and one window."),
                say("Join conditions with AND."),
            )
    return condition, window or "TO_DATE"


def _across(
    r: Resolver, head: Token, function: Function, parts: list[Part], place: Place, span: Span
) -> Node:
    for outer in (place.entries, place.peers, place.previous):
        if outer:
            r.wrong(head, say("{inner} cannot stand inside {outer}.", inner=head.value, outer=outer))
            break
    expression = r.node(parts[0], replace(place, peers=head.value))
    r.wants(expression, Kind.NUMBER)
    return Across(*span, Kind.NUMBER, function, expression)


def _previous(
    r: Resolver, head: Token, function: Function, parts: list[Part], place: Place, span: Span
) -> Node:
    if place.entries:
        r.wrong(head, say("{inner} cannot stand inside {outer}.", inner=head.value, outer=place.entries))
    expression = r.node(parts[0], replace(place, previous=head.value))
    return Previous(*span, expression.kind, function, expression)


def _wants_order(r: Resolver, nodes: list[Node]) -> None:
    for node in nodes:
        if node.kind in (Kind.TEXT, Kind.TRUTH):
            r.wants(node, Kind.NUMBER)


def _result_kind(r: Resolver, function: Function, arguments: list[Node]) -> Kind | None:
    """Checks the kinds of the arguments and says what the function gives."""
    match function.key:
        case "IF":
            r.wants(arguments[0], Kind.TRUTH)
            return r.same_kind(arguments[1:])
        case "IFS":
            for condition in arguments[: len(arguments) // 2 * 2 : 2]:
                r.wants(condition, Kind.TRUTH)
            return r.same_kind(arguments[1::2] + arguments[len(arguments) // 2 * 2 :])
        case "SWITCH":
            pairs = arguments[1 : 1 + (len(arguments) - 1) // 2 * 2]
            for value in pairs[::2]:
                r.wants(value, arguments[0].kind) if arguments[0].kind else None
            return r.same_kind(pairs[1::2] + arguments[1 + len(pairs) :])
        case "BAND":
            _check_band(r, arguments)
            return r.same_kind(arguments[2::2])
        case "IFBLANK":
            return r.same_kind(arguments)
        case "MIN" | "MAX":
            _wants_order(r, arguments)
            return r.same_kind(arguments)
    for number, argument in enumerate(arguments):
        kind = function.takes[min(number, len(function.takes) - 1)]
        if kind is not None:
            r.wants(argument, kind)
    return function.gives


def _check_band(r: Resolver, arguments: list[Node]) -> None:
    thresholds = arguments[1::2]
    for node in (arguments[0], *thresholds):
        r.wants(node, Kind.NUMBER)
    fixed = [node for node in thresholds if isinstance(node, Literal) and node.kind is Kind.NUMBER]
    for lower, upper in pairwise(fixed):
        if upper.value <= lower.value:  # type: ignore[operator]  # both are numbers
            r.wrong(upper, say("The thresholds must rise from left to right."))
            return
