"""What people type about themselves: at the door and on their own page."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from wtforms import PasswordField, RadioField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import EqualTo, InputRequired, Length

from portal.accounts.rules import TextSize
from portal.web.forms import Form
from portal.web.language import LANGUAGES

HINT = _("At least 10 characters; three of: small letters, capitals, digits, other signs.")
BOUND = Length(max=128, message=_("At most 128 characters."))


class SignInForm(Form):
    username = StringField(
        _("Account"),
        validators=[
            InputRequired(_("Enter your account.")),
            Length(max=64, message=_("At most 64 characters.")),
        ],
    )
    password = PasswordField(_("Password"), validators=[InputRequired(_("Enter your password.")), BOUND])


class FirstPasswordForm(Form):
    new = PasswordField(
        _("New password"), description=HINT, validators=[InputRequired(_("Enter the new password.")), BOUND]
    )
    again = PasswordField(
        _("The new password once more"),
        validators=[
            InputRequired(_("Enter the new password once more.")),
            EqualTo("new", message=_("The two are not the same.")),
        ],
    )


class PasswordForm(FirstPasswordForm):
    current = PasswordField(
        _("Current password"), validators=[InputRequired(_("Enter your current password.")), BOUND]
    )


class PreferencesForm(Form):
    language = RadioField(
        _("Language"), choices=[SelectChoice(code, name) for code, name in LANGUAGES.items()],
        validators=[InputRequired(_("Choose one."))],
    )  # fmt: skip
    text_size = RadioField(
        _("Text size"),
        choices=[
            SelectChoice(TextSize.NORMAL.value, _("Normal text")),
            SelectChoice(TextSize.LARGE.value, _("Larger text")),
        ],
        validators=[InputRequired(_("Choose one."))],
    )
