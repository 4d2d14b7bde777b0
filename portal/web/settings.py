"""What can be set, and what holds where nothing was: the environment, then ``config.py`` in the instance."""

from __future__ import annotations

import os
import secrets
from datetime import timedelta
from pathlib import Path

MEGABYTE = 1024 * 1024


def settings(instance: Path) -> dict[str, object]:
    return {
        "SQLALCHEMY_DATABASE_URI": os.environ.get("DATABASE_URL", f"sqlite:///{instance / 'portal.sqlite'}"),
        "SECRET_KEY": secret_key(instance),
        "MEDIA": instance / "media",
        "MAX_CONTENT_LENGTH": 64 * MEGABYTE,
        "MAX_FORM_MEMORY_SIZE": 2 * MEGABYTE,
        "FILE_LIMIT": 20 * MEGABYTE,
        "SESSION_COOKIE_NAME": "portal",
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": os.environ.get("HTTPS", "") == "1",
        "WTF_CSRF_TIME_LIMIT": None,  # as long as the session itself
        "WTF_CSRF_SSL_STRICT": False,
        "BABEL_DEFAULT_LOCALE": "zh_CN",
        "BABEL_DEFAULT_TIMEZONE": os.environ.get("TIMEZONE", "Asia/Shanghai"),
        "PROXIES": int(os.environ.get("PROXIES", "0")),  # how many of our own stand before us
        "LOG_LEVEL": os.environ.get("LOG_LEVEL", "INFO"),
        "IDLE": timedelta(minutes=30),
        "IDLE_ADMINISTRATOR": timedelta(minutes=10),
        "ABSOLUTE": timedelta(hours=12),
        "HOUSE_KEPT_FOR": timedelta(seconds=30),  # the bureau's name and the like, in each process
        "TODAY": None,
    }


def secret_key(instance: Path) -> str | None:
    """The installation's own secret, made by ``flask init`` and by loading the demonstration."""
    kept = instance / "secret_key"
    return os.environ.get("SECRET_KEY") or (kept.read_text().strip() if kept.exists() else None)


def make_secret_key(instance: Path) -> bool:
    """Make the secret where there is none; whether one was made. Readable by its owner only."""
    instance.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(instance / "secret_key", os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return False
    with os.fdopen(handle, "w") as kept:
        kept.write(secrets.token_urlsafe(48) + "\n")
    return True
