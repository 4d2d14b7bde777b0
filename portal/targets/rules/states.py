"""The target sheet's states and moves, and how a target's ledger is filled."""

from __future__ import annotations

from portal.core.policy import Permission as P
from portal.core.sentences import Word, say
from portal.core.workflow import Move, Workflow


class SheetState(Word):
    DRAFTING = "drafting", say("Self-report in progress")
    SUBMITTED = "submitted", say("Awaiting preliminary review")
    REVIEWED = "reviewed", say("Awaiting negotiation")
    NEGOTIATED = "negotiated", say("Awaiting approval")
    APPROVED = "approved", say("Approved")
    ISSUED = "issued", say("Issued")
    ADJUSTING = "adjusting", say("Being adjusted")


class Action(Word):
    SUBMIT = "submit", say("Submit")
    WITHDRAW = "withdraw", say("Withdraw")
    RETURN = "return", say("Return")
    PASS_REVIEW = "pass-review", say("Pass review")
    RECORD_NEGOTIATION = "record-negotiation", say("Record negotiation")
    APPROVE = "approve", say("Approve")
    SEND_BACK = "send-back", say("Send back")
    ISSUE = "issue", say("Issue")
    ADJUST = "adjust", say("Adjust")
    APPROVE_ADJUSTMENT = "approve-adjustment", say("Approve adjustment")


S, A = SheetState, Action

# fmt: off
NEGOTIATION = Workflow(
    #    action                from          to            permission        guards
    Move(A.SUBMIT,             S.DRAFTING,   S.SUBMITTED,  P.SHEET_SUBMIT,   ("weights", "lines")),
    Move(A.WITHDRAW,           S.SUBMITTED,  S.DRAFTING,   P.SHEET_SUBMIT,   ("unreviewed",)),
    Move(A.RETURN,             S.SUBMITTED,  S.DRAFTING,   P.SHEET_REVIEW,   ("reason",)),
    Move(A.PASS_REVIEW,        S.SUBMITTED,  S.REVIEWED,   P.SHEET_REVIEW,   ("verdicts",)),
    Move(A.RECORD_NEGOTIATION, S.REVIEWED,   S.NEGOTIATED, P.SHEET_REVIEW,   ("minutes",)),
    Move(A.APPROVE,            S.NEGOTIATED, S.APPROVED,   P.SHEET_APPROVE,  ("weights",)),
    Move(A.SEND_BACK,          S.NEGOTIATED, S.REVIEWED,   P.SHEET_APPROVE,  ("reason",)),
    Move(A.ISSUE,              S.APPROVED,   S.ISSUED,     P.SHEET_REVIEW,   ("statement",)),
    Move(A.ADJUST,             S.ISSUED,     S.ADJUSTING,  P.SHEET_REVIEW,   ("cause", "evidence")),
    Move(A.APPROVE_ADJUSTMENT, S.ADJUSTING,  S.ISSUED,     P.SHEET_APPROVE),
)
# fmt: on

IN_FORCE = frozenset({SheetState.ISSUED, SheetState.ADJUSTING})


class SourceMode(Word):
    """Where a target's facts come from."""

    SELF = "self", say("Own ledger")
    THIRD_PARTY = "third-party", say("Third-party ledger")
    SYSTEM = "system", say("Portal's own figures")


class Stage(Word):
    """The column of the negotiation table in which a value was proposed."""

    SELF_REPORT = "self-report", say("Self-report")
    REVIEW = "review", say("Preliminary review")
    NEGOTIATION = "negotiation", say("Negotiation")
    APPROVAL = "approval", say("Approval")
    ADJUSTMENT = "adjustment", say("Adjustment")


class Verdict(Word):
    ACCEPT = "accept", say("Accepted")
    AMEND = "amend", say("Amended")
    ROUTINE = "routine", say("Rejected: daily routine")
    UNMEASURABLE = "unmeasurable", say("Rejected: not measurable")
