"""Files as people have them: recognised by content, read whole or not at all, and guessed at."""

from __future__ import annotations

from everyrep.sources.files.limits import ReadOptions
from everyrep.sources.files.raw import RawPart, raw_relation, to_raw
from everyrep.sources.files.shape import FileShape, sniff

__all__ = ["FileShape", "RawPart", "ReadOptions", "raw_relation", "sniff", "to_raw"]
