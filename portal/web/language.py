"""Which language a person reads, and how a sentence becomes it."""

from __future__ import annotations

from functools import cache

from babel import Locale
from babel.support import NullTranslations, Translations
from flask import Flask, current_app, g, request, session
from flask_babel import Babel, Domain, get_locale, get_translations
from flask_login import current_user
from werkzeug.utils import cached_property

from portal.core.sentences import Sentence, Word

LANGUAGES = {"zh_CN": "中文", "en": "English"}
DEFAULT = "zh_CN"
SPOKEN = (Sentence, Word)

locale_of = cache(Locale.parse)  # codes and locales never change


class Catalogues(Domain):
    """Babel calls Chinese by its full name, zh_Hans_CN; its catalogue stands under the short one."""

    def get_translations(self) -> NullTranslations:
        locale = get_locale()
        if locale not in self.cache:
            code = "zh_CN" if str(locale) == "zh_Hans_CN" else str(locale)
            [directory] = self.translation_directories
            self.cache[locale] = Translations.load(directory, [code])
        return self.cache[locale]


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


def reader_locale() -> Locale:
    """The same, as Babel knows it."""
    return locale_of(reader_language())


def catalogue() -> NullTranslations:
    """The sentences of the reader's language: looked for once in each request."""
    if "catalogue" not in g:
        g.catalogue = get_translations()
    return g.catalogue


def speak_in_templates(app: Flask) -> None:
    """``_`` and its kin, out of that one catalogue."""
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]
        gettext=lambda text: catalogue().gettext(text),
        ngettext=lambda one, many, n: catalogue().ngettext(one, many, n),
        newstyle=True,
    )


def translate(thing: object) -> str:
    """A sentence, or a word's label, in the reader's language; gaps are translated too."""
    if isinstance(thing, Word):
        thing = thing.label
    if not isinstance(thing, Sentence):
        return str(thing)
    gaps = {
        name: translate(value) if isinstance(value, SPOKEN) else value for name, value in thing.values.items()
    }
    return catalogue().gettext(thing.template).format(**gaps)


def shown(value: object) -> object:
    """What a template puts out: sentences and words are translated on the way."""
    return translate(value) if isinstance(value, SPOKEN) else value
