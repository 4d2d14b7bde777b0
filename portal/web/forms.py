"""The form every form is made from, and the fields that read what people type."""

from __future__ import annotations

from decimal import Decimal

from flask_wtf import FlaskForm
from wtforms import StringField

from portal.core.figures import parse_figure
from portal.core.sentences import Refused
from portal.web.language import translate


class Form(FlaskForm):
    """The token is checked for the whole request by CSRFProtect; the field only carries it."""

    class Meta:
        csrf = True
        locales = False  # type: ignore[assignment]

        def get_translations(self, form: FlaskForm) -> None:
            return None


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

    def _value(self) -> str:
        if getattr(self, "typed", None) is not None:
            return self.typed
        return "" if self.data is None else f"{Decimal(self.data).normalize():f}"
