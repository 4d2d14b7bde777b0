"""Everything there is to say about a formula before anyone uses it."""

from __future__ import annotations

from decimal import Decimal

from portal.core.sentences import say
from portal.formula import suggestions
from portal.formula.characters import shortened
from portal.formula.errors import FormulaError
from portal.formula.findings import Finding, Severity
from portal.formula.formula import Formula, Reading, read
from portal.formula.functions import WINDOW_SPELLINGS
from portal.formula.lexer import tokens_of
from portal.formula.names import ACTUAL, Names, Purpose
from portal.formula.probing import Trials, try_out
from portal.formula.values import Kind, Values, plain


def check(
    text: str, names: Names, *, purpose: Purpose | None = None, figures: Values | None = None
) -> tuple[Finding, ...]:
    """Errors and warnings in the order of the text. Raises nothing, whatever the text.

    Whether a score can exceed the weight is tried on sample targets, or on ``figures``, the
    values of a real one: a warning names the example that was found, silence proves nothing.
    """
    try:
        reading = read(text, names)
    except FormulaError as error:
        return (Finding.of(error), *_unknown_words(text, names, error.position))
    if reading.errors:
        return reading.findings
    return reading.findings + _judgement(text, names, reading, purpose or names.purpose, figures)


def _unknown_words(text: str, names: Names, already: int) -> tuple[Finding, ...]:
    """Beside an error of syntax, the names that will be unknown once it is corrected."""
    try:
        tokens = tokens_of(text, names).tokens
    except FormulaError:
        return ()
    return tuple(
        Finding(
            token.start_pos or 0,
            len(token.value),
            Severity.ERROR,
            say("“{name}” is not a known name.", name=shortened(token.value)),
            suggestions.for_name(token.value, names),
        )
        for token in tokens
        if token.type == "WORD" and token.value not in names and token.start_pos != already
        if token.value.casefold() not in WINDOW_SPELLINGS and not suggestions.is_function(token.value)
    )


def _judgement(
    text: str, names: Names, reading: Reading, purpose: Purpose, figures: Values | None
) -> tuple[Finding, ...]:
    if purpose is Purpose.MEASURE:
        return ()
    if reading.tree.kind is not Kind.NUMBER:
        message = say(
            "Points must be a number, this gives {kind}.", kind=(reading.tree.kind or Kind.TEXT).label
        )
        return (Finding(0, len(text), Severity.ERROR, message),)
    formula = Formula(text, names, reading.tree)
    trials = try_out(formula, reading.tree, figures)
    if not trials.done:
        failing = Finding(
            0, len(text), Severity.WARNING, say("This gave an error on every example that was tried.")
        )
        return (failing,) if trials.failed else ()
    best = max(trials.done, key=lambda trial: trial.points)
    if best.points <= 0:
        fixed = not (formula.names or formula.fields)
        severity = Severity.ERROR if fixed else Severity.WARNING
        return (Finding(0, len(text), severity, say("This can never give more than zero points.")),)
    return _exceeding(formula, trials, _LIMITS[purpose], figures)


_LIMITS = {Purpose.SCORE: "weight", Purpose.BONUS: "bonus"}


def _exceeding(formula: Formula, trials: Trials, key: str, figures: Values | None) -> tuple[Finding, ...]:
    """A warning with the trial that goes furthest beyond the weight or the bonus."""
    if figures is None and key not in formula.names:
        return ()
    over = [
        (trial.points - limit, trial)
        for trial in trials.done
        if isinstance(limit := trial.values.get(key), Decimal) and trial.points > limit
    ]
    if not over:
        return ()
    trial = max(over, key=lambda one: one[0])[1]
    given = {
        "points": plain(trial.points),
        "limit": plain(trial.values[key]),
        "actual": plain(trial.values[ACTUAL.key]),
    }
    if ACTUAL.key in formula.names and isinstance(trial.values.get("pass"), Decimal):
        given["pass_value"] = plain(trial.values["pass"])
        message = say(
            "{actual} against a pass value of {pass_value} gives {points} points; {limit} are possible.",
            **given,
        )
    else:
        message = say("This can give {points} points, more than the {limit} possible.", **given)
    hint = say("Write MIN(…) around it, unless more is meant.")
    return (Finding(0, len(formula.text), Severity.WARNING, message, hint),)
