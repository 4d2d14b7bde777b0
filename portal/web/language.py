"""Which language a person reads, and how a sentence becomes it."""

from __future__ import annotations

from flask import current_app, g, request, session
from flask_babel import gettext
from flask_login import current_user

from portal.core.sentences import Sentence, Word

LANGUAGES = {"zh_CN": "中文", "en": "English"}
DEFAULT = "zh_CN"


def reader_language() -> str:
    """The account's choice, else the one made on the sign-in page, else Chinese."""
    if (
        request
        and not g.get("quiet")
        and current_user
        and current_user.is_authenticated
        and current_user.language in LANGUAGES
    ):
        return current_user.language
    chosen = session.get("language") if request else None
    return chosen if chosen in LANGUAGES else current_app.config["BABEL_DEFAULT_LOCALE"]


def translate(thing: object) -> str:
    """A sentence, or a word's label, in the reader's language; gaps are translated too."""
    if isinstance(thing, Word):
        thing = thing.label
    if not isinstance(thing, Sentence):
        return str(thing)
    gaps = {
        name: translate(value) if isinstance(value, Sentence | Word) else value
        for name, value in thing.values.items()
    }
    return gettext(thing.template).format(**gaps)


def shown(value: object) -> object:
    """What a template puts out: sentences and words are translated on the way."""
    return translate(value) if isinstance(value, Sentence | Word) else value
