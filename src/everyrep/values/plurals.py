"""English of what is counted and listed: deals, people, deals in a stage; one, two and three."""

from __future__ import annotations

from collections.abc import Sequence

_IRREGULAR = {"person": "people"}


def plural(phrase: str) -> str:
    """A phrase for several of it; its first word is the one that is counted."""
    word, space, rest = phrase.partition(" ")
    if space:
        bare = word.rstrip(",")
        return f"{plural(bare)}{word[len(bare) :]} {rest}"
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if word.endswith(("s", "x", "ch", "sh")):
        return f"{word}es"
    if word.endswith("y") and word[-2:-1] not in "aeiou":
        return f"{word[:-1]}ies"
    return f"{word}s"


def listed(words: Sequence[str]) -> str:
    """Words as a sentence lists them: "new", "new and rate", "new, rate and lost"."""
    head, last = words[:-1], "".join(words[-1:])
    return f"{', '.join(head)} and {last}" if head else last
