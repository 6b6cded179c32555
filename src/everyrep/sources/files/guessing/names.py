"""Names of columns and files, brought to a form in which names of different systems meet.

`Close Date`, `close_date__c`, `property_closedate` and `CloseDate` are one name; `Schließdatum`
keeps its letters without their marks.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterator
from functools import lru_cache

from everyrep.sources.files.guessing.tongues import ENGLISH, SMALL_WORDS

_PREFIXES = ("property", "properties", "hs", "sf", "sfdc", "fields", "attributes", "custom", "n")
_SUFFIXES = ("c", "usd", "eur", "gbp", "pct", "percent")
_TECHNICAL = ("fivetran", "airbyte", "stitch", "sdc", "dlt", "etl", "metadata")
NUMBERING = frozenset("no nr number num code key seq nummer numero nro".split())
_NOISE = frozenset(
    "data export exports report table extract dump list all full sheet tab subset sample seed "
    "final new copy fct dim fact stg raw vw dbo view sf sfdc salesforce hubspot hs workday "
    "dynamics crm lms hris erp csv tsv json xlsx parquet txt statement file download results "
    "from of the my our".split()
)
_UNITS = {
    "seconds": "seconds", "second": "seconds", "secs": "seconds", "sec": "seconds",
    "milliseconds": "milliseconds", "millis": "milliseconds", "ms": "milliseconds",
    "minutes": "minutes", "minute": "minutes", "mins": "minutes", "min": "minutes",
    "hours": "hours", "hour": "hours", "hrs": "hours",
    "days": "days", "day": "days",
}  # fmt: skip
# Words that turn a name into another thing: years with a manager are not a manager.
_OTHER_MEANING = frozenset(
    "years year months month weeks days hours count num percent pct ratio avg average hike change "
    "since previous last past desired old former next age rank size bins".split()
)
_MEASURES = frozenset("percent pct hours days".split())
_LASTING = frozenset("duration length lasted elapsed".split())
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_NOT_WORD = re.compile(r"[^a-z0-9]+")
_NUMBER_SIGN = re.compile(r"(?<=\w)\W*#")  # "Opp #"; a lone "#" counts lines and names nothing
_ASIDE = re.compile(r"\([^)]*\)|\[[^\]]*\]")
_SPECIAL = str.maketrans({"ß": "ss", "ø": "o", "ł": "l", "æ": "ae", "œ": "oe", "%": " percent "})
_MOST_RUN = 5


@lru_cache(maxsize=50_000)
def fold(name: str) -> str:
    """Letters and digits only, lower case, without marks."""
    return "".join(words(name))


@lru_cache(maxsize=50_000)
def words(name: str) -> tuple[str, ...]:
    """The words of a name: split at marks and where case changes, lower case, without marks."""
    spaced = _CAMEL.sub(" ", _NUMBER_SIGN.sub(" number ", name)).translate(_SPECIAL)
    plain = unicodedata.normalize("NFKD", spaced.casefold())
    letters = "".join(char for char in plain if not unicodedata.combining(char))
    return tuple(word for word in _NOT_WORD.split(letters) if word)


def is_technical(name: str) -> bool:
    """Whether a column was added by a pipeline, and says nothing about the business."""
    parts = words(name)
    wrapped = parts[:1] == ("attributes",) and parts[1:] in (("type",), ("url",))
    return wrapped or (bool(parts) and parts[0] in _TECHNICAL)


@lru_cache(maxsize=50_000)
def forms(name: str) -> tuple[tuple[str, float], ...]:
    """Folded forms under which a name may be known, each with how much it weighs.

    The whole name weighs 1; the name without a system's prefix or suffix, or without what stands
    in brackets, a little less; a run of its words less the more is left out.
    """
    return tuple(_forms(name, words(name)))


def _forms(name: str, parts: tuple[str, ...]) -> Iterator[tuple[str, float]]:
    whole = "".join(parts)
    if not whole:
        return
    yield whole, 1.0
    aside = words(_ASIDE.sub(" ", name))
    if aside and aside != parts and not set(parts) - set(aside) & _OTHER_MEANING - _MEASURES:
        yield from ((form, 0.98 * weight) for form, weight in _forms(" ".join(aside), aside))
        return
    bare = _bare(parts)
    if bare and bare != parts:
        yield "".join(bare), 0.97
    if len(parts) > 1 and parts[-1] in NUMBERING:
        yield "".join(parts[:-1]) + "id", 0.95
    english = translated(parts)
    if english is not None:
        yield english, 0.96
    last = words(name.rsplit(".", 1)[-1]) if "." in name else ()
    if last and "".join(last) != whole:
        yield "".join(last), 0.8
    yield from _runs(parts, len(whole))


def without_shared(names: Collection[str]) -> dict[str, str]:
    """Names to what is left of them without the word that nearly all begin with.

    Some systems say before every column whose it is: `Deal - Title`, `Deal - Value`.
    """
    first = Counter(words(name)[:1] for name in names)
    (word, times), *_ = first.most_common(1) or [((), 0)]
    if not word or times < max(4, 0.8 * len(names)):
        return {}
    begins = re.compile(rf"\W*{re.escape(word[0])}[\W_]+", re.IGNORECASE)
    return {name: rest for name in names if words(rest := begins.sub("", name, count=1))}


def unit_of(name: str) -> str | None:
    """The unit of time that a name states, such as minutes."""
    for word in reversed(words(name)):
        if word in _UNITS:
            return _UNITS[word]
    return None


def stem_words(file_name: str) -> tuple[str, ...]:
    """What a file's name is about: its words without endings, dates, numbers and noise."""
    stem = file_name.split(".", maxsplit=1)[0] if not file_name.startswith(".") else file_name
    kept = tuple(word for word in words(stem) if word not in _NOISE and not word.isdigit())
    english = translated(kept)
    return (english,) if english is not None else kept


def likeness(said: tuple[str, ...], known: frozenset[str]) -> float:
    """How well the words of a file's name meet the known names of a table, from 0 to 1.

    The last words say what a thing is: a "user role" is a role, and hardly a user.
    """
    whole = "".join(said)
    if not whole:
        return 0.0
    best = 1.0 if _singular(whole) in known else 0.0
    for run, share, last in _named_runs(said, len(whole)):
        if _singular(run) in known:
            best = max(best, 0.9 * share if last else 0.4 * share)
    return min(best, 1.0)


def without_history(said: tuple[str, ...]) -> tuple[str, ...]:
    """The words without "history" at the end: the history of workers is about workers."""
    return said[:-1] if len(said) > 1 and said[-1] == "history" else said


def singular(name: str) -> str:
    """A folded name without the plural's ending."""
    return _singular(name)


def singulars(names: list[str]) -> frozenset[str]:
    """Folded names without the plural's ending."""
    return frozenset(_singular(fold(name)) for name in names)


def _bare(parts: tuple[str, ...]) -> tuple[str, ...]:
    kept = list(parts)
    while len(kept) > 1 and kept[0] in _PREFIXES:
        kept.pop(0)
    while len(kept) > 1 and kept[-1] in _SUFFIXES:
        kept.pop()
    return tuple(kept)


def translated(parts: tuple[str, ...]) -> str | None:
    """The folded English name, where the words are a known name in another language."""
    content = "".join(part for part in parts if part not in SMALL_WORDS)
    return ENGLISH.get("".join(parts)) or ENGLISH.get(content)


def _runs(parts: tuple[str, ...], length: int) -> Iterator[tuple[str, float]]:
    """Runs of neighbouring words, weighed by their share of the name."""
    for size in range(min(len(parts) - 1, _MOST_RUN), 0, -1):
        for start in range(len(parts) - size + 1):
            run = "".join(parts[start : start + size])
            left = {*parts[:start], *parts[start + size :]}
            if _LASTING & set(parts):
                left -= set(_UNITS)
            if len(run) >= 4 and not left & _OTHER_MEANING:
                yield run, 0.4 + 0.4 * len(run) / length


def _named_runs(said: tuple[str, ...], length: int) -> Iterator[tuple[str, float, bool]]:
    for size in range(len(said), 0, -1):
        for start in range(len(said) - size + 1):
            run = "".join(said[start : start + size])
            yield run, len(run) / length, start + size == len(said)


def _singular(name: str) -> str:
    if name.endswith("ies") and len(name) > 4:
        return name[:-3] + "y"
    return name[:-1] if name.endswith("s") and not name.endswith("ss") else name
