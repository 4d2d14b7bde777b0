"""The ledger form as the office lays it out: which fields it may have, and which may still change."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from portal.core.sentences import Refused
from portal.formula.functions import SPELLINGS, TRUTHS, WINDOW_SPELLINGS
from portal.indicators.rules.words import NUMERIC, FieldType

MOST_FIELDS, MOST_CHOICES = 40, 50
KEY = re.compile(r"[a-z][a-z0-9_]{0,31}")
SEPARATORS = re.compile(r"[\n;；、，,]+")
RESERVED = frozenset((*SPELLINGS, *TRUTHS, *WINDOW_SPELLINGS))


@dataclass(frozen=True, slots=True)
class FieldDraft:
    """One field of the form as typed: nothing of it is saved yet."""

    key: str
    label: str
    type: FieldType
    unit: str = ""
    required: bool = True
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    choices: list[str] = field(default_factory=list)
    hint: str = ""


def choices_in(typed: str) -> list[str]:
    """The choices, typed one a line or parted by commas; each counts once."""
    return list(dict.fromkeys(choice.strip() for choice in SEPARATORS.split(typed) if choice.strip()))


def free_key(taken: Iterable[str]) -> str:
    """A key for a field whose author gave none."""
    used = set(taken)
    return next(key for number in range(1, len(used) + 2) if (key := f"f{number}") not in used)


def check_key(key: str) -> None:
    if not KEY.fullmatch(key):
        raise Refused(
            "A key is small letters, digits and _, begins with a letter and has at most 32 characters."
        )
    if key in RESERVED:
        raise Refused("“{word}” means something else in formulas.", word=key)


def check_field(draft: FieldDraft) -> None:
    """What one field must be by itself."""
    if draft.type is FieldType.CHOICE and not 2 <= len(draft.choices) <= MOST_CHOICES:
        raise Refused("A choice offers from 2 to {most} different answers.", most=MOST_CHOICES)
    limits = draft.minimum, draft.maximum
    if draft.type not in NUMERIC and limits != (None, None):
        raise Refused("Only numbers have a least and a greatest value.")
    if None not in limits and draft.minimum > draft.maximum:  # type: ignore[operator]  # neither is None
        raise Refused("The least value is above the greatest.")


def check_form(drafts: Sequence[FieldDraft]) -> None:
    """What the fields must be together."""
    if len(drafts) > MOST_FIELDS:
        raise Refused("A form has at most {most} fields.", most=MOST_FIELDS)
    for name in ("key", "label"):
        seen: set[str] = set()
        for draft in drafts:
            word = getattr(draft, name).casefold()
            if word in seen:
                raise Refused("Two fields are called “{word}”.", word=getattr(draft, name))
            seen.add(word)
