"""The form every form is made from, and the fields that read what people type."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from flask_wtf import FlaskForm
from wtforms import StringField
from wtforms.fields.choices import Choice, SelectFieldBase
from wtforms.validators import ValidationError
from wtforms.widgets import Select

from portal.core.figures import parse_figure
from portal.core.sentences import Refused, Sentence, Word, say
from portal.web.language import translate


class Form(FlaskForm):
    """The token is checked for the whole request by CSRFProtect; the field only carries it."""

    class Meta:
        csrf = True
        locales = False  # type: ignore[assignment]

        def get_translations(self, form: FlaskForm) -> None:
            return None


def wrong(sentence: Sentence) -> ValidationError:
    """What a form's own check raises, so that the sentence stands at its field."""
    return ValidationError(translate(sentence))


class FigureField(StringField):
    """A number as an office worker types it: full-width digits and thousands commas are read."""

    def process_formdata(self, valuelist: list[str]) -> None:
        self.typed = valuelist[0] if valuelist else ""
        self.data = None
        if self.typed.strip():
            try:
                self.data = parse_figure(self.typed)
            except Refused as refusal:
                raise ValueError(translate(refusal.sentence)) from refusal
        else:
            self.raw_data = []  # spaces are nothing, also to ``InputRequired``

    def _value(self) -> str:
        if getattr(self, "typed", None) is not None:
            return self.typed
        return "" if self.data is None else f"{Decimal(self.data).normalize():f}"


class DayField(StringField):
    """A day: 2026-11-22, as a browser's date field sends it."""

    def process_formdata(self, valuelist: list[str]) -> None:
        self.typed = valuelist[0].strip() if valuelist else ""
        self.data = None
        if self.typed:
            try:
                self.data = date.fromisoformat(self.typed)
            except ValueError as error:
                raise ValueError(translate(say("Write the day like 2026-11-22."))) from error
        else:
            self.raw_data = []

    def _value(self) -> str:
        if getattr(self, "typed", None) is not None:
            return self.typed
        return "" if self.data is None else self.data.isoformat()


class WordField(SelectFieldBase):
    """One word of a closed set. ``empty`` is the label for choosing none of them."""

    widget = Select()

    def __init__(self, label: object, words: type[Word], *, empty: object = None, **kwargs: object) -> None:
        self.words, self.empty = words, empty
        super().__init__(label, **kwargs)
        self.type = "SelectField"  # what it looks like

    def iter_choices(self) -> Iterator[Choice]:
        if self.empty is not None:
            yield Choice(value="", label=str(self.empty), selected=self.data is None, render_kw={})
        for word in self.words:
            yield Choice(value=word.value, label=translate(word), selected=self.data == word, render_kw={})

    def process_formdata(self, valuelist: list[str]) -> None:
        typed = valuelist[0] if valuelist else ""
        self.data = None
        if typed or self.empty is None:
            try:
                self.data = self.words(typed)
            except ValueError as error:
                raise ValueError(translate(say("Choose one of the list."))) from error
