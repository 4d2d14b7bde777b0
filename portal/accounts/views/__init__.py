"""The pages of accounts: the door, one's own page, and the administrators' rooms."""

from portal.accounts.views import account, door, people, roles, units
from portal.accounts.views.blueprint import bp

__all__ = ["account", "bp", "door", "people", "roles", "units"]
