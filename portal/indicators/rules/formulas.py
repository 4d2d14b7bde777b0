"""What the three formulas of an indicator may name, and what there is to say about their texts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

from portal.core.sentences import Refused, Sentence, say
from portal.formula import Finding, FormulaError, Kind, Purpose, Severity, compile_formula
from portal.formula.checking import check
from portal.formula.names import Field, Names
from portal.formula.spelling import Language, respell
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
    return _names(known, purpose, tuple(measures), actual)


@lru_cache(maxsize=2048)
def _names(
    known: tuple[Field, ...], purpose: Purpose, measures: tuple[tuple[str, str], ...], actual: Kind
) -> Names:
    """The same words make the same vocabulary: kept by what it is made of, so it never goes stale."""
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

    def spelt(self, language: Language) -> Texts:
        """The same formulas in the reader's words."""
        return Texts(self.fields, in_words(self, language), self.figures)

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


@dataclass(frozen=True, slots=True)
class Stretch:
    """A piece of the text as typed, with what is wrong with it, if anything."""

    text: str
    finding: Finding | None = None


def marked(text: str, findings: Iterable[Finding]) -> list[Stretch]:
    """The text cut so that each finding's stretch can be marked; of two that overlap the first is."""
    stretches, at = [], 0
    for finding in sorted(findings, key=lambda one: (one.position, one.severity is Severity.WARNING)):
        start, end = min(finding.position, len(text)), min(finding.position + finding.length, len(text))
        if start < at:
            continue
        stretches += [Stretch(text[at:start]), Stretch(text[start:end], finding)]
        at = end
    stretches.append(Stretch(text[at:]))
    return [stretch for stretch in stretches if stretch.text or stretch.finding]


def in_words(texts: Texts, language: Language) -> dict[Purpose, str]:
    """The three formulas in the reader's words."""
    return {purpose: respell(text, language, texts.names(purpose)) for purpose, text in texts.texts.items()}


MEANINGS: dict[str, Sentence] = {
    "actual": say("what the measure formula gives"),
    "pass": say("the target's pass value; of a range its lower end"),
    "pass_upper": say("the upper end of a range"),
    "challenge": say("the target's challenge value"),
    "weight": say("the target's weight: full marks"),
    "bonus": say("the target's bonus"),
    "last_year": say("last year's value"),
    "month": say("the month as of which is scored, 1 to 12"),
    "elapsed": say("the share of the year that has elapsed, up to 1"),
}
