"""What a save changed, told side by side: for the trail, and for the second of two who edit at once."""

from __future__ import annotations

from dataclasses import dataclass

from portal.core.periods import Frequency
from portal.core.sentences import Refused, Sentence, Word, say
from portal.formula import Purpose
from portal.indicators.rules.fields import FieldDraft
from portal.indicators.rules.words import Direction, IndicatorClass, Level, Perspective, RowKind

LABELS: dict[str, Sentence] = {
    "code": say("Code"),
    "name": say("Name"),
    "definition": say("Definition"),
    "kind": say("Class"),
    "level": say("Level"),
    "parent_code": say("Code of the parent indicator"),
    "perspective": say("Perspective"),
    "unit_of_measure": say("Unit of measure"),
    "direction": say("Direction"),
    "decimals": say("Decimal places"),
    "frequency": say("Frequency"),
    "row_kind": say("One row of the ledger is"),
    "accumulates": say("The value grows over the year"),
    "veto": say("Veto item"),
    "note": say("Note"),
    "fields": say("Ledger form"),
    "measure": say("Measure formula"),
    "score": say("Score formula"),
    "bonus": say("Bonus formula"),
}
OF_THE_FORM = frozenset({"fields", "frequency", "row_kind"})
OF_THE_LAW = frozenset({"measure", "score", "bonus", "fields", "accumulates", "decimals", "frequency"})


@dataclass(frozen=True, slots=True)
class Draft:
    """An indicator as the office wants it: nothing of it is saved yet."""

    code: str
    name: str
    definition: str
    kind: IndicatorClass
    level: Level
    parent_code: str
    perspective: Perspective | None
    unit_of_measure: str
    direction: Direction
    decimals: int
    frequency: Frequency
    row_kind: RowKind
    accumulates: bool
    veto: bool
    note: str
    measure: str
    score: str
    bonus: str
    fields: tuple[FieldDraft, ...] = ()

    @property
    def texts(self) -> dict[Purpose, str]:
        return {purpose: getattr(self, purpose.value) for purpose in Purpose}


@dataclass(frozen=True, slots=True)
class Difference:
    label: Sentence
    before: object
    after: object


def differences(before: Draft, after: Draft) -> list[Difference]:
    """Side by side, in the order of the page, for people to read."""
    return [
        Difference(label, readable(getattr(before, name)), readable(getattr(after, name)))
        for name, label in LABELS.items()
        if getattr(before, name) != getattr(after, name)
    ]


def changed(before: Draft, after: Draft) -> tuple[dict[str, object], dict[str, object]]:
    """The same for the trail: plain data, only what changed."""
    names = [name for name in LABELS if getattr(before, name) != getattr(after, name)]
    return tuple({name: _plain(getattr(draft, name)) for name in names} for draft in (before, after))  # type: ignore[return-value]  # two


def readable(value: object) -> object:
    match value:
        case Word():
            return value.label
        case tuple():
            return "; ".join(_told(field) for field in value)
        case True:
            return say("Yes")
        case False:
            return say("No")
        case None:
            return ""
    return value


def _told(field: FieldDraft) -> str:
    limits = [f"≥{field.minimum}" if field.minimum is not None else ""]
    limits.append(f"≤{field.maximum}" if field.maximum is not None else "")
    parts = (field.label, field.key, field.type.value, field.unit, *limits, "/".join(field.choices))
    return " ".join(part for part in parts if part) + ("*" if field.required else "")


def _plain(value: object) -> object:
    return [_told(field) for field in value] if isinstance(value, tuple) else value


def check_kept(before: Draft, after: Draft) -> None:
    """Entries keep their values by field key and their period: once there are some, both stay."""
    if (before.frequency, before.row_kind) != (after.frequency, after.row_kind):
        raise Refused("Entries have been made: the frequency and the kind of row stay.")
    types = {draft.key: draft.type for draft in after.fields}
    for old in before.fields:
        if old.key not in types:
            raise Refused(
                "Entries have been made with the field “{label}”: it stays, and so does its key.",
                label=old.label,
            )
        if types[old.key] is not old.type:
            raise Refused("Entries have been made with the field “{label}”: its type stays.", label=old.label)
