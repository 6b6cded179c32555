"""JSON as lines: whatever the layout, one record a line in UTF-8, ready for the engine."""

from __future__ import annotations

import dataclasses
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from everyrep.sources.files.container import chunks
from everyrep.sources.files.encoding import decode_line
from everyrep.sources.files.limits import CHUNK, Progress, ReadOptions
from everyrep.sources.files.mend import physical_lines
from everyrep.sources.files.records import each_record
from everyrep.sources.files.scan import scan_text
from everyrep.sources.files.shape import FileShape

_CONTROL = re.compile(rb"[\x00-\x1f]")


@dataclass(frozen=True)
class JsonLines:
    """Records, one a line.

    Attributes:
        path: the file.
        sha256: hash of the delivered, unpacked bytes.
        size: number of these bytes.
        fallback: encoding of lines that are not UTF-8.
        notes: what was repaired.
    """

    path: Path
    sha256: str
    size: int
    fallback: str = "cp1252"
    notes: tuple[str, ...] = ()


def one_a_line(shape: FileShape, options: ReadOptions, work: Path, progress: Progress) -> JsonLines:
    """The records of a document, written one a line."""
    digest, size = hashlib.sha256(), 0
    whole = max(shape.stamp.size, 1)

    def watched() -> Iterator[bytes]:
        nonlocal size
        for chunk in chunks(shape.packed, options, work):
            digest.update(chunk)
            size += len(chunk)
            progress(min(size / whole, 1.0))
            yield chunk

    path = work / "records.jsonl"
    with path.open("wb") as out:
        for record in each_record(watched(), shape.encoding, shape.records, shape.name):
            out.write(record + b"\n")
    return JsonLines(path, digest.hexdigest(), size)


def as_they_stand(
    shape: FileShape, options: ReadOptions, work: Path, progress: Progress
) -> JsonLines:
    """JSON Lines: the file itself, or a copy in UTF-8 where it is not."""
    scan = scan_text(shape.packed, shape.encoding, work, options, progress)
    notes: tuple[str, ...] = ()
    if scan.invalid:
        notes = (f"Lines that were not UTF-8 were read as {scan.encoding.fallback}",)
    lines = JsonLines(scan.text, scan.sha256, scan.size, scan.encoding.fallback, notes)
    odd = scan.invalid or scan.mixed_ends or scan.carriage or scan.zeros
    return without_controls(lines, work) if odd else lines


def without_controls(lines: JsonLines, work: Path) -> JsonLines:
    """A copy in UTF-8 with one kind of line end and no control characters."""
    target = work / "plain.jsonl"
    with lines.path.open("rb") as stream, target.open("wb") as out:
        for line in physical_lines(iter(lambda: stream.read(CHUNK), b"")):
            text = decode_line(line, lines.fallback)[0].encode("utf-8")
            out.write(_CONTROL.sub(b" ", text) + b"\n")
    return dataclasses.replace(lines, path=target)
