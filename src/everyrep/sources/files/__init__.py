"""Files as people have them: recognised by content, read whole or not at all, and guessed at."""

from __future__ import annotations

from everyrep.sources.files.guess import Guess, guess
from everyrep.sources.files.limits import ReadOptions
from everyrep.sources.files.profile import ColumnProfile, profile
from everyrep.sources.files.raw import RawPart, raw_relation, to_raw
from everyrep.sources.files.sample import Sample, sample
from everyrep.sources.files.shape import FileShape, sniff

__all__ = [
    "ColumnProfile",
    "FileShape",
    "Guess",
    "RawPart",
    "ReadOptions",
    "Sample",
    "guess",
    "profile",
    "raw_relation",
    "sample",
    "sniff",
    "to_raw",
]
