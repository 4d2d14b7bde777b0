"""What people type about accounts."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from wtforms import PasswordField, StringField
from wtforms.validators import InputRequired, Length

from portal.web.forms import Form


class SignInForm(Form):
    username = StringField(_("Account"), validators=[InputRequired(_("Enter your account.")), Length(max=64)])
    password = PasswordField(
        _("Password"), validators=[InputRequired(_("Enter your password.")), Length(max=128)]
    )
