"""A workflow is a table of moves; this module only knows how to read the table."""

from __future__ import annotations

from dataclasses import dataclass

from portal.core.policy import Permission
from portal.core.sentences import Refused, Word


@dataclass(frozen=True, slots=True)
class Move:
    """One row: the action, where it starts, where it ends, who may take it, what must hold."""

    action: Word
    source: Word
    target: Word
    permission: Permission
    guards: tuple[str, ...] = ()  # names of rules that the service asks before it moves

    @property
    def needs_reason(self) -> bool:
        return "reason" in self.guards


class Workflow:
    def __init__(self, *moves: Move) -> None:
        self.moves = moves

    def moves_from(self, state: Word) -> tuple[Move, ...]:
        return tuple(move for move in self.moves if move.source == state)

    def move(self, action: str, state: Word) -> Move:
        """The row for this action in this state, or a refusal the user can read."""
        for move in self.moves_from(state):
            if move.action == action:
                return move
        raise Refused("“{action}” is not possible while it is {state}.", action=action, state=state.label)
