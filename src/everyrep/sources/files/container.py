"""The bytes of a file, or of one member of a packed file, as a stream of bounded length.

A packed file says little about what will come out of it; what does come out is counted while it
comes, so a bomb is refused before it fills anything. Names of members are only ever shown: nothing
is written under a name that a file chose.
"""

from __future__ import annotations

import gzip
import os
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, cast

from everyrep.sources.files.limits import CHUNK, MIB, ReadOptions
from everyrep.values.errors import DataError

ARCHIVE = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
"""What an archive, and so an Excel workbook, begins with."""
_NOT_A_TABLE = ("__MACOSX/", ".DS_Store", "Thumbs.db")


@dataclass(frozen=True)
class Packed:
    """Where bytes lie: a file, perhaps packed, perhaps one member of an archive.

    Attributes:
        path: the file.
        packing: none, gz or zip.
        member: name of the member of an archive.
    """

    path: Path
    packing: str = "none"
    member: str | None = None

    @property
    def label(self) -> str:
        """How messages name it."""
        return f"{self.path.name} ({self.member})" if self.member else self.path.name

    @property
    def name(self) -> str:
        """Name of the file that was packed, without its folders."""
        if self.member:
            return PurePosixPath(self.member.replace("\\", "/")).name
        name = self.path.name
        return name[:-3] if self.packing == "gz" and name.lower().endswith(".gz") else name


@dataclass(frozen=True)
class Stamp:
    """What changes when a file does."""

    size: int
    mtime_ns: int
    inode: int

    @classmethod
    def of(cls, path: Path) -> Stamp:
        """The stamp of a file as it is now."""
        stat = path.stat()
        return cls(stat.st_size, stat.st_mtime_ns, stat.st_ino)


def packing_of(path: Path, head: bytes) -> str:
    """none, gz, zip or workbook (a zip that holds an Excel workbook), by content."""
    if head.startswith(b"\x1f\x8b"):
        return "gz"
    if not head.startswith(ARCHIVE):
        return "none"
    with _archive(path) as archive:
        names = set(archive.namelist())
    return "workbook" if "xl/workbook.xml" in names or "xl/workbook.bin" in names else "zip"


def members(path: Path, options: ReadOptions) -> tuple[str, ...]:
    """Members of an archive that may be tables, in its order.

    Raises:
        DataError: It is damaged, locked by a password, or unpacks to too much.
    """
    with _archive(path) as archive:
        infos = [info for info in archive.infolist() if _may_be_table(info)]
        claimed = sum(info.file_size for info in infos)
    _bounded(path.name, claimed, max(path.stat().st_size, 1), options)
    locked = [info.filename for info in infos if info.flag_bits & 1]
    if locked:
        raise DataError(
            f"The archive is locked by a password ({locked[0]})",
            where=path.name,
            remedy="Unpack it and load the files in it",
        )
    return tuple(info.filename for info in infos)


@contextmanager
def opened(packed: Packed) -> Iterator[IO[bytes]]:
    """The unpacked bytes as a file to read from; damage shows as DataError."""
    try:
        if packed.packing == "gz":
            with gzip.open(packed.path, "rb") as unpacked:
                yield cast("IO[bytes]", unpacked)
        elif packed.packing == "zip":
            with _archive(packed.path) as archive, archive.open(packed.member or "") as member:
                yield member
        else:
            with packed.path.open("rb") as stream:
                yield stream
    except EOFError as error:
        raise _damaged(packed, "ends before its end: it is cut off") from error
    except (gzip.BadGzipFile, zipfile.BadZipFile, zlib.error) as error:
        raise _damaged(packed, f"is damaged ({error})") from error
    except (NotImplementedError, RuntimeError) as error:
        raise _damaged(packed, f"is packed in a way that is not known here ({error})") from error


def head_of(packed: Packed, size: int) -> bytes:
    """The first unpacked bytes."""
    with opened(packed) as stream:
        return stream.read(size)


def chunks(packed: Packed, options: ReadOptions, work: Path | None = None) -> Iterator[bytes]:
    """All unpacked bytes in chunks of about a mebibyte.

    Args:
        packed: where they lie.
        options: the limits.
        work: folder that they will be written into, whose disk must not fill up.

    Raises:
        DataError: It is cut off, damaged, unpacks to too much, or the disk would fill up.
    """
    lines = total = checked = 0
    packed_size = max(packed.path.stat().st_size, 1)
    try:
        with opened(packed) as stream:
            while chunk := stream.read(CHUNK):
                total += len(chunk)
                if packed.packing != "none":
                    lines += chunk.count(b"\n")
                    _bounded(packed.label, total, packed_size, options)
                if work is not None and total - checked > 64 * MIB:
                    _room(packed.label, work, options)
                    checked = total
                yield chunk
    except DataError as error:
        if "cut off" in error.message and error.why is None:
            error.why = f"What could be unpacked ends after line {lines:,}"
        raise


@contextmanager
def as_file(packed: Packed, options: ReadOptions, work: Path | None = None) -> Iterator[Path]:
    """The bytes as a file of their own, for readers that jump about in it.

    Args:
        packed: where they lie; what is not packed is the file itself.
        options: the limits.
        work: folder to unpack into; by default the system's.

    Raises:
        DataError: See `chunks`.
    """
    if packed.packing == "none":
        yield packed.path
        return
    with tempfile.TemporaryDirectory(prefix=".unpacked-", dir=work) as folder:
        unpacked = Path(folder) / "file"
        with unpacked.open("wb") as out:
            out.writelines(chunks(packed, options, Path(folder)))
        yield unpacked


def _may_be_table(info: zipfile.ZipInfo) -> bool:
    name = info.filename
    hidden = PurePosixPath(name.replace("\\", "/")).name.startswith(".")
    return not (info.is_dir() or hidden or any(mark in name for mark in _NOT_A_TABLE))


@contextmanager
def _archive(path: Path) -> Iterator[zipfile.ZipFile]:
    try:
        with zipfile.ZipFile(path) as archive:
            yield archive
    except zipfile.BadZipFile as error:
        raise _damaged(Packed(path, "zip"), f"is damaged or cut off ({error})") from error


def _damaged(packed: Packed, what: str) -> DataError:
    return DataError(
        f"The packed file {what}",
        where=packed.label,
        remedy="Copy or export it again; nothing of it was loaded",
    )


def _bounded(label: str, total: int, packed_size: int, options: ReadOptions) -> None:
    expansion = total / packed_size
    if total > options.expansion_from and expansion > options.most_expansion:
        raise DataError(
            f"It unpacks to more than {expansion:,.0f} times its size",
            where=label,
            why="Tables do not pack that well; this looks like a file made to fill a disk",
            remedy="If you trust it, unpack it yourself and load the file in it",
        )
    if total > options.most_bytes:
        raise DataError(
            f"It unpacks to more than {options.most_bytes // MIB:,} MiB",
            where=label,
            remedy="Load it in parts",
        )


def _room(label: str, work: Path, options: ReadOptions) -> None:
    stat = os.statvfs(work)
    if stat.f_bavail * stat.f_frsize < options.keep_free:
        raise DataError(
            "The disk is nearly full while unpacking",
            where=label,
            remedy=f"Free some space on the disk of {work}, or use another workspace",
        )
