"""Bring text of several scripts down to plain lower-case Latin letters, so that spellings meet.

`plain` is meant for comparing, never for showing: it folds "Müller", "Mueller" and "Muller" into
one spelling, and it writes Cyrillic and Greek in Latin letters by one rough table. `sound` goes
further and keeps only a skeleton of consonants, for spellings that are heard alike. Letters of
other scripts stay as they are.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

# Letters that Unicode does not take apart into a base letter and a mark.
_SPECIAL_LATIN = {
    "ß": "ss", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "a", "œ": "o",
    "ı": "i", "ħ": "h", "ŋ": "n", "ə": "e", "ŀ": "l", "ĸ": "k",
}  # fmt: skip

_CYRILLIC = {
    "а": "a", "б": "b", "в": "v", "г": "g", "ґ": "g", "д": "d", "е": "e", "ё": "e", "є": "ye",
    "ж": "zh", "з": "z", "и": "i", "і": "i", "ї": "i", "й": "y", "к": "k", "л": "l", "м": "m",
    "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ў": "u", "ф": "f",
    "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "", "ы": "y", "ь": "",
    "э": "e", "ю": "yu", "я": "ya", "ђ": "d", "ј": "j", "љ": "lj", "њ": "nj", "ћ": "c", "џ": "dz",
}  # fmt: skip

_GREEK = {
    "α": "a", "β": "v", "γ": "g", "δ": "d", "ε": "e", "ζ": "z", "η": "i", "θ": "th", "ι": "i",
    "κ": "k", "λ": "l", "μ": "m", "ν": "n", "ξ": "x", "ο": "o", "π": "p", "ρ": "r", "σ": "s",
    "ς": "s", "τ": "t", "υ": "y", "φ": "f", "χ": "ch", "ψ": "ps", "ω": "o",
}  # fmt: skip

_GREEK_PAIRS = (("ου", "ou"), ("γγ", "ng"), ("γκ", "gk"), ("μπ", "b"), ("ευ", "ef"), ("αυ", "af"))
# Taken off first, for a pair is one sound with or without its accent.
_GREEK_ACCENTS = str.maketrans("άέήίόύώϊϋΐΰ", "αεηιουωιυιυ")
_CLOSING_UP = "'’`´ʼ"

# "ue", "oe", "ae" and "aa" are how ü, ö, ä and å are written where the keyboard lacks them.
_DIGRAPHS = (("ue", "u"), ("oe", "o"), ("ae", "a"), ("aa", "a"))

_SOUND_STEPS = (
    ("sch", "s"), ("shch", "s"), ("ch", "k"), ("kh", "h"), ("ph", "f"), ("th", "t"), ("ck", "k"),
    ("sh", "s"), ("ts", "z"), ("tz", "z"), ("zh", "z"), ("gh", "g"), ("dz", "z"), ("c", "k"),
    ("q", "k"), ("x", "ks"), ("w", "v"), ("z", "s"), ("j", "i"), ("y", "i"),
)  # fmt: skip
_VOWELS = str.maketrans("", "", "aeiouh")


class _Letters(dict[int, str | None]):
    """What becomes of each lower-case letter, filled in as letters are met."""

    def __missing__(self, code: int) -> str | None:
        letter = chr(code)
        self[code] = None if unicodedata.combining(letter) else _bare(letter)
        return self[code]


def _bare(letter: str) -> str:
    """Return a letter without its marks, in Latin where known; a blank for what is no letter."""
    parts = unicodedata.normalize("NFKD", letter)
    kept = "".join(part for part in parts if not unicodedata.combining(part))
    latin = "".join(_LATIN.get(part, part) for part in kept.lower())
    return latin if latin.isalnum() else " "


_LATIN = {**_SPECIAL_LATIN, **_CYRILLIC, **_GREEK}
# "й", "ё" and "ї" are letters of their own, not "и", "е" and "і" with a mark.
_LETTERS = _Letters({ord(letter): latin for letter, latin in _LATIN.items()})
_LETTERS.update({ord(sign): None for sign in _CLOSING_UP})


@lru_cache(maxsize=1 << 16)
def plain(text: str) -> str:
    """Return `text` as words of plain lower-case Latin letters and digits, one blank between.

    Apostrophes close up ("O'Brien" is "obrien"); every other sign parts words.

    Example:
        >>> plain("Jürgen  Weiß-Øster")
        'jurgen weiss oster'
        >>> plain("Дмитрий Ωmega O’Brien")
        'dmitriy omega obrien'
    """
    lower = text.lower()
    if not lower.isascii():
        lower = unicodedata.normalize("NFC", lower).translate(_GREEK_ACCENTS)
        for pair, latin in _GREEK_PAIRS:
            lower = lower.replace(pair, latin)
    words = " ".join(lower.translate(_LETTERS).split())
    for digraph, single in _DIGRAPHS:
        words = words.replace(digraph, single)
    return words


@lru_cache(maxsize=1 << 16)
def sound(word: str) -> str:
    """Return the skeleton of consonants of a plain word, its first letter kept.

    Example:
        >>> sound("schmidt") == sound("schmitt"), sound("sergey") == sound("sergei")
        (False, True)
    """
    skeleton = word
    for spelling, heard in _SOUND_STEPS:
        skeleton = skeleton.replace(spelling, heard)
    once = "".join(
        letter for i, letter in enumerate(skeleton) if i == 0 or letter != skeleton[i - 1]
    )
    return once[:1] + once[1:].translate(_VOWELS)
