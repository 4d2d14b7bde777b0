"""What the office types about a year and about a day."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from wtforms import HiddenField, RadioField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length

from portal.core.figures import whole_number
from portal.core.sentences import Refused, say
from portal.web.forms import DayField, FigureField, Form, wrong
from portal.web.language import translate
from portal.year import rules


class OpenYearForm(Form):
    year = FigureField(_("Year"), validators=[InputRequired(_("Enter the year."))])

    def validate_year(self, field: FigureField) -> None:
        if field.errors:
            return
        if field.data is None or field.data % 1 or not rules.FIRST_YEAR <= field.data <= rules.LAST_YEAR:
            sentence = say(
                "Enter a year from {first} to {last}.", first=rules.FIRST_YEAR, last=rules.LAST_YEAR
            )
            raise wrong(sentence)


class YearForm(Form):
    full_marks = FigureField(_("Full marks"), validators=[InputRequired(_("Enter the points."))])
    specific_weight = FigureField(
        _("Weight of specific indicators"), validators=[InputRequired(_("Enter the points."))]
    )
    common_weight = FigureField(
        _("Weight of common indicators"), validators=[InputRequired(_("Enter the points."))]
    )
    bonus_cap = FigureField(
        _("Most bonus a unit can earn"), validators=[InputRequired(_("Enter the points."))]
    )
    version = HiddenField()

    def seen_version(self) -> int:
        """The version the person was looking at; a forged one is nobody's."""
        return whole_number(self.version.data)

    def validate_full_marks(self, field: FigureField) -> None:
        if field.data is None:
            return
        try:
            rules.check_points(field.data)
        except Refused as refusal:
            raise wrong(refusal.sentence) from refusal

    validate_specific_weight = validate_common_weight = validate_bonus_cap = validate_full_marks

    def validate(self, extra_validators: object = None) -> bool:
        if not super().validate(extra_validators):
            return False
        try:
            rules.check_weights(self.full_marks.data, self.specific_weight.data, self.common_weight.data)
        except Refused as refusal:
            self.common_weight.errors = [translate(refusal.sentence)]
        return not self.common_weight.errors


class DayForm(Form):
    day = DayField(_("Day"), validators=[InputRequired(_("Enter the day."))])
    worked = RadioField(
        _("This day is"),
        choices=[SelectChoice("no", _("a day off")), SelectChoice("yes", _("a working day"))],
        validate_choice=False,
        validators=[InputRequired(_("Choose one."))],
    )
    reason = StringField(
        _("Reason"),
        description=_("For example the number of the notice that announces it."),
        validators=[
            DataRequired(_("Give the reason.")),
            Length(max=200, message=_("At most 200 characters.")),
        ],
    )

    def validate_within(self, year: int) -> bool:
        if self.validate() and self.day.data.year != year:
            self.day.errors = [translate(say("This page is for the days of {year}.", year=year))]
        return not self.errors

    def validate_worked(self, field: RadioField) -> None:
        if field.data not in ("yes", "no"):
            raise wrong(say("Choose one."))
