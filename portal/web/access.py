"""The guard at every door."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from flask import abort, current_app
from flask_login import current_user

from portal.core.policy import Permission, may


def requires(permission: Permission, load: Callable | None = None, *, reading: bool = False) -> Callable:
    """Run the view only for those who may, and hand it the subject instead of its number.

    ``load`` turns the address's arguments into the subject, or raises 404; somebody who may
    not even know of it gets the same 404. ``reading`` marks a POST that changes nothing.
    The permission stays readable on the view, so that a test can ask every door for its key.
    """

    def decorate(view: Callable) -> Callable:
        @wraps(view)
        def guarded(**url):
            if permission is not Permission.PUBLIC and not current_user.is_authenticated:
                return current_app.login_manager.unauthorized()
            if not may(current_user, permission):
                abort(403)
            if load is None:
                return view(**url)
            subject = load(**url)
            if not may(current_user, permission, subject):
                abort(404)
            return view(subject)

        guarded.permission = permission
        guarded.reading = reading
        return guarded

    return decorate


public = requires(Permission.PUBLIC)
signed_in = requires(Permission.SIGNED_IN)
