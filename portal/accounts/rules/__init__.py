"""Decisions about accounts: kinds of unit, what a password must be, when a session ends."""

from portal.accounts.rules.drafts import DRAFT_TEXT, DRAFTS_KEPT, worth_keeping
from portal.accounts.rules.grants import (
    check_grant,
    check_revoke,
    check_somebody_stays,
    duty,
    reach_in_words,
)  # fmt: skip
from portal.accounts.rules.passwords import LINK_LIFETIME, OLD_ONES, complaints, must_change
from portal.accounts.rules.signing_in import (
    FAILURES,
    LOCK,
    TOUCH_EVERY,
    WINDOW,
    half_hidden,
    idle_limit,
    is_alive,
    is_local,
    landing,
)  # fmt: skip
from portal.accounts.rules.units import as_tree, check_closing, check_parent
from portal.accounts.rules.words import Locked, TextSize, UnitKind

__all__ = [
    "DRAFTS_KEPT", "DRAFT_TEXT", "FAILURES", "LINK_LIFETIME", "LOCK", "OLD_ONES", "TOUCH_EVERY", "WINDOW",
    "Locked", "TextSize", "UnitKind", "as_tree", "check_closing", "check_grant", "check_parent",
    "check_revoke", "check_somebody_stays", "complaints", "duty", "half_hidden", "idle_limit", "is_alive",
    "is_local", "landing", "must_change", "reach_in_words", "worth_keeping",
]  # fmt: skip
