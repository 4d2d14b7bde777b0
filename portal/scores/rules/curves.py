"""A year's points as a line on paper 360 wide and 120 high."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple, Protocol

LEFT, STEP, TOP, BOTTOM = 30, 28, 10, 100


class Dated(Protocol):
    @property
    def month(self) -> int: ...
    @property
    def points(self) -> Decimal | None: ...
    @property
    def bonus(self) -> Decimal | None: ...


class Mark(NamedTuple):
    month: int
    x: int
    y: float | None  # nothing where the month is pending


@dataclass(frozen=True, slots=True)
class Curve:
    """``most`` is what the upper edge stands for, ``path`` the line for an SVG path."""

    most: Decimal
    marks: tuple[Mark, ...]
    path: str


def curve(scores: Iterable[Dated], most: Decimal) -> Curve | None:
    """The line of points with bonus; it breaks off where a month is pending. None without any points."""
    known = list(scores)
    earned = {one.month: (one.points or 0) + (one.bonus or 0) for one in known if one.points is not None}
    if not earned:
        return None
    most = max(most, Decimal(1), *earned.values())
    marks = tuple(
        Mark(
            one.month,
            LEFT + STEP * (one.month - 1),
            _height(earned[one.month], most) if one.month in earned else None,
        )
        for one in known
    )
    return Curve(most, marks, _path(marks))


def _height(value: Decimal | int, most: Decimal) -> float:
    share = max(Decimal(value) / most, Decimal(0))
    return round(BOTTOM - (BOTTOM - TOP) * float(share), 1)


def _path(marks: Iterable[Mark]) -> str:
    path, pen_up = [], True
    for mark in marks:
        if mark.y is not None:
            path.append(f"{'M' if pen_up else 'L'}{mark.x} {mark.y}")
        pen_up = mark.y is None
    return "".join(path)
