"""The vocabulary of the trail, and the chain that shows when a line was removed or altered."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping

from portal.core.sentences import Word, say


class Event(Word):
    SIGNED_IN = "session.started", say("Signed in")
    SIGN_IN_FAILED = "session.failed", say("Sign-in failed")
    LOCKED = "account.locked", say("Account locked")
    UNLOCKED = "account.unlocked", say("Account unlocked")
    SIGNED_OUT = "session.ended", say("Signed out")
    PASSWORD_CHANGED = "password.changed", say("Password changed")
    LINK_ISSUED = "link.issued", say("One-time link issued")
    PREFERENCES_CHANGED = "preferences.changed", say("Preferences changed")
    PERSON_SAVED = "person.saved", say("Person saved")
    UNIT_SAVED = "unit.saved", say("Unit saved")
    ROLE_GRANTED = "role.granted", say("Role granted")
    ROLE_REVOKED = "role.revoked", say("Role revoked")
    YEAR_SAVED = "year.saved", say("Year saved")
    DAY_OVERRULED = "calendar-day.overruled", say("Calendar day overruled")
    CALENDAR_SEEDED = "calendar.seeded", say("Holidays entered")
    INDICATOR_SAVED = "indicator.saved", say("Indicator saved")
    SHEET_MOVED = "sheet.moved", say("Target sheet moved")
    ENTRY_RECORDED = "entry.recorded", say("Entry recorded")
    ENTRY_CORRECTED = "entry.corrected", say("Entry corrected")
    ENTRY_VOIDED = "entry.voided", say("Entry voided")
    PERIOD_SIGNED = "period.signed", say("Period signed off")
    QUERY_ASKED = "query.asked", say("Figure queried")
    QUERY_ANSWERED = "query.answered", say("Query answered")
    FILE_FETCHED = "file.fetched", say("File downloaded")
    EXPORTED = "export.made", say("Exported")
    SCORES_RECOMPUTED = "scores.recomputed", say("Scores recomputed")
    DEMONSTRATION_LOADED = "demonstration.loaded", say("Demonstration loaded")
    REFUSED = "request.refused", say("Request refused")


class Result(Word):
    DONE = "done", say("Done")
    FAILED = "failed", say("Failed")
    REFUSED = "refused", say("Refused")


# What the fields of a line are called; a feature's own fields keep the name they have in the code.
FIELDS = {
    "account": say("Account"), "active": say("Active"), "code": say("Code"), "head_id": say("Head"),
    "home_unit_id": say("Unit"), "kind": say("Kind"), "language": say("Language"),
    "leader_id": say("Leader in charge"), "method": say("Method"), "name": say("Name"),
    "parent_id": say("Belongs to"), "place": say("Order"), "post": say("Post"), "reason": say("Reason"),
    "role": say("Role"), "sentence": say("Sentence shown"), "sessions": say("Sessions"),
    "short_name": say("Short name"), "state": say("State"), "status": say("Status"),
    "text_size": say("Text size"), "unit": say("Unit"), "until": say("Until"), "version": say("Version"),
    "years": say("Years"),
}  # fmt: skip
ORIGIN = "0" * 64


def seal(facts: Mapping[str, str | int | None], previous: str) -> str:
    """SHA-256 over the line's facts and the seal of the line before it."""
    text = json.dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(f"{previous}{text}".encode()).hexdigest()
