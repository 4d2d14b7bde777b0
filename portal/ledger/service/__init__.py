"""What can be done to a ledger: one act each."""

from portal.ledger.service.files import fetch
from portal.ledger.service.questions import answer, ask
from portal.ledger.service.recording import Taken, correct, record, void
from portal.ledger.service.signing import sign_off

__all__ = [
    "Taken", "answer", "ask", "correct", "fetch", "record", "sign_off", "void",
]  # fmt: skip
