"""How likely the letters beyond ASCII of a text are, given that they are those of some languages.

A file holds names of people of several countries, so its letters are taken to be a mixture of
tongues, whose shares are not known and are fitted (expectation and maximisation). A reading that
makes ř and ń without the ě, ů, ł and ą that go with them is less likely than one that makes ø and
ñ, though each of its letters exists.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

# How often each letter stands in a tongue, in percent of all its letters, rounded. Sources: the
# usual tables of letter frequencies; only their order of magnitude matters.
_WESTERN = (
    {"ä": 0.6, "ö": 0.4, "ü": 1.0, "ß": 0.3},
    {"é": 1.5, "à": 0.5, "è": 0.3, "ê": 0.2, "ç": 0.1, "ù": 0.06, "û": 0.06, "â": 0.05, "î": 0.05,
     "ô": 0.03, "œ": 0.02, "ë": 0.01, "ï": 0.01},
    {"ó": 0.8, "í": 0.7, "á": 0.5, "é": 0.4, "ñ": 0.3, "ú": 0.2, "ü": 0.01},
    {"ã": 0.8, "ç": 0.5, "é": 0.4, "á": 0.4, "ê": 0.4, "ó": 0.3, "ú": 0.2, "í": 0.2, "õ": 0.1,
     "à": 0.1, "â": 0.1, "ô": 0.1},
    {"à": 0.6, "è": 0.3, "ù": 0.2, "ò": 0.1, "ì": 0.1, "é": 0.05},
    {"ä": 1.8, "å": 1.3, "ö": 1.3, "é": 0.1},
    {"å": 1.2, "ø": 0.9, "æ": 0.9, "é": 0.05},
    {"ð": 4.4, "á": 1.8, "í": 1.6, "þ": 1.5, "ó": 1.0, "æ": 0.9, "ö": 0.8, "é": 0.6, "ú": 0.6,
     "ý": 0.2},
    {"ä": 2.5, "ö": 0.5, "õ": 1.0, "ü": 0.6, "š": 0.05, "ž": 0.05},
    {"é": 0.2, "ë": 0.1, "ï": 0.05, "ö": 0.02},
)  # fmt: skip
_CENTRAL = (
    {"í": 1.6, "ě": 1.2, "ý": 1.0, "á": 0.9, "ž": 0.7, "š": 0.7, "é": 0.6, "č": 0.5, "ř": 0.4,
     "ů": 0.2, "ú": 0.05, "ó": 0.02, "ď": 0.02, "ň": 0.02, "ť": 0.02},
    {"á": 1.0, "ý": 0.9, "č": 0.8, "í": 0.8, "š": 0.8, "ž": 0.8, "é": 0.7, "ú": 0.6, "ľ": 0.4,
     "ť": 0.3, "ô": 0.15, "ä": 0.1, "ď": 0.1, "ň": 0.1, "ó": 0.1, "ŕ": 0.02, "ĺ": 0.02},
    {"ł": 2.1, "ó": 1.1, "ę": 1.0, "ś": 0.8, "ą": 0.7, "ć": 0.7, "ż": 0.7, "ń": 0.4, "ź": 0.1},
    {"é": 3.5, "á": 3.4, "ó": 1.0, "ő": 0.9, "ö": 0.8, "í": 0.7, "ü": 0.6, "ú": 0.3, "ű": 0.3},
    {"ă": 2.4, "ş": 1.5, "ţ": 1.2, "î": 1.0, "â": 0.9},
    {"č": 1.2, "š": 1.0, "ž": 0.7, "ć": 0.6, "đ": 0.2},
    {"ä": 0.6, "ö": 0.4, "ü": 1.0, "ß": 0.3},
)  # fmt: skip
_STRANGE = 0.0005
"""Chance of a letter that no tongue of a reading has."""
_FOREIGN = -3.0
"""Log chance of a letter of another script, about that of a letter in its place."""
_ROUNDS = 30


def log_likelihood(letters: Mapping[str, int], *, central: bool) -> float:
    """Log chance of letters under the mixture of tongues that explains them best.

    Args:
        letters: small letters beyond ASCII, and how often each stands in the text.
        central: they are those of the tongues of Central Europe, else of Western ones.
    """
    latin = {letter: count for letter, count in letters.items() if letter < "\u0400"}
    other = sum(letters.values()) - sum(latin.values())
    tongues = [_shares(tongue) for tongue in (_CENTRAL if central else _WESTERN)]
    weights = [1 / len(tongues)] * len(tongues)
    for _ in range(_ROUNDS):
        weights = _fitted(latin, tongues, weights)
    total = sum(count * math.log(_chance(x, tongues, weights)) for x, count in latin.items())
    return total + _FOREIGN * other


def _shares(tongue: Mapping[str, float]) -> dict[str, float]:
    total = sum(tongue.values())
    return {letter: often / total for letter, often in tongue.items()}


def _chance(letter: str, tongues: list[dict[str, float]], weights: list[float]) -> float:
    known = sum(w * tongue.get(letter, 0.0) for w, tongue in zip(weights, tongues, strict=True))
    return (1 - _STRANGE) * known + _STRANGE


def _fitted(
    letters: Mapping[str, int], tongues: list[dict[str, float]], weights: list[float]
) -> list[float]:
    """Shares of the tongues, each by the letters that it is likely to have given."""
    given = [1e-9] * len(tongues)
    for letter, count in letters.items():
        chance = _chance(letter, tongues, weights)
        for at, tongue in enumerate(tongues):
            given[at] += count * weights[at] * tongue.get(letter, 0.0) / chance
    total = sum(given)
    return [each / total for each in given]
