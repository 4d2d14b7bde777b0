"""What can be done about accounts: one act each."""

from portal.accounts.service.drafts import drop_draft, keep_draft
from portal.accounts.service.sessions import hasher, open_session, send_to_sign_in, sign_in

__all__ = ["drop_draft", "hasher", "keep_draft", "open_session", "send_to_sign_in", "sign_in"]
