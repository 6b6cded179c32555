"""Bring text of several scripts down to plain lower-case Latin letters, so that spellings meet.

`plain` is meant for comparing, never for showing: it folds "Müller", "Mueller" and "Muller" into
one spelling, and it writes Cyrillic and Greek in Latin letters by one rough table. `sound` goes
further and keeps only a skeleton of consonants, for spellings that are heard alike.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

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

_TO_LATIN = str.maketrans({**_SPECIAL_LATIN, **_CYRILLIC, **_GREEK})
_GREEK_PAIRS = (("ου", "ou"), ("γγ", "ng"), ("γκ", "gk"), ("μπ", "b"), ("ευ", "ef"), ("αυ", "af"))

# "ue", "oe", "ae" and "aa" are how ü, ö, ä and å are written where the keyboard lacks them.
_DIGRAPHS = (("ue", "u"), ("oe", "o"), ("ae", "a"), ("aa", "a"))

_NOT_A_LETTER = re.compile(r"[^a-z0-9]+")
_SOUND_STEPS = (
    ("sch", "s"), ("shch", "s"), ("ch", "k"), ("kh", "h"), ("ph", "f"), ("th", "t"), ("ck", "k"),
    ("sh", "s"), ("ts", "z"), ("tz", "z"), ("zh", "z"), ("gh", "g"), ("dz", "z"), ("c", "k"),
    ("q", "k"), ("x", "ks"), ("w", "v"), ("z", "s"), ("j", "i"), ("y", "i"),
)  # fmt: skip
_VOWELS = str.maketrans("", "", "aeiouh")


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
        lower = _latin(lower)
    for sign in "'’`´ʼ":
        lower = lower.replace(sign, "")
    words = _NOT_A_LETTER.sub(" ", lower).strip()
    for pair, single in _DIGRAPHS:
        words = words.replace(pair, single)
    return words


def _latin(lower: str) -> str:
    """Return lower-case text with marks taken off and other scripts written in Latin."""
    # Composed first: "й" and "ё" are letters of their own, not "и" and "е" with a mark.
    composed = unicodedata.normalize("NFC", lower)
    accentless = "".join(letter if letter in "йёїў" else _base(letter) for letter in composed)
    for pair, latin in _GREEK_PAIRS:
        accentless = accentless.replace(pair, latin)
    return accentless.translate(_TO_LATIN)


@cache
def _base(letter: str) -> str:
    """Return one letter without its marks, in its compatibility form."""
    parts = unicodedata.normalize("NFKD", letter)
    return "".join(part for part in parts if not unicodedata.combining(part))


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
