"""Who is signed in, and who and what there is."""

from portal.accounts.queries.drafts import draft_of
from portal.accounts.queries.locks import (
    accounts_among,
    attempts,
    link_of,
    lock_numbered,
    locked_until,
    locks,
)  # fmt: skip
from portal.accounts.queries.overview import tally
from portal.accounts.queries.people import (
    PAGE,
    all_units,
    holders,
    people,
    people_of,
    people_with,
    person_named,
    person_numbered,
    setting,
    unit_coded,
    units,
)  # fmt: skip
from portal.accounts.queries.signed_in import (
    expired_sign_in,
    hashed,
    is_alive,
    must_change_password,
    person_of_request,
    session_numbered,
    sessions_of,
    sign_in_of,
)  # fmt: skip

__all__ = [
    "PAGE", "accounts_among", "all_units", "attempts", "draft_of", "expired_sign_in", "hashed", "holders",
    "is_alive", "link_of", "lock_numbered", "locked_until", "locks", "must_change_password", "people",
    "people_of", "people_with", "person_named", "person_numbered", "person_of_request", "session_numbered",
    "sessions_of", "setting", "sign_in_of", "tally", "unit_coded", "units",
]  # fmt: skip
