"""Which encoding a text file was written in.

A byte order mark decides. Otherwise text that is valid UTF-8 is taken for UTF-8, since other
encodings hardly ever look like it by accident. What remains is one of a few one-byte encodings;
each is tried, and the one whose reading looks most like words wins, by single letters and by
how well they belong together.
"""

from __future__ import annotations

import codecs
import re
from collections import Counter
from dataclasses import dataclass

from everyrep.sources.files.tongues import log_likelihood

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_LEGACY = ("cp1252", "cp1250", "mac-roman", "cp850", "cp1251", "iso8859-15")
_HIGH_RUN = re.compile(rb".?[\x80-\xff]+.?", re.DOTALL)
_MULTIBYTE = re.compile(rb"[\xc2-\xf4][\x80-\xbf]+")

# How much a letter beyond ASCII speaks for a reading: what Western, then Central European, texts
# are full of. Only the order matters.
_WEIGHTS = {
    **dict.fromkeys("éèêëàâäáçñöôóüûúíßÉÄÖÜÅÆØåæøãõîïÀÇÑÁÍÓÚ", 3.5),
    **dict.fromkeys("łąęśżźćńčřšžěůýťďňőűŁŚŻČŘŠŽŐŰăâîșțşţ", 3.5),
    **dict.fromkeys("òìùÈÊÔÂÎÛÙœŒðþÐÞÿ", 2.5),
    **dict.fromkeys("’‘“”„–—…€", 4.5),
    **dict.fromkeys("°§£«»\u00a0·™®©", 2.0),
}
_UNLIKELY = -3.0
_CONTROL = -12.0
_CLEARLY = 1.0


@dataclass(frozen=True)
class Encoding:
    """An encoding as recognised.

    Attributes:
        name: a codec's name.
        mark: length of the byte order mark.
        mixed: valid UTF-8 for the most part, with some lines in another encoding.
        fallback: the encoding of those lines.
    """

    name: str
    mark: int = 0
    mixed: bool = False
    fallback: str = "cp1252"


def detect(head: bytes, complete: bool = False) -> Encoding:
    """The encoding of text that begins with these bytes.

    Args:
        head: the beginning of the text; it may end within a character.
        complete: the head is the whole text.
    """
    for mark, name in _BOMS:
        if head.startswith(mark):
            return Encoding(name, len(mark))
    wide = _without_mark(head)
    if wide:
        return Encoding(wide)
    if is_utf8(head, complete):
        return Encoding("utf-8")
    legacy = best_legacy(head)
    if _mostly_utf8(head):
        return Encoding("utf-8", mixed=True, fallback=best_legacy(_invalid_lines(head)))
    return Encoding(legacy, fallback=legacy)


def is_utf8(text: bytes, complete: bool = False) -> bool:
    """Whether the bytes are valid UTF-8; an incomplete text may end within a character."""
    try:
        codecs.getincrementaldecoder("utf-8")().decode(text, complete)
    except UnicodeDecodeError:
        return False
    return True


def best_legacy(text: bytes) -> str:
    """The one-byte encoding in which the bytes read most like words; cp1252 where none stands out.

    Only the bytes beyond ASCII and their neighbours are looked at, at most a few thousand of them.
    """
    runs = _HIGH_RUN.findall(text[: 4 << 20])[:4000]
    scores = {name: _score(runs, name) for name in _LEGACY}
    best = max(scores, key=lambda name: scores[name])
    return best if scores[best] > scores["cp1252"] + _CLEARLY else "cp1252"


def decode_line(line: bytes, fallback: str) -> tuple[str, bool]:
    """A line as text, and whether it had to be read in the fallback encoding."""
    try:
        return line.decode("utf-8"), False
    except UnicodeDecodeError:
        try:
            return line.decode(fallback), True
        except UnicodeDecodeError:
            return line.decode("latin-1"), True


def _without_mark(head: bytes) -> str | None:
    """UTF-16 or UTF-32 without a mark: every other byte, or three of four, are zero."""
    sample = head[: 4096 - 4096 % 4]
    if len(sample) < 8 or sample.count(0) < len(sample) * 0.3:
        return None
    zeros = [sample[at::4].count(0) * 4 / len(sample) for at in range(4)]
    shapes = {
        "utf-32-le": (0, 1, 1, 1),
        "utf-32-be": (1, 1, 1, 0),
        "utf-16-le": (0, 1, 0, 1),
        "utf-16-be": (1, 0, 1, 0),
    }
    for name, shape in shapes.items():
        if all((zero > 0.7) == bool(want) for zero, want in zip(zeros, shape, strict=True)):
            return name
    return None


def _mostly_utf8(head: bytes) -> bool:
    """Whether some lines are UTF-8 beyond ASCII, and more than those that are not UTF-8."""
    high = [line for line in head.splitlines()[:-1] if not line.isascii()]
    valid = sum(1 for line in high if is_utf8(line, True) and _MULTIBYTE.search(line))
    return valid > 0 and valid >= (len(high) - valid)


def _invalid_lines(head: bytes) -> bytes:
    return b"\n".join(line for line in head.splitlines() if not is_utf8(line, True))


def _score(runs: list[bytes], name: str) -> float:
    texts = [run.decode(name, errors="replace") for run in runs]
    letters = Counter(x for text in texts for x in text.lower() if x > "\x7f" and x.isalpha())
    together = log_likelihood(letters, central=name == "cp1250")
    return sum(map(_score_run, texts)) + together


def _score_run(text: str) -> float:
    score = 0.0
    for at, char in enumerate(text):
        if ord(char) < 128:
            continue
        before = text[at - 1] if at else " "
        after = text[at + 1] if at + 1 < len(text) else " "
        score += _score_char(char, before, after)
    return score


def _score_char(char: str, before: str, after: str) -> float:
    if "\u0400" <= char <= "\u04ff":
        near = any("\u0400" <= other <= "\u04ff" for other in (before, after))
        return (2.5 if char.islower() or not before.islower() else -2.0) if near else _UNLIKELY
    if "\x80" <= char <= "\x9f":
        return _CONTROL
    if char.isalpha() and not before.isalpha() and not after.isalpha():
        return -2.0
    if before > "\x7f" and after > "\x7f" and char.isalpha():
        return -2.0
    if char == "õ" and after not in "es":
        return 1.5
    weight = _WEIGHTS.get(char, 0.0 if char.isalpha() else _UNLIKELY)
    if (char.isupper() and before.islower()) or (char.islower() and after.isupper()):
        return -4.0
    if not char.isalpha() and char not in "’‘" and before.isalpha() and after.isalpha():
        return -4.0
    return weight
