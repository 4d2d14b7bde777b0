"""The entry form, made from the indicator's own field list, and what people typed into it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from io import SEEK_END
from secrets import token_urlsafe

from flask import current_app, request
from werkzeug.datastructures import FileStorage

from portal.core.figures import whole_number
from portal.core.periods import Frequency, Period, event_on, period
from portal.core.sentences import Refused, Sentence, say
from portal.indicators.models import LedgerField
from portal.indicators.rules import FieldType
from portal.ledger.models import Entry
from portal.ledger.queries import book, holds_many_rows, stretch_of_entry
from portal.ledger.rules.evidence import check_count, check_file, name_kept
from portal.ledger.rules.filled import Filled, Upload
from portal.ledger.rules.reporting import stretch_on
from portal.ledger.rules.values import LONGEST, PREFIX, check_day, own_day, parse_day, read
from portal.ledger.rules.writing import check_period, chosen_stretch
from portal.targets.models import Target
from portal.web.clock import today

DAY = "day"  # the day of an event whose form asks for no date of its own
EVIDENCE = "evidence"  # the file input of a form without file fields
FILES = "file-"
DROP = "drop"  # files to be taken away


@dataclass(slots=True)
class EntryForm:
    """One row as it is being typed. ``errors`` are by the name of the input that they stand at."""

    target: Target
    stretch: Period
    typed: Mapping[str, str] = field(default_factory=dict)
    submission: str = field(default_factory=lambda: token_urlsafe(18))
    entry: Entry | None = None
    version: int = 0
    draft: bool = False
    errors: dict[str, Sentence] = field(default_factory=dict)
    filled: Filled | None = None

    @classmethod
    def sent(cls, target: Target, entry: Entry | None = None) -> EntryForm:
        """The form of this request. A period that is none of this ledger's is refused."""
        typed = {name: text for name, text in request.form.items() if name != "csrf_token"}
        stretch = (
            stretch_of_entry(entry, target)
            if entry
            else chosen_stretch(typed.get("period", ""), book(target))
        )
        version = typed.get("version", "")
        return cls(
            target, stretch, typed, typed.get("submission", "")[:64] or token_urlsafe(18),
            entry, whole_number(version, otherwise=0),
        )  # fmt: skip

    @classmethod
    def of(cls, entry: Entry, target: Target, draft: Mapping[str, str] | None = None) -> EntryForm:
        """To correct a row: what stands in it, or what was being typed instead of the version seen then."""
        seen = whole_number((draft or {}).get("version"), otherwise=entry.version)
        return cls(
            target, stretch_of_entry(entry, target), dict(draft or standing(entry, target)), entry=entry,
            version=seen, draft=draft is not None,
        )  # fmt: skip

    @property
    def fields(self) -> list[LedgerField]:
        return [asked for asked in self.target.indicator.fields if asked.type is not FieldType.FILE]

    @property
    def file_fields(self) -> list[tuple[str, str, bool]]:
        """Name of the input, label, whether required."""
        asked = [one for one in self.target.indicator.fields if one.type is FieldType.FILE]
        return [(FILES + one.key, one.label, one.required) for one in asked] or [
            (FILES + EVIDENCE, "", False)
        ]

    @property
    def asks_for_day(self) -> bool:
        return needs_day(self.target)

    def value(self, name: str) -> str:
        return self.typed.get(name, "")

    @property
    def reason(self) -> str:
        return self.typed.get("reason", "").strip()

    @property
    def worth_keeping(self) -> dict[str, str]:
        """What a draft can bring back: neither files nor the ticks at them."""
        return {
            name: text for name, text in self.typed.items() if name != DROP and not name.startswith(FILES)
        }

    @property
    def differs(self) -> bool:
        """Whether anything typed is not what stands in the row that is being corrected."""
        stands = standing(self.entry, self.target) if self.entry else {}
        names = {name for name in self.typed if name.startswith(PREFIX) or name in (DAY, "reason")}
        return any(_plain(self.value(name)) != _plain(stands.get(name, "")) for name in names)

    @property
    def nil(self) -> bool:
        return self.typed.get("nil") == "1"

    def understand(self, *, files: bool = True) -> bool:
        """Read everything; afterwards either ``filled`` or ``errors`` says how that went."""
        self.errors.clear()
        try:
            check_period(book(self.target), self.stretch, today())
        except Refused as refusal:
            self.errors["period"] = refusal.sentence
        values, row_of = ({}, self.stretch) if self.nil else self._values()
        uploads = self._uploads() if files and not self.nil else []
        if len(self.reason) > LONGEST:
            self.errors["reason"] = say("Too long: {length} characters, at most {most}.",
                                        length=len(self.reason), most=LONGEST)  # fmt: skip
        if not self.errors:
            self.filled = Filled(
                self.stretch, row_of, values, self.nil, self.reason, uploads, self._dropped()
            )
        return not self.errors

    def _values(self) -> tuple[Mapping[str, str], Period]:
        """The readable values and the period of the row: for an event, the day it happened."""
        asked = self.target.indicator.fields
        dated = own_day(asked) if holds_many_rows(self.target) else None
        typed = {one.key: self.value(PREFIX + one.key) for one in asked}
        event = self.target.indicator.frequency is Frequency.EVENT
        within = period(self.target.year_id, Frequency.YEAR, 1) if event else self.stretch
        reading = read(asked, typed, within, dated=dated, today=today())
        self.errors |= {PREFIX + key: sentence for key, sentence in reading.errors.items()}
        if not event:
            return reading.values, self.stretch
        day = self._event_day(reading.values.get(dated) if dated else self.value(DAY), within)
        if day is None:
            return reading.values, self.stretch
        self.stretch = stretch_on(day, Frequency.EVENT)
        return reading.values, event_on(day)

    def _event_day(self, typed: str | None, within: Period) -> date | None:
        """The row stands in the month of its day, whichever month the form was opened at."""
        try:
            if typed:
                day = parse_day(typed)
                check_day(day, within, today())
                return day
            if self.asks_for_day:
                raise Refused("Enter the day on which it happened.")
        except Refused as refusal:
            self.errors[DAY] = refusal.sentence
        return None

    def _uploads(self) -> list[Upload]:
        uploads: list[Upload] = []
        for name, label, required in self.file_fields:
            sent = [file for file in request.files.getlist(name) if file.filename]
            uploads += self._checked(name, sent)
            if required and not sent and not self._kept_files(name):
                self.errors[name] = say("Attach “{label}”.", label=label)
        try:
            check_count(len(uploads) + self._kept_files())
        except Refused as refusal:
            self.errors.setdefault(self.file_fields[-1][0], refusal.sentence)
        return uploads

    def _checked(self, name: str, sent: Sequence[FileStorage]) -> list[Upload]:
        checked = []
        for file in sent:
            called = name_kept(file.filename or "")
            size = file.stream.seek(0, SEEK_END)
            try:
                kind = check_file(called, size, file.stream, limit=current_app.config["FILE_LIMIT"])
            except Refused as refusal:
                self.errors[name] = refusal.sentence
            else:
                checked.append(Upload(name.removeprefix(FILES), called, kind, file.stream))
        return checked

    def _kept_files(self, name: str | None = None) -> int:
        if self.entry is None:
            return 0
        dropped = self._dropped()
        return sum(
            file.id not in dropped and (name is None or FILES + file.field == name)
            for file in self.entry.evidence
        )

    def _dropped(self) -> frozenset[int]:
        numbers = request.form.getlist(DROP) if request else []
        return frozenset(whole_number(number) for number in numbers)


def standing(entry: Entry, target: Target) -> dict[str, str]:
    """What stands in a row, by the names of the inputs."""
    typed = {PREFIX + key: kept for key, kept in entry.values.items()}
    return typed | {DAY: entry.period} if needs_day(target) else typed


def _plain(text: str) -> str:
    """As it was before a browser sent it."""
    return text.replace("\r\n", "\n").strip()


def needs_day(target: Target) -> bool:
    """An event is dated by the form's own date, or where it has none, by a day asked for beside it."""
    return target.indicator.frequency is Frequency.EVENT and own_day(target.indicator.fields) is None
