"""Full-width to half-width, character by character: positions stay those of the text as typed."""

from __future__ import annotations

_FULL_WIDTH_FORMS = {0xFF01 + offset: chr(0x21 + offset) for offset in range(94)}
_SAME_MEANING = {
    "\u3000": " ",
    "\u00a0": " ",
    "“": '"',
    "”": '"',
    "„": '"',
    "＂": '"',
    "×": "*",
    "÷": "/",
    "−": "-",
    "–": "-",
    "≦": "≤",
    "≧": "≥",
    "\ufeff": " ",
    "\u200b": " ",
}
_HALF_WIDTH = {**_FULL_WIDTH_FORMS, **{ord(wide): narrow for wide, narrow in _SAME_MEANING.items()}}


def half_width(text: str) -> str:
    return text.translate(_HALF_WIDTH)


def visible(character: str) -> str:
    """The character if it can be shown, else its code: errors quote null bytes and lone surrogates too."""
    return character if character.isprintable() else f"U+{ord(character):04X}"


def shortened(text: str, limit: int = 30) -> str:
    """A word fit to stand in a sentence."""
    safe = "".join(visible(character) for character in text[: limit + 1])
    return safe if len(text) <= limit else safe[:limit] + "…"
