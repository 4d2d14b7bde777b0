"""What can be done about accounts: one act each."""

from portal.accounts.service.drafts import drop_draft, keep_draft
from portal.accounts.service.founding import appoint_administrators
from portal.accounts.service.passwords import Unfit, change_password, issue_link, set_password, use_link
from portal.accounts.service.people import choose_preferences, grant, revoke, save_person, save_unit
from portal.accounts.service.proving import ShutOut
from portal.accounts.service.sessions import (
    address_of_request,
    end_session,
    end_sessions,
    keep_awake,
    keep_what_was_typed,
    open_session,
    page_of_request,
    send_to_sign_in,
)  # fmt: skip
from portal.accounts.service.signing_in import hasher, sign_in, unlock

__all__ = [
    "ShutOut",
    "Unfit",
    "address_of_request",
    "appoint_administrators",
    "change_password",
    "choose_preferences",
    "drop_draft",
    "end_session",
    "end_sessions",
    "grant",
    "hasher",
    "issue_link",
    "keep_awake",
    "keep_draft",
    "keep_what_was_typed",
    "open_session",
    "page_of_request",
    "revoke",
    "save_person",
    "save_unit",
    "send_to_sign_in",
    "set_password",
    "sign_in",
    "unlock",
    "use_link",
]
