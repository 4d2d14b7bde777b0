"""What the administrators type about units, people and roles."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from flask import request
from flask_babel import lazy_gettext as _
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, HiddenField, SelectField, StringField
from wtforms.validators import DataRequired, InputRequired, Length, Regexp

from portal.accounts.models import Person, Unit
from portal.accounts.queries import person_named
from portal.accounts.rules import UnitKind, as_tree
from portal.core.policy import Role
from portal.core.sentences import say
from portal.web.forms import Form, WordField, wrong

CODE = r"^[A-Za-z0-9][A-Za-z0-9_-]*$"
ACCOUNT = r"^[A-Za-z0-9][A-Za-z0-9._-]*$"
INDENT = "\u3000"


def _text(label: object, most: int, *, required: bool = True, **kwargs: object) -> StringField:
    checks = [DataRequired(_("Fill this in."))] if required else []
    return StringField(
        label, filters=[lambda typed: typed.strip() if typed else typed],
        validators=[*checks, Length(max=most, message=_("This is too long."))], **kwargs,
    )  # fmt: skip


class Versioned(Form):
    """``draft`` is what its person had typed before the session ended; it says which version it was about."""

    version = HiddenField()

    def __init__(self, draft: Mapping[str, str] | None, data: Mapping[str, object]) -> None:
        self.resumed = draft is not None and request.method == "GET"
        kept = {"formdata": MultiDict(draft or {})} if self.resumed else {}
        super().__init__(data=data, **kept)

    def about(self, version: int) -> None:
        """What is saved now is before the eyes of whoever fills this in."""
        self.version.data = str(version)

    def seen_version(self) -> int:
        """The version the person was looking at; a forged one is nobody's."""
        typed = self.version.data or ""
        return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 12 else -1


class UnitForm(Versioned):
    code = StringField(
        _("Code"),
        description=_("Letters and digits. Addresses are made from it, so it never changes."),
        validators=[
            InputRequired(_("Fill this in.")),
            Length(max=32, message=_("This is too long.")),
            Regexp(CODE, message=_("Only letters, digits, - and _.")),
        ],
    )
    name = _text(_("Name"), 100)
    short_name = _text(_("Short name"), 32)
    kind = WordField(_("Kind"), UnitKind)
    parent_id = SelectField(_("Belongs to"), coerce=lambda typed: int(typed or 0))
    head = StringField(_("Head"), description=_("The account; may stay empty."))
    leader = StringField(_("Leader in charge"), description=_("The account; may stay empty."))
    place = StringField(
        _("Order"),
        default="0",
        description=_("Units are listed from small to large."),
        validators=[Regexp(r"^[0-9]{1,6}$", message=_("Enter a whole number."))],
    )
    active = BooleanField(_("Active"), default=True)

    def __init__(
        self, *, units: Iterable[Unit], unit: Unit | None = None, draft: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(draft, {} if unit is None else _typed(unit))
        self.parent_id.choices = [(0, "—")] + [
            (one.id, INDENT * depth + one.name) for depth, one in as_tree(units) if one is not unit
        ]
        if unit is not None:
            self.code.data = unit.code

    def validate_head(self, field: StringField) -> None:
        field.person = _person(field)

    validate_leader = validate_head

    def values(self) -> dict[str, object]:
        return {
            "code": self.code.data, "name": self.name.data, "short_name": self.short_name.data,
            "kind": self.kind.data, "parent_id": self.parent_id.data or None,
            "head_id": self.head.person, "leader_id": self.leader.person,
            "place": int(self.place.data), "active": self.active.data,
        }  # fmt: skip


def _typed(unit: Unit) -> dict[str, object]:
    names = ("code", "name", "short_name", "kind", "parent_id", "active")
    return {name: getattr(unit, name) for name in names} | {
        "head": unit.head.account if unit.head else "",
        "leader": unit.leader.account if unit.leader else "",
        "place": str(unit.place),
    }


def _person(field: StringField) -> int | None:
    """The number of the person whose account was typed."""
    typed = (field.data or "").strip()
    found = person_named(typed[:64]) if typed else None
    if typed and found is None:
        raise wrong(say("There is no account of this name."))
    return found.id if found else None


class PersonForm(Versioned):
    account = StringField(
        _("Account"), description=_("What the person types to sign in. It never changes."),
        validators=[
            InputRequired(_("Fill this in.")), Length(min=2, max=64, message=_("From 2 to 64 characters.")),
            Regexp(ACCOUNT, message=_("Only letters, digits, dots, - and _.")),
        ],
    )  # fmt: skip
    name = _text(_("Full name"), 64)
    post = _text(_("Post"), 64, required=False)
    home_unit_id = SelectField(_("Unit"), coerce=lambda typed: int(typed or 0))
    active = BooleanField(_("Active"), default=True)

    def __init__(
        self, *, units: Iterable[Unit], person: Person | None = None, draft: Mapping[str, str] | None = None
    ) -> None:
        self.person = person
        names = ("account", "name", "post", "home_unit_id", "active")
        super().__init__(draft, {} if person is None else {name: getattr(person, name) for name in names})
        self.home_unit_id.choices = [(0, "—")] + [
            (one.id, INDENT * depth + one.name) for depth, one in as_tree(units)
        ]
        if person is not None:
            self.account.data = person.account

    def validate_account(self, field: StringField) -> None:
        if self.person is None and person_named(field.data) is not None:
            raise wrong(say("This account exists already."))

    def values(self) -> dict[str, object]:
        return {
            "account": self.account.data, "name": self.name.data, "post": self.post.data or "",
            "home_unit_id": self.home_unit_id.data or None, "active": self.active.data,
        }  # fmt: skip


class GrantForm(Form):
    role = WordField(_("Role"), Role)
    unit_id = SelectField(
        _("Unit"), coerce=lambda typed: int(typed or 0), description=_("Only for clerks and heads of units.")
    )

    def __init__(self, *, units: Iterable[Unit]) -> None:
        super().__init__()
        self.units = {unit.id: unit for unit in units}
        self.unit_id.choices = [(0, "—")] + [
            (unit.id, INDENT * depth + unit.name) for depth, unit in as_tree(self.units.values())
        ]

    @property
    def unit(self) -> Unit | None:
        return self.units.get(self.unit_id.data or 0)
