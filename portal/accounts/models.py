"""Units, people, grants, and what signing in leaves behind."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import cached_property

from flask_login import UserMixin
from sqlalchemy import JSON, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.rules import Locked, TextSize, UnitKind
from portal.core.policy import Role, Tie
from portal.web.columns import Line, Short, WordOf
from portal.web.db import db


class Unit(db.Model):
    """A department, an institution, or an outside source of data."""

    __tablename__ = "unit"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[Short] = mapped_column(unique=True)
    name: Mapped[Line] = mapped_column(unique=True)
    short_name: Mapped[Short]
    kind: Mapped[UnitKind] = mapped_column(WordOf(UnitKind))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"), index=True)
    head_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", use_alter=True))
    leader_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", use_alter=True), index=True)
    place: Mapped[int] = mapped_column(default=0)  # the bureau's order
    active: Mapped[bool] = mapped_column(default=True)
    version: Mapped[int] = mapped_column()

    parent: Mapped[Unit | None] = relationship(remote_side=[id])
    head: Mapped[Person | None] = relationship(foreign_keys=[head_id])
    leader: Mapped[Person | None] = relationship(foreign_keys=[leader_id], back_populates="in_charge_of")

    __mapper_args__ = {"version_id_col": version}

    @property
    def ties(self) -> Mapping[Tie, frozenset[int]]:
        return {Tie.RESPONSIBLE: frozenset({self.id})}

    def __str__(self) -> str:
        return self.name


class Person(UserMixin, db.Model):
    """Somebody with an account. Flask-Login's user, and the policy's actor."""

    __tablename__ = "person"

    id: Mapped[int] = mapped_column(primary_key=True)
    account: Mapped[Short] = mapped_column(unique=True)
    name: Mapped[Short]
    post: Mapped[Short] = mapped_column(default="")
    home_unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"), index=True)
    password_hash: Mapped[Line] = mapped_column(default="")  # empty: nobody can sign in with a password yet
    password_changed_at: Mapped[datetime | None]
    must_change_password: Mapped[bool] = mapped_column(default=True)
    active: Mapped[bool] = mapped_column(default=True)
    language: Mapped[Short] = mapped_column(default="zh_CN")
    text_size: Mapped[TextSize] = mapped_column(WordOf(TextSize), default=TextSize.NORMAL)
    version: Mapped[int] = mapped_column()

    home_unit: Mapped[Unit | None] = relationship(foreign_keys=[home_unit_id])
    grants: Mapped[list[Grant]] = relationship(back_populates="person", cascade="all, delete-orphan")
    in_charge_of: Mapped[list[Unit]] = relationship(foreign_keys=[Unit.leader_id], back_populates="leader")

    __mapper_args__ = {"version_id_col": version}

    @property
    def is_active(self) -> bool:
        return self.active

    @cached_property
    def roles(self) -> Mapping[Role, frozenset[int]]:
        held: dict[Role, frozenset[int]] = {}
        for grant in self.grants:
            units = frozenset({grant.unit_id}) if grant.unit_id else frozenset()
            held[grant.role] = held.get(grant.role, frozenset()) | units
        return held

    @cached_property
    def charge(self) -> frozenset[int]:
        return frozenset(unit.id for unit in self.in_charge_of) if Role.LEADER in self.roles else frozenset()

    @cached_property
    def inside(self) -> bool:
        return any(
            grant.unit is not None and grant.unit.kind is not UnitKind.EXTERNAL for grant in self.grants
        )

    @property
    def units(self) -> frozenset[int]:
        """Every unit this person holds a role for."""
        return frozenset().union(*self.roles.values())

    def __str__(self) -> str:
        return self.name


class Grant(db.Model):
    """One role held by one person, for one unit where the role asks for one."""

    __tablename__ = "grant"
    __table_args__ = (UniqueConstraint("person_id", "role", "unit_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    role: Mapped[Role] = mapped_column(WordOf(Role))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"), index=True)

    person: Mapped[Person] = relationship(back_populates="grants")
    unit: Mapped[Unit | None] = relationship()


class SignIn(db.Model):
    """One session: the cookie holds the token, this row its hash and its ends."""

    __tablename__ = "sign_in"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[Short] = mapped_column(unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    started_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    address: Mapped[Short]
    browser: Mapped[Line]

    person: Mapped[Person] = relationship(lazy="joined", innerjoin=True)


class FailedSignIn(db.Model):
    """A wrong password: counted per account and per address."""

    __tablename__ = "failed_sign_in"
    __table_args__ = (
        Index("ix_failed_sign_in_account_at", "account", "at"),
        Index("ix_failed_sign_in_address_at", "address", "at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    account: Mapped[Short]
    address: Mapped[Short]
    at: Mapped[datetime]


class Lockout(db.Model):
    """Closed for a while after too many failures. Also for accounts that do not exist: nobody can tell."""

    __tablename__ = "lockout"
    __table_args__ = (UniqueConstraint("kind", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[Locked] = mapped_column(WordOf(Locked))
    name: Mapped[Short]  # the account, or the address
    until: Mapped[datetime]


class OldPassword(db.Model):
    """A password that may not be chosen again soon."""

    __tablename__ = "old_password"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    password_hash: Mapped[Line]
    at: Mapped[datetime]


class OneTimeLink(db.Model):
    """Lets one person choose a password once: for the first administrator and for new accounts."""

    __tablename__ = "one_time_link"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[Short] = mapped_column(unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    ends_at: Mapped[datetime]
    used_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship(lazy="joined", innerjoin=True)


class Draft(db.Model):
    """What a person was typing at an address, kept through a lost session, a restart or a refusal."""

    __tablename__ = "draft"
    __table_args__ = (UniqueConstraint("person_id", "address"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    address: Mapped[Line]
    typed: Mapped[dict[str, str]] = mapped_column(JSON)
    at: Mapped[datetime]


class Setting(db.Model):
    """One word about this installation: the bureau's name, whether it is a demonstration."""

    __tablename__ = "setting"

    name: Mapped[Short] = mapped_column(primary_key=True)
    value: Mapped[Line]
