"""What later seasons tell the library: who holds an indicator, who must rescore. The assembly plugs in."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Protocol

from flask import current_app
from sqlalchemy import ColumnElement, false

from portal.core.policy import Actor
from portal.core.sentences import Word
from portal.indicators.models import Indicator


@dataclass(frozen=True, slots=True)
class Holding:
    """An indicator in the hands of one unit: its numbers, as formulas name them."""

    unit_code: str
    unit: str
    address: str
    filled_by: str
    source: Word
    values: Mapping[str, Decimal | None]  # pass, pass_upper, challenge, weight, bonus, last_year
    pass_label: str = ""


class Holders(Protocol):
    """Who holds an indicator: a matter of the targets."""

    modes: type[Word]

    def held_by(self, unit_code: str, year: int) -> ColumnElement[bool]:
        """The condition on ``Indicator`` that this unit holds it in this year."""

    def fed_by(self, mode: str, year: int) -> ColumnElement[bool]:
        """The condition that some unit's figures come from such a source."""

    def counts(self, indicator_ids: Collection[int]) -> Mapping[int, int]:
        """By indicator: how many units hold it."""

    def holdings(self, indicator: Indicator, actor: Actor) -> Sequence[Holding]:
        """The units that hold it, as far as this person may see them."""


class Nobody:
    """No season after this one is plugged in."""

    modes = Word

    def held_by(self, unit_code: str, year: int) -> ColumnElement[bool]:
        return false()

    fed_by = held_by

    def counts(self, indicator_ids: Collection[int]) -> Mapping[int, int]:
        return {}

    def holdings(self, indicator: Indicator, actor: Actor) -> Sequence[Holding]:
        return ()


def holders() -> Holders:
    found: Holders = current_app.extensions.get("law_holders") or Nobody()
    return found


def own_figures() -> tuple[tuple[str, str], ...]:
    """The portal's own figures that formulas may name, as (key, Chinese name)."""
    return tuple(current_app.extensions.get("own_figures", ()))


def tell_listeners(indicator: Indicator) -> None:
    """The law changed: whoever computed by it does so again, in the same transaction."""
    listeners: Sequence[Callable[[Indicator], Any]] = current_app.extensions.get("law_listeners", ())
    for listener in listeners:
        listener(indicator)


def has_entries(indicator: Indicator) -> bool:
    """Whether anything has been written on this indicator's ledger form."""
    users: Sequence[Callable[[Indicator], bool]] = current_app.extensions.get("form_users", ())
    return any(user(indicator) for user in users)
