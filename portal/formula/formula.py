"""A compiled formula: made once per text, safe to share between threads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation, getcontext, setcontext
from functools import lru_cache
from typing import Any

from portal.formula.calls import FormulaResolver
from portal.formula.compiler import Compiler, is_plain
from portal.formula.course import Course
from portal.formula.errors import EvaluationError
from portal.formula.explanation import Step, Written, explain
from portal.formula.failures import failure
from portal.formula.findings import Finding, Severity
from portal.formula.frame import Frame, Reads, Run
from portal.formula.lexer import tokens_of
from portal.formula.names import Names
from portal.formula.parser import parse
from portal.formula.resolver import Place
from portal.formula.tree import Across, Aggregate, Entry, Figure, Node, Previous
from portal.formula.values import BLANK, EXACT, Calendar, Peers, Row, Situation, Values


@dataclass(frozen=True, slots=True)
class Reading:
    """A text understood as far as possible: its tree and everything there is to say about it."""

    tree: Node
    findings: tuple[Finding, ...]

    @property
    def errors(self) -> tuple[Finding, ...]:
        return tuple(finding for finding in self.findings if finding.severity is Severity.ERROR)


def read(text: str, names: Names) -> Reading:
    """Raises ``FormulaError`` where the text cannot be read to its end; other mistakes are findings."""
    lexer = tokens_of(text, names)
    resolver = FormulaResolver(text, names)
    tree = resolver.node(parse(lexer.tokens, text), Place())
    findings = sorted((*lexer.findings, *resolver.findings), key=lambda one: one.position)
    return Reading(tree, tuple(dict.fromkeys(findings)))


class Formula:
    """Evaluates one text. All attributes are fixed; nothing is kept between evaluations."""

    __slots__ = (
        "_compiler",
        "_reads",
        "_run",
        "_tree",
        "_values",
        "aggregates",
        "fields",
        "kind",
        "names",
        "needs_peers",
        "only_adds",
        "text",
        "uses_previous",
        "vocabulary",
    )

    def __init__(self, text: str, vocabulary: Names, tree: Node) -> None:
        nodes = list(tree.walk())
        self.text = text
        self.vocabulary = vocabulary
        self.kind = tree.kind
        self.names = frozenset(node.key for node in nodes if isinstance(node, Figure))
        self.fields = frozenset(node.key for node in nodes if isinstance(node, Entry))
        self.aggregates = tuple(text[node.start : node.end] for node in nodes if isinstance(node, Aggregate))
        self.only_adds = all(_adds(node) for node in nodes if isinstance(node, Aggregate))
        self.needs_peers = any(isinstance(node, Across) for node in nodes)
        self.uses_previous = any(isinstance(node, Previous) for node in nodes)
        self._tree = tree
        self._reads = Reads([name for name in vocabulary.scalars if name.key in self.names])
        self._values = self._reads.values
        self._compiler = Compiler(self._reads)
        self._run: Run = self._compiler.run(tree)

    def __repr__(self) -> str:
        return f"Formula({self.text!r})"

    def evaluate(
        self,
        values: Values,
        entries: Sequence[Row] = (),
        peers: Sequence[Situation] | None = None,
        *,
        previous: Situation | None = None,
        calendar: Calendar | None = None,
    ) -> Any:
        """A ``Value``; figures that are absent or ``None`` are blank. Raises ``EvaluationError``."""
        outer = getcontext()
        setcontext(EXACT)
        try:
            if peers is not None and not isinstance(peers, Peers):
                peers = Peers(peers)
            result = self._run(Frame(self._values(values), values, entries, peers, previous, calendar))
            if result.__class__ is Decimal and not result.is_finite():
                raise InvalidOperation
            return result
        except ArithmeticError as error:
            raise failure(self._tree, error) from None
        finally:
            setcontext(outer)

    def course(self, values: Values, calendar: Calendar | None = None) -> Course:
        """The same formula many times over, with other entries and another completion value."""
        frame = Frame(self._values(values), values, (), None, None, calendar)
        return Course(self._run, self._tree, frame)

    def explain(
        self,
        values: Values,
        entries: Sequence[Row] = (),
        peers: Sequence[Situation] | None = None,
        *,
        previous: Situation | None = None,
        calendar: Calendar | None = None,
    ) -> Step:
        """How the result comes about. Raises nothing: the step that fails carries the sentence."""
        outer = getcontext()
        setcontext(EXACT)
        try:
            known = None if peers is None else Peers(peers)
            frame = Frame(self._values(values), values, entries, known, previous, calendar)
            return explain(self._tree, frame, self._compiler, self.text)
        except EvaluationError as error:
            return Step(self.text, (Written(self.text),), BLANK, error=error.message)
        finally:
            setcontext(outer)


def _adds(node: Aggregate) -> bool:
    """The sum to date of one field, whose entries may just as well be added up beforehand."""
    return node.function.key == "SUM" and node.window == "TO_DATE" and is_plain(node)


@lru_cache(maxsize=4096)
def compile_formula(text: str, names: Names) -> Formula:
    """The formula, or ``FormulaError`` with the first mistake. Warnings do not stop it."""
    reading = read(text, names)
    if reading.errors:
        raise reading.errors[0].error()
    return Formula(text, names, reading.tree)
