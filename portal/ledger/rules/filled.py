"""A form that was read without fault, on its way into the ledger."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import BinaryIO

from portal.core.periods import Period


@dataclass(slots=True)
class Upload:
    """A checked file: for which field, what it is called and is, and its bytes."""

    field: str
    name: str
    kind: str
    content: BinaryIO


@dataclass(slots=True)
class Filled:
    """The row's stretch and period, and all that was said in it."""

    stretch: Period
    period: Period  # the stretch, or for an event its day
    values: Mapping[str, str]
    nil: bool = False
    reason: str = ""
    uploads: Sequence[Upload] = ()
    dropped: Collection[int] = field(default_factory=frozenset)  # evidence taken away
