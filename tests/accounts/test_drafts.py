"""What people type is kept until it is saved."""

from portal.accounts.models import Draft
from portal.accounts.queries import draft_of
from portal.accounts.rules import DRAFT_TEXT, DRAFTS_KEPT
from portal.accounts.service import drop_draft, keep_draft
from portal.web.db import db

PAGE = "/ledger/7"


def test_the_latest_of_what_was_typed_is_kept(cast):
    keep_draft(address=PAGE, typed={"local": "12"}, by=cast.clerk)
    keep_draft(address=PAGE, typed={"local": "12.5", "total": "30"}, by=cast.clerk)

    assert draft_of(cast.clerk, PAGE) == {"local": "12.5", "total": "30"}


def test_a_draft_is_seen_by_nobody_else_and_on_no_other_page(cast):
    keep_draft(address=PAGE, typed={"local": "12"}, by=cast.clerk)

    assert draft_of(cast.head, PAGE) is None
    assert draft_of(cast.clerk, "/ledger/8") is None


def test_a_saved_draft_is_dropped(cast):
    keep_draft(address=PAGE, typed={"local": "12"}, by=cast.clerk)

    drop_draft(PAGE, by=cast.clerk)

    assert draft_of(cast.clerk, PAGE) is None


def test_secrets_are_not_kept(cast):
    secrets = {"csrf_token": "t", "password": "p", "new_Password": "q", "local": "1"}
    keep_draft(address=PAGE, typed=secrets, by=cast.clerk)

    assert draft_of(cast.clerk, PAGE) == {"local": "1"}


def test_a_draft_cannot_grow_without_bound(cast):
    keep_draft(address=PAGE, typed={"short": "1", "long": "x" * (DRAFT_TEXT + 1)}, by=cast.clerk)

    assert draft_of(cast.clerk, PAGE) == {"short": "1"}


def test_the_oldest_draft_gives_way_when_there_are_too_many(cast):
    for number in range(DRAFTS_KEPT + 1):
        keep_draft(address=f"/ledger/{number}", typed={"local": "1"}, by=cast.clerk)

    assert db.session.query(Draft).count() == DRAFTS_KEPT
    assert draft_of(cast.clerk, "/ledger/0") is None
