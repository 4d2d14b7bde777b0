"""What people type about accounts."""

from portal.accounts.forms.administration import GrantForm, PersonForm, UnitForm
from portal.accounts.forms.signing_in import FirstPasswordForm, PasswordForm, PreferencesForm, SignInForm

__all__ = [
    "FirstPasswordForm",
    "GrantForm",
    "PasswordForm",
    "PersonForm",
    "PreferencesForm",
    "SignInForm",
    "UnitForm",
]
