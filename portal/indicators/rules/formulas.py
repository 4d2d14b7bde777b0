"""What the three formulas of an indicator may name, and what there is to say about their texts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from portal.core.sentences import Refused, Sentence, say
from portal.formula import Finding, FormulaError, Kind, Purpose, Severity, compile_formula
from portal.formula.checking import check
from portal.formula.names import Field, Names
from portal.indicators.rules.words import NUMERIC, FieldType, FormulaState


class FormField(Protocol):
    """A field of a ledger form, as far as formulas see it."""

    @property
    def key(self) -> str: ...
    @property
    def label(self) -> str: ...
    @property
    def type(self) -> FieldType: ...
    @property
    def choices(self) -> Sequence[str]: ...


KINDS = {
    FieldType.DATE: Kind.DATE,
    FieldType.TEXT: Kind.TEXT,
    FieldType.CHOICE: Kind.TEXT,
    FieldType.YES_NO: Kind.TRUTH,
} | dict.fromkeys(NUMERIC, Kind.NUMBER)  # a file is evidence: no formula reads it


def names_for(
    fields: Iterable[FormField],
    purpose: Purpose,
    measures: Iterable[tuple[str, str]] = (),
    actual: Kind = Kind.NUMBER,
) -> Names:
    """The words that a formula of this purpose may use: the form's fields, the target's numbers and
    ``measures``, the portal's own figures as (key, Chinese name). ``actual`` is what the measure gives.
    """
    known = tuple(
        Field(field.key, field.label, KINDS[field.type], tuple(field.choices or ()))
        for field in fields
        if field.type in KINDS
    )
    if purpose is Purpose.MEASURE:
        return Names.measure(known, measures)
    make = Names.score if purpose is Purpose.SCORE else Names.bonus
    return make(known, measures, actual)


@dataclass(frozen=True, slots=True)
class Texts:
    """The three formulas with all that they may name, as saved or as just typed."""

    fields: Sequence[FormField]
    texts: Mapping[Purpose, str]
    figures: tuple[tuple[str, str], ...] = ()  # the portal's own, as (key, Chinese name)

    @property
    def actual(self) -> Kind:
        """What the measure gives; a number where that cannot be told yet."""
        try:
            measure = compile_formula(self.texts[Purpose.MEASURE], self._names(Purpose.MEASURE, Kind.NUMBER))
        except FormulaError:
            return Kind.NUMBER
        return measure.kind or Kind.NUMBER

    def names(self, purpose: Purpose) -> Names:
        return self._names(purpose, Kind.NUMBER if purpose is Purpose.MEASURE else self.actual)

    def _names(self, purpose: Purpose, actual: Kind) -> Names:
        return names_for(self.fields, purpose, self.figures, actual)

    def findings(self, purpose: Purpose) -> tuple[Finding, ...]:
        """Nothing is said about a formula that is not written yet."""
        text = self.texts[purpose]
        return check(text, self.names(purpose)) if text.strip() else ()

    @property
    def state(self) -> FormulaState:
        severities = {finding.severity for purpose in Purpose for finding in self.findings(purpose)}
        if Severity.ERROR in severities:
            return FormulaState.BROKEN
        if not (self.texts[Purpose.MEASURE].strip() and self.texts[Purpose.SCORE].strip()):
            return FormulaState.MISSING
        return FormulaState.DOUBTFUL if severities else FormulaState.SOUND


def errors_of(findings: Iterable[Finding]) -> list[Finding]:
    return [finding for finding in findings if finding.severity is Severity.ERROR]


def check_formulas(texts: Texts) -> None:
    for purpose in Purpose:
        for finding in errors_of(texts.findings(purpose)):
            raise Refused(said(finding))


def said(finding: Finding) -> Sentence:
    """One finding as a single sentence: where, what, and what might have been meant."""
    if finding.hint is None:
        return say("At character {place}: {message}", place=finding.position + 1, message=finding.message)
    return say(
        "At character {place}: {message} {hint}",
        place=finding.position + 1, message=finding.message, hint=finding.hint,
    )  # fmt: skip
