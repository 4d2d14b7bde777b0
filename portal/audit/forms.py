"""What the auditor asks of the trail."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from wtforms import StringField
from wtforms.validators import Length

from portal.audit.queries import Filter
from portal.audit.rules import Event, Result
from portal.core.sentences import say
from portal.web.forms import DayField, Form, WordField, wrong


class FilterForm(Form):
    """Sent in the address when looking, in the body when exporting."""

    class Meta(Form.Meta):
        csrf = False

    first = DayField(_("From"))
    last = DayField(_("To"))
    account = StringField(_("Account"), validators=[Length(max=64, message=_("This is too long."))])
    event = WordField(_("Event"), Event, empty=_("all"))
    result = WordField(_("Result"), Result, empty=_("all"))
    subject = StringField(_("Object"), validators=[Length(max=100, message=_("This is too long."))])
    kind = StringField(validators=[Length(max=64)])
    number = StringField()

    def validate_first(self, field: DayField) -> None:
        if field.data and not 2 <= field.data.year <= 9997:
            raise wrong(say("Write the day like 2026-11-22."))

    def validate_last(self, field: DayField) -> None:
        self.validate_first(field)
        if field.data and self.first.data and field.data < self.first.data:
            raise wrong(say("The last day lies before the first."))

    def asked(self) -> Filter:
        typed = (self.number.data or "").strip()
        number = int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 10 else None
        return Filter(
            first=self.first.data,
            last=self.last.data,
            account=(self.account.data or "").strip(),
            event=self.event.data,
            result=self.result.data,
            subject=(self.subject.data or "").strip(),
            kind=(self.kind.data or "") if number is not None else "",
            number=number,
        )
