"""The editor's page around a form, whether fresh, refused, reshaped or in conflict."""

from __future__ import annotations

from collections.abc import Sequence

from flask import render_template, request, url_for
from flask_login import current_user

from portal.core.sentences import Refused, Sentence
from portal.formula import Purpose
from portal.formula.functions import TABLE
from portal.formula.names import spellings
from portal.indicators.forms import IndicatorForm
from portal.indicators.models import Indicator
from portal.indicators.rules import picking, trying
from portal.indicators.rules.changes import Difference
from portal.indicators.rules.formulas import MEANINGS, marked
from portal.indicators.rules.sketch import SAMPLE, sketch
from portal.indicators.sources import holders
from portal.indicators.views.words import author_language, plainly
from portal.web.htmx import wants_part
from portal.year.queries import work_calendar


def bench(
    form: IndicatorForm,
    *,
    part: str = "indicators/edit.html",
    conflict: Sequence[Difference] = (),
    **more: object,
) -> str:
    context = around(form) | {"conflict": conflict} | more
    return render_template(part if wants_part() else "indicators/edit.html", **context)


def around(form: IndicatorForm) -> dict[str, object]:
    indicator, texts = form.indicator, form.texts()
    trial = trial_typed(form)
    address = url_for(".save", indicator_id=indicator.id) if indicator else url_for(".create")
    return {
        "form": form, "indicator": indicator, "year": form.year, "address": address, "texts": texts,
        "purposes": list(Purpose), "functions": TABLE, "chinese": author_language() == "zh", "trial": trial,
        "try_at": url_for(".rehearse"),
        "asked": trying.asked(texts),
        "results": [], "plain": plainly, "meanings": MEANINGS, "spellings": spellings,
        "checks": {purpose: check_of(form, purpose) for purpose in Purpose},
        "pickers": {purpose: picker(form, purpose) for purpose in Purpose},
        "sketch": sketch(texts, numbers_typed(trial)),
    }  # fmt: skip


def check_of(form: IndicatorForm, purpose: Purpose) -> dict[str, object]:
    text, findings = form[purpose.value].data or "", form.findings(purpose)
    return {"text": text, "findings": findings, "stretches": marked(text, findings)}


def picker(form: IndicatorForm, purpose: Purpose) -> dict[str, object]:
    """The preset that is chosen for a formula, its questions, and the formula that the answers make."""
    typed = request.form if request.method == "POST" else {}
    preset = picking.preset_called(typed.get(f"pick-{purpose}", ""), purpose)
    picked: dict[str, object] = {
        "purpose": purpose, "presets": picking.presets_for(purpose), "preset": preset, "typed": typed,
        "rows": range(1, picking.TABLE_ROWS + 1), "name": picking.input_name, "matters": picking.matters,
    }  # fmt: skip
    if preset is not None:
        text, refusal = written(form, purpose)
        picked |= {"text": text, "refusal": refusal}
    return picked


def written(form: IndicatorForm, purpose: Purpose) -> tuple[str, Sentence | None]:
    """The chosen preset as a formula, or why it cannot be written yet."""
    preset = picking.preset_called(request.form.get(f"pick-{purpose}", ""), purpose)
    try:
        if preset is not None:
            return picking.written(preset, request.form, form.texts(), author_language()), None
    except Refused as refusal:
        return "", refusal.sentence
    return "", None


def trial_typed(form: IndicatorForm) -> trying.Trial:
    """The figures to try with: as typed, else those of the first unit that holds the indicator."""
    asked = trying.asked(form.texts())
    typed = request.form.to_dict() if request.method == "POST" else trying.typed_of(numbers(form.indicator))
    return trying.read(form.field_drafts(), asked, typed)


def numbers(indicator: Indicator | None) -> dict[str, object]:
    held = holders().holdings(indicator, current_user) if indicator else ()
    if not held:
        return dict(SAMPLE)
    return {"month": SAMPLE["month"]} | {
        name: value for name, value in held[0].values.items() if value is not None
    }


def numbers_typed(trial: trying.Trial) -> dict[str, object]:
    """What the curve is drawn with; what was not typed is as in the sample."""
    typed = {name: value for name, value in trial.values.items() if value is not None}
    return (typed if "pass" in typed else {**SAMPLE, **typed}) | {
        name: SAMPLE[name] for name in ("weight", "bonus") if name not in typed
    }


def tried(form: IndicatorForm) -> dict[str, object]:
    trial, texts = trial_typed(form), form.texts().spelt(author_language())
    results = [] if trial.errors else trying.outcomes(texts, trial, work_calendar())
    return {"trial": trial, "results": results}
