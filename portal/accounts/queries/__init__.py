"""Who is signed in, and who and what there is."""

from portal.accounts.queries.drafts import draft_of
from portal.accounts.queries.people import person_named, unit_coded, units
from portal.accounts.queries.signed_in import hashed, is_alive, person_of_request, sign_in_of

__all__ = [
    "draft_of",
    "hashed",
    "is_alive",
    "person_named",
    "person_of_request",
    "sign_in_of",
    "unit_coded",
    "units",
]
