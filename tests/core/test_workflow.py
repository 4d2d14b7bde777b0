"""The table of moves, read aloud."""

import pytest

from portal.core.policy import Permission
from portal.core.sentences import Refused
from portal.targets.rules import NEGOTIATION, Action, SheetState


def test_a_sheet_travels_from_draft_to_issue():
    state, road = SheetState.DRAFTING, []
    for action in ("submit", "pass-review", "record-negotiation", "approve", "issue"):
        state = NEGOTIATION.move(action, state).target
        road.append(state)

    assert road[-1] is SheetState.ISSUED


def test_what_the_table_does_not_list_is_refused_in_words():
    with pytest.raises(Refused, match="“approve” is not possible while it is Self-report in progress"):
        NEGOTIATION.move("approve", SheetState.DRAFTING)


@pytest.mark.parametrize("state", SheetState)
def test_every_state_has_a_way_on(state):
    assert NEGOTIATION.moves_from(state)


@pytest.mark.parametrize("action", Action)
def test_every_action_is_a_row_of_the_table(action):
    assert any(move.action is action for move in NEGOTIATION.moves)


def test_only_leaders_approve():
    for move in NEGOTIATION.moves:
        if move.action in (Action.APPROVE, Action.SEND_BACK, Action.APPROVE_ADJUSTMENT):
            assert move.permission is Permission.SHEET_APPROVE


def test_whoever_sends_something_back_says_why():
    for move in NEGOTIATION.moves:
        if move.action in (Action.RETURN, Action.SEND_BACK):
            assert move.needs_reason
