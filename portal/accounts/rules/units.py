"""How units may hang together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Protocol, TypeVar

from portal.core.sentences import Refused


class Branch(Protocol):
    id: int
    parent_id: int | None


B = TypeVar("B", bound=Branch)


def check_parent(unit_id: int | None, parent_id: int | None, parents: Mapping[int, int | None]) -> None:
    """``parents`` says of each unit which one it hangs under."""
    above, seen = parent_id, set()
    while above is not None and above not in seen:
        if above == unit_id:
            raise Refused("A unit cannot hang under itself or under a unit below it.")
        seen.add(above)
        above = parents.get(above)


def check_closing(*, active: bool, active_below: bool) -> None:
    if not active and active_below:
        raise Refused("There are active units below this one. Move or close them first.")


def as_tree(units: Iterable[B]) -> Iterator[tuple[int, B]]:
    """Depth-first with the depth of each, in the order given; what hangs in a circle comes last."""
    units = list(units)
    known = {unit.id for unit in units}
    below: dict[int | None, list[B]] = {}
    for unit in units:
        below.setdefault(unit.parent_id if unit.parent_id in known else None, []).append(unit)
    waiting = [(0, unit) for unit in reversed(below.get(None, []))]
    shown = set()
    while waiting:
        depth, unit = waiting.pop()
        shown.add(unit.id)
        yield depth, unit
        waiting.extend((depth + 1, child) for child in reversed(below.get(unit.id, [])))
    yield from ((0, unit) for unit in units if unit.id not in shown)
