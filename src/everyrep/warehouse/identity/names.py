"""Take a person's name apart, whichever way round and however decorated it was written.

Systems write "Smith, John", "SMITH John", "Dr. John A. Smith Jr.", "van den Berg, Jan" or
"Tanaka Hiroshi". `parse_name` reads what order the writing itself gives away (a comma, capitals,
separate columns) and says so in `ordered`; where nothing gives it away the first word is taken as
the given name, and scoring also tries the other way round.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from everyrep.warehouse.identity.letters import plain

_TITLES = frozenset(
    [
        "dr",
        "mr",
        "mrs",
        "ms",
        "miss",
        "mx",
        "prof",
        "professor",
        "sir",
        "dame",
        "dipl",
        "ing",
        "mag",
        "herr",
        "frau",
        "fr",
        "hr",
        "mme",
        "mlle",
        "sr",
        "sra",
        "srta",
        "dott",
        "dssa",
        "rev",
        "hon",
        "capt",
        "lt",
        "col",
        "phd",
        "msc",
        "bsc",
        "mba",
        "md",
        "esq",
        "cpa",
        "pmp",
        "dds",
        "llm",
        "ma",
        "ba",
        "habil",
        "univ",
        "shri",
        "smt",
        "engr",
        "eng",
    ]
)
_GENERATIONS = {"jr": "jr", "junior": "jr", "sr": "sr", "senior": "sr", "ii": "ii", "iii": "iii"}
_PARTICLES = frozenset(
    [
        "de",
        "da",
        "di",
        "do",
        "du",
        "dos",
        "das",
        "del",
        "della",
        "dello",
        "van",
        "von",
        "vom",
        "der",
        "den",
        "ter",
        "ten",
        "te",
        "zu",
        "zum",
        "zur",
        "la",
        "le",
        "los",
        "las",
        "el",
        "al",
        "bin",
        "ibn",
        "bint",
        "af",
        "av",
        "y",
        "e",
        "op",
        "het",
        "t",
        "i",
        "und",
    ]
)
_NOTHING = frozenset(("unknown", "n a", "none", "null", "tbd", "not available"))
# "Na" and "Nn" are names of people where they stand in a column of their own.
_NOBODY = _NOTHING | frozenset(("na", "nn", "n n", "test", "test user", "x", "xx"))
_EAST_ASIAN = "\u3040"
_LONGEST_UNPARTED = 5
_BRACKETED = re.compile(r"[(\[\"“”«»].*?[)\]\"“”«»]")
_DIGITS = re.compile(r"\d+")


class NameParts(NamedTuple):
    """A name taken apart, all in plain spelling; empty where not known."""

    given: str = ""
    middle: tuple[str, ...] = ()
    """Second given names and initials, and what stood in brackets ("Elizabeth (Liz) Smith")."""
    surname: tuple[str, ...] = ()
    """The parts of the surname without particles: ("garcia", "lopez"), ("berg",)."""
    whole_surname: str = ""
    """The surname run together, particles and all: "vandenberg"."""
    generation: str = ""
    """"jr", "sr", "ii", "iii" or empty."""
    ordered: bool = True
    """Whether the writing gave away which part is the surname."""


NO_NAME = NameParts()


def parse_name(full: str | None, first: str | None, last: str | None) -> NameParts:
    """Return the parts of a name from its columns; separate columns win over the full name.

    Example:
        >>> parse_name("Dr. SMITH-JONES John A., Jr.", None, None)[:4]
        ('john', ('a',), ('smith', 'jones'), 'smithjones')
        >>> parse_name(None, "Ludwig", "van Beethoven").whole_surname
        'vanbeethoven'
    """
    if first and last:
        return _from_columns(first, last)
    lone = full or first or last
    if not lone:
        return NO_NAME
    if first and not full:
        return _from_columns(first, "")
    if last and not full:
        return _from_columns("", last)
    return _from_full(lone)


@lru_cache(maxsize=1 << 16)
def _given_words(text: str) -> tuple[str, ...]:
    """Return the plain words of a first-name column, brackets' content last, titles dropped."""
    if plain(text) in _NOTHING:
        return ()
    kept = _BRACKETED.sub(" ", text) + " " + " ".join(_BRACKETED.findall(text))
    return tuple(word for word in _words(kept) if word not in _TITLES)


@lru_cache(maxsize=1 << 16)
def _surname_words(text: str) -> tuple[tuple[str, ...], str, str]:
    """Return (parts, whole, generation) of a last-name column."""
    if plain(text) in _NOTHING:
        return (), "", ""
    words, generation = _without_suffixes(_words(text))
    return (*_surname_of(words), generation)


def _from_columns(first: str, last: str) -> NameParts:
    given = _given_words(first)
    parts, whole, generation = _surname_words(last)
    if " ".join((*given, *parts)) in _NOBODY:
        return NO_NAME
    return NameParts(given[0] if given else "", given[1:], parts, whole, generation)


def _from_full(text: str) -> NameParts:
    """Return the parts of a name written in one piece."""
    bracketed = _given_words(" ".join(_BRACKETED.findall(text))) if _bracket_in(text) else ()
    bare = _BRACKETED.sub(" ", text) if bracketed else text
    if plain(bare) in _NOBODY:
        return NO_NAME
    before, comma, after = bare.partition(",")
    if comma:
        after_titles = tuple(word for word in _words(after) if word not in _TITLES)
        named, generation = _without_suffixes(after_titles)
        if named:
            return _inverted(before, named, generation, bracketed)
        bare = before + " " + after
    shouted = _capital_words(bare)
    if shouted:
        return _shouted(bare, shouted, bracketed)
    words, generation = _without_suffixes(_without_titles(_words(bare)))
    return _in_reading_order(words, generation, bracketed, _hyphenated(bare))


def _bracket_in(text: str) -> bool:
    return "(" in text or '"' in text or "[" in text or "“" in text or "«" in text


def _inverted(
    surname: str, given: tuple[str, ...], generation: str, bracketed: tuple[str, ...]
) -> NameParts:
    """Return the parts of "Surname, Given Middle"."""
    words, other = _without_suffixes(_without_titles(_words(surname)))
    parts, whole = _surname_of(words)
    return NameParts(given[0], (*given[1:], *bracketed), parts, whole, generation or other)


def _capital_words(text: str) -> frozenset[str]:
    """Return the plain words written in capitals, when other words are not; else nothing."""
    words = [word for word in text.replace(".", ". ").split() if len(word.strip(".")) > 1]
    loud = [word for word in words if word.isupper()]
    if not loud or len(loud) == len(words):
        return frozenset()
    named = {piece for word in loud for piece in plain(word).split()}
    return frozenset(named - _TITLES - _GENERATIONS.keys())


def _shouted(text: str, shouted: frozenset[str], bracketed: tuple[str, ...]) -> NameParts:
    """Return the parts of a name whose surname is in capitals, wherever it stands."""
    words, generation = _without_suffixes(_without_titles(_words(text)))
    given = tuple(word for word in words if word not in shouted)
    parts, whole = _surname_of(tuple(word for word in words if word in shouted))
    if not given:
        return NameParts("", bracketed, parts, whole, generation)
    return NameParts(given[0], (*given[1:], *bracketed), parts, whole, generation)


def _in_reading_order(
    words: tuple[str, ...], generation: str, bracketed: tuple[str, ...], hyphenated: int
) -> NameParts:
    """Return the parts of words of which nothing says which one is the surname.

    Args:
        words: The plain words, without titles and generation.
        generation: "jr" and its like.
        bracketed: The words that stood in brackets.
        hyphenated: How many of the last words a hyphen ties together.
    """
    if not words:
        return NO_NAME
    if len(words) == 1 and _is_unparted(words[0]):
        return NameParts(words[0][1:], bracketed, (words[0][0],), words[0][0], generation)
    if len(words) == 1:
        return NameParts("", bracketed, words, words[0], generation, ordered=False)
    start, is_marked = _surname_start(words)
    if not is_marked and 1 < hyphenated < len(words):
        start = len(words) - hyphenated
    parts, whole = _surname_of(words[start:])
    return NameParts(words[0], (*words[1:start], *bracketed), parts, whole, generation, is_marked)


def _hyphenated(text: str) -> int:
    """Return how many words the last piece of a text falls into, 1 where it has no hyphen."""
    last = text.rsplit(maxsplit=1)[-1] if "-" in text else ""
    return len(plain(last).split()) if "-" in last else 1


def _is_unparted(word: str) -> bool:
    """Return whether a word is a whole name in East Asian letters: surname first, no blank.

    Most such surnames have one letter; one of two is cut wrongly, but everywhere alike.
    """
    return 2 <= len(word) <= _LONGEST_UNPARTED and all(letter >= _EAST_ASIAN for letter in word)


def _surname_start(words: tuple[str, ...]) -> tuple[int, bool]:
    """Return where the surname starts, and whether a particle marks it; else it is the last."""
    for position in range(1, len(words) - 1):
        if words[position] in _PARTICLES and len(words[position]) > 1:
            return position, True
    return len(words) - 1, False


def _surname_of(words: tuple[str, ...]) -> tuple[tuple[str, ...], str]:
    """Return the surname's parts without particles, and the whole run together."""
    parts = tuple(word for word in words if word not in _PARTICLES)
    return (parts or words), "".join(words)


def _words(text: str) -> tuple[str, ...]:
    """Return the plain words of a text, numbers left out."""
    spelled = plain(text)
    if not spelled.replace(" ", "").isalpha():
        spelled = _DIGITS.sub(" ", spelled)
    return tuple(spelled.split())


def _without_titles(words: tuple[str, ...]) -> tuple[str, ...]:
    """Return the words without titles, unless nothing would be left."""
    kept = tuple(
        word
        for place, word in enumerate(words)
        # "Sr." is "señor" before a name and "senior" after it.
        if word not in _TITLES or (place > 1 and word in _GENERATIONS)
    )
    return kept if len(kept) == len(words) or kept else words


def _without_suffixes(words: tuple[str, ...]) -> tuple[tuple[str, ...], str]:
    """Return the words without "Jr." and its like at the end, and which it was."""
    if len(words) > 1 and words[-1] in _GENERATIONS:
        return words[:-1], _GENERATIONS[words[-1]]
    if len(words) == 1 and words[0] in ("jr", "ii", "iii"):
        return (), words[0]
    return words, ""
