"""Which language a person reads, and how a sentence becomes it."""

from __future__ import annotations

from babel.support import NullTranslations, Translations
from flask import current_app, request, session
from flask_babel import Babel, Domain, get_locale, gettext
from flask_login import current_user
from werkzeug.utils import cached_property

from portal.core.sentences import Sentence, Word

LANGUAGES = {"zh_CN": "中文", "en": "English"}
DEFAULT = "zh_CN"


class Catalogues(Domain):
    """Babel calls Chinese by its full name, zh_Hans_CN; its catalogue stands under the short one."""

    def get_translations(self) -> NullTranslations:
        code = "zh_CN" if str(get_locale()) == "zh_Hans_CN" else str(get_locale())
        if code not in self.cache:
            [directory] = self.translation_directories
            self.cache[code] = Translations.load(directory, [code])
        return self.cache[code]


class Languages(Babel):
    @cached_property
    def domain_instance(self) -> Domain:
        return Catalogues()


def reader_language() -> str:
    """The account's choice, else the one made on the sign-in page, else Chinese."""
    if request and current_user and current_user.is_authenticated and current_user.language in LANGUAGES:
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
