"""One pass over a text's bytes: hashed, counted, and made UTF-8 where it is not.

An open UTF-8 file is only looked at; anything packed or in another encoding is written beside, so
that the engine can read it in parallel.
"""

from __future__ import annotations

import codecs
import hashlib
from dataclasses import dataclass, field
from pathlib import Path

from everyrep.sources.files.container import Packed, chunks
from everyrep.sources.files.encoding import Encoding, best_legacy
from everyrep.sources.files.limits import Progress, ReadOptions


@dataclass
class Scan:
    """What one pass over a text found.

    Attributes:
        text: the UTF-8 file to read: the delivered one, or the one written beside it.
        sha256: hash of the unpacked bytes as delivered.
        size: number of these bytes.
        lines: physical lines, whatever ends them, without blank ones at the end.
        mixed_ends: lines end in more than one way.
        carriage: lines end in a carriage return alone.
        zeros: there are NUL characters.
        encoding: the encoding, corrected where the first bytes were misleading.
        invalid: some bytes are not valid UTF-8, and the rest is.
    """

    text: Path
    sha256: str = ""
    size: int = 0
    lines: int = 0
    mixed_ends: bool = False
    carriage: bool = False
    zeros: bool = False
    encoding: Encoding = field(default_factory=lambda: Encoding("utf-8"))
    invalid: bool = False


def scan_text(
    packed: Packed, encoding: Encoding, work: Path, options: ReadOptions, progress: Progress
) -> Scan:
    """Look at every byte of a text once; twice where the first bytes misled about the encoding."""
    plain = encoding.name == "utf-8"
    beside = packed.packing != "none" or not plain
    target = work / "text.csv" if beside else None
    scanner = _Scanner(packed, encoding, target, work, options, progress)
    scan = scanner.run()
    if scanner.legacy is not None:
        legacy = Encoding(scanner.legacy, fallback=scanner.legacy)
        return scan_text(packed, legacy, work, options, progress)
    return scan


class _Scanner:
    """State of one pass."""

    def __init__(
        self,
        packed: Packed,
        encoding: Encoding,
        target: Path | None,
        work: Path,
        options: ReadOptions,
        progress: Progress,
    ) -> None:
        self.packed = packed
        self.encoding = encoding
        self.target = target
        self.work = work
        self.options = options
        self.progress = progress
        self.legacy: str | None = None
        self.invalid = False
        self.fallback = encoding.fallback
        self.high = False  # bytes beyond ASCII were seen, and were valid UTF-8
        self.digest = hashlib.sha256()
        self.size = self.feeds = self.returns = self.pairs = 0
        self.zeros = False
        self.last = b""
        self.tail = b""  # line ends since the last line with anything on it
        self.decoder = codecs.getincrementaldecoder("utf-8" if self.plain else encoding.name)(
            errors="strict" if self.plain else "everyrep_latin"
        )

    @property
    def plain(self) -> bool:
        return self.encoding.name == "utf-8"

    def run(self) -> Scan:
        out = self.target.open("wb") if self.target else None
        try:
            for chunk in chunks(self.packed, self.options, self.work if out else None):
                self.digest.update(chunk)
                first = self.size == 0
                self.size += len(chunk)
                text = self._utf8(chunk, first)
                self._count(text)
                if out:
                    out.write(text)
                self._report()
                if self.legacy is not None:
                    break
            if out and not self.plain:
                rest = self.decoder.decode(b"", True).encode("utf-8")
                self._count(rest)
                out.write(rest)
        finally:
            if out:
                out.close()
        return self._found()

    def _utf8(self, chunk: bytes, first: bool) -> bytes:
        if first and self.encoding.mark and not self.plain:
            chunk = chunk[self.encoding.mark :]
        if not self.plain:
            return self.decoder.decode(chunk).encode("utf-8", "replace")
        if not self.invalid and not (chunk.isascii() and not self.decoder.getstate()[0]):
            self._check(chunk)
        return chunk

    def _check(self, chunk: bytes) -> None:
        try:
            self.decoder.decode(chunk)
        except UnicodeDecodeError:
            if self.high or self.encoding.mark or self.encoding.mixed or _has_multibyte(chunk):
                self.invalid = True
                self.fallback = best_legacy(_not_utf8(chunk))
            else:
                self.legacy = best_legacy(chunk)
        else:
            self.high = self.high or not chunk.isascii()

    def _count(self, text: bytes) -> None:
        if not text:
            return
        self.feeds += text.count(b"\n")
        returns = text.count(b"\r")
        if returns:
            self.returns += returns
            self.pairs += text.count(b"\r\n")
        if self.last == b"\r" and text.startswith(b"\n"):
            self.pairs += 1
        self.zeros = self.zeros or b"\0" in text
        self.last = text[-1:]
        content = text.rstrip(b"\r\n")
        self.tail = text[len(content) :] if content else self.tail + text

    def _report(self) -> None:
        if self.packed.packing == "none":
            whole = max(self.packed.path.stat().st_size, 1)
            self.progress(min(self.size / whole, 1.0))

    def _found(self) -> Scan:
        breaks = self.feeds + self.returns - self.pairs
        tail = self.tail.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        lines = breaks - len(tail) + 1 if self.size else 0
        return Scan(
            text=self.target or self.packed.path,
            sha256=self.digest.hexdigest(),
            size=self.size,
            lines=lines,
            mixed_ends=(self.returns not in (0, self.pairs) and self.feeds > 0)
            or (self.pairs not in (0, self.feeds)),
            carriage=self.feeds == 0 and self.returns > 0,
            zeros=self.zeros,
            encoding=Encoding(self.encoding.name, self.encoding.mark, self.invalid, self.fallback),
            invalid=self.invalid,
        )


def _has_multibyte(chunk: bytes) -> bool:
    """Whether most lines beyond ASCII are valid UTF-8."""
    high = [line for line in chunk.splitlines() if not line.isascii()]
    valid = sum(1 for line in high if _valid(line))
    return valid * 2 > len(high)


def _not_utf8(chunk: bytes) -> bytes:
    return b"\n".join(line for line in chunk.splitlines() if not _valid(line))


def _valid(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _as_latin(error: UnicodeError) -> tuple[str, int]:
    """Bytes that an encoding leaves undefined, read as Latin-1, as browsers do."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    piece = error.object[error.start : error.end]
    return piece.decode("latin-1"), error.end


codecs.register_error("everyrep_latin", _as_latin)
