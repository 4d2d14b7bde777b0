"""What the office types about an indicator: its words, its ledger form and its three formulas."""

from __future__ import annotations

import re
from collections.abc import Iterator

from flask import request
from flask_babel import lazy_gettext as _
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, FieldList, FormField, HiddenField, StringField, TextAreaField
from wtforms import Form as PlainForm
from wtforms.validators import DataRequired, InputRequired, Length

from portal.core.figures import whole_number
from portal.core.periods import Frequency
from portal.core.sentences import Refused, say
from portal.formula import Finding, Purpose
from portal.indicators import queries
from portal.indicators.models import Indicator
from portal.indicators.rules import Direction, FieldType, IndicatorClass, Level, Perspective, RowKind, Texts
from portal.indicators.rules.changes import Draft
from portal.indicators.rules.fields import (
    MOST_FIELDS,
    FieldDraft,
    check_field,
    check_form,
    check_key,
    choices_in,
    free_key,
)
from portal.indicators.rules.formulas import errors_of, said
from portal.indicators.sources import own_figures
from portal.web.forms import FigureField, Form, WordField, wrong
from portal.web.language import translate

SHORT = Length(max=64, message=_("At most 64 characters."))
LINE = Length(max=255, message=_("At most 255 characters."))
PROSE = Length(max=4000, message=_("At most 4000 characters."))
ROW_NAME = re.compile(r"fields-(\d{1,3})-(\w+)", re.ASCII)
MOST_DECIMALS = 6
WORDS = (
    "code", "name", "definition", "parent_code", "unit_of_measure", "note", "measure", "score", "bonus",
)  # fmt: skip


class ChoicesField(StringField):
    """Several answers, parted by commas or semicolons."""

    def process_formdata(self, valuelist: list[str]) -> None:
        self.typed = valuelist[0] if valuelist else ""
        self.data = choices_in(self.typed)

    def _value(self) -> str:
        return getattr(self, "typed", None) or ", ".join(self.data or [])


class FieldForm(PlainForm):
    """One field of the ledger form."""

    class Meta:
        locales = False

        def get_translations(self, form: PlainForm) -> None:
            return None

    label = StringField(_("Label"), validators=[DataRequired(_("Enter the label.")), LINE])
    key = StringField(_("Key"), validators=[SHORT])
    type = WordField(_("Type"), FieldType)
    unit = StringField(_("Unit of measure"), validators=[SHORT])
    required = BooleanField(_("Must be filled in"))
    minimum = FigureField(_("At least"))
    maximum = FigureField(_("At most"))
    choices = ChoicesField(_("Choices"), validators=[PROSE])
    hint = StringField(_("Hint"), validators=[LINE])

    def validate_key(self, field: StringField) -> None:
        try:
            if field.data and field.data.strip():
                check_key(field.data.strip())
        except Refused as refusal:
            raise wrong(refusal.sentence) from refusal

    def validate_label(self, field: StringField) -> None:
        try:
            if not (self.type.errors or self.minimum.errors or self.maximum.errors):
                check_field(self.draft(""))
        except Refused as refusal:
            raise wrong(refusal.sentence) from refusal

    def draft(self, spare_key: str) -> FieldDraft:
        return FieldDraft(
            (self.key.data or "").strip() or spare_key, (self.label.data or "").strip(),
            self.type.data or FieldType.TEXT, (self.unit.data or "").strip(), bool(self.required.data),
            self.minimum.data, self.maximum.data, self.choices.data or [], (self.hint.data or "").strip(),
        )  # fmt: skip


class IndicatorForm(Form):
    code = StringField(_("Code"), validators=[DataRequired(_("Enter the code.")), SHORT])
    name = StringField(_("Name"), validators=[DataRequired(_("Enter the name.")), LINE])
    definition = TextAreaField(_("Definition"), validators=[PROSE])
    kind = WordField(_("Class"), IndicatorClass)
    level = WordField(_("Level"), Level)
    parent_code = StringField(
        _("Code of the parent indicator"),
        description=_("The municipal or district indicator that this one breaks down, if any."),
        validators=[SHORT],
    )
    perspective = WordField(_("Perspective"), Perspective, empty=_("none"))
    unit_of_measure = StringField(_("Unit of measure"), validators=[SHORT])
    direction = WordField(_("Direction"), Direction)
    decimals = FigureField(_("Decimal places"), validators=[InputRequired(_("Enter the decimal places."))])
    frequency = WordField(_("Frequency"), Frequency)
    row_kind = WordField(_("One row of the ledger is"), RowKind)
    accumulates = BooleanField(_("The value grows over the year, as a sum or a count does"))
    veto = BooleanField(_("Veto item"))
    note = TextAreaField(_("Note"), validators=[PROSE])
    fields = FieldList(FormField(FieldForm))
    measure = TextAreaField(_("Measure formula"), description=_("From the ledger to the actual value."))
    score = TextAreaField(_("Score formula"), description=_("From the actual value to the points."))
    bonus = TextAreaField(_("Bonus formula"), description=_("Points on top beyond the challenge value."))
    version = HiddenField()

    def __init__(
        self, *args: object, year: int, indicator: Indicator | None = None, **kwargs: object
    ) -> None:
        self.year, self.indicator = year, indicator
        if not args and "obj" not in kwargs and request.method == "POST":
            args = (reshaped(request.form, ""),)  # no more fields than can be worked on
        super().__init__(*args, **kwargs)

    @classmethod
    def of(cls, indicator: Indicator) -> IndicatorForm:
        code = indicator.parent.code if indicator.parent else ""
        return cls(year=indicator.year_id, indicator=indicator, obj=indicator, parent_code=code)

    def seen_version(self) -> int:
        return whole_number(self.version.data)

    def validate_decimals(self, field: FigureField) -> None:
        if field.data is not None and not (0 <= field.data <= MOST_DECIMALS and field.data % 1 == 0):
            raise wrong(say("Enter a whole number from 0 to {most}.", most=MOST_DECIMALS))

    def validate_code(self, field: StringField) -> None:
        known = queries.called((field.data or "").strip(), self.year)
        if known is not None and known is not self.indicator:
            raise wrong(say("The code {code} is that of “{name}”.", code=known.code, name=known.name))

    def validate_parent_code(self, field: StringField) -> None:
        code = (field.data or "").strip()
        parent = queries.called(code, self.year) if code else None
        if code and parent is None:
            raise wrong(say("There is no indicator {code} in this year.", code=code))
        if parent is not None and self.indicator is not None and queries.descends(parent, self.indicator):
            raise wrong(say("An indicator cannot be its own parent, nor that of its parents."))

    def validate(self, extra_validators: object = None) -> bool:
        fine = super().validate(extra_validators)
        try:
            check_form([draft for draft in self.field_drafts() if draft.label])
        except Refused as refusal:
            self.form_errors.append(translate(refusal.sentence))
        texts = self.texts()
        for purpose in Purpose:
            found = errors_of(texts.findings(purpose))
            self[purpose.value].errors = [translate(said(finding)) for finding in found]
            fine = fine and not found
        return fine and not self.form_errors

    def field_drafts(self) -> list[FieldDraft]:
        """The fields as typed; one without a key gets a free one."""
        taken = [entry.form.key.data.strip() for entry in self.fields if entry.form.key.data]
        drafts = []
        for entry in self.fields:
            draft = entry.form.draft(free_key(taken))
            taken.append(draft.key)
            drafts.append(draft)
        return drafts

    def texts(self) -> Texts:
        """The formulas as typed, over the form as typed."""
        typed = {purpose: self[purpose.value].data or "" for purpose in Purpose}
        return Texts(self.field_drafts(), typed, own_figures())

    def findings(self, purpose: Purpose) -> tuple[Finding, ...]:
        return self.texts().findings(purpose)

    def draft(self) -> Draft:
        """What was typed, once it is valid."""
        words = {name: (self[name].data or "").strip() for name in WORDS}
        chosen = ("kind", "level", "perspective", "direction", "frequency", "row_kind")
        return Draft(
            **words, **{name: self[name].data for name in chosen}, decimals=int(self.decimals.data),
            accumulates=bool(self.accumulates.data), veto=bool(self.veto.data),
            fields=tuple(self.field_drafts()),
        )  # fmt: skip


def reshaped(typed: MultiDict[str, str], act: str) -> MultiDict[str, str]:
    """The same form with one field added, moved or taken away: ``add``, ``up-2``, ``down-2``, …"""
    rows = _rows(typed)
    word, _dash, place = act.partition("-")
    at = int(place) if place.isdecimal() and len(place) < 4 else -1
    if word == "add":
        rows.append({"type": FieldType.NUMBER.value, "required": "y"})
    elif word == "remove" and 0 <= at < len(rows):
        del rows[at]
    elif word in ("up", "down") and 0 <= at < len(rows):
        other = at - 1 if word == "up" else at + 1
        if 0 <= other < len(rows):
            rows[at], rows[other] = rows[other], rows[at]
    kept = [(name, value) for name, value in typed.items(multi=True) if not name.startswith("fields-")]
    few = rows[: MOST_FIELDS + 1]  # one more than a form may have, which ``check_form`` refuses in words
    return MultiDict(
        kept + [(f"fields-{n}-{key}", text) for n, row in enumerate(few) for key, text in row.items()]
    )


def _rows(typed: MultiDict[str, str]) -> list[dict[str, str]]:
    rows: dict[int, dict[str, str]] = {}
    for number, key, text in _cells(typed):
        rows.setdefault(number, {})[key] = text
    return [rows[number] for number in sorted(rows)]


def _cells(typed: MultiDict[str, str]) -> Iterator[tuple[int, str, str]]:
    for name, text in typed.items():
        if found := ROW_NAME.fullmatch(name):
            yield int(found[1]), found[2], text
