"""How large a delivered file may be before it is taken for a mistake or an attack.

The limits are far above what a CRM, LMS or HR system exports, and low enough that nothing a file
claims can fill the memory of a laptop.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

KIB, MIB, GIB = 1 << 10, 1 << 20, 1 << 30

CHUNK = MIB
HEAD = MIB  # bytes looked at to recognise a file's form
LONGEST_HEAD = 8 * MIB  # looked at where the first lines are very long
MOST_COLUMNS = 16_384  # what a sheet of Excel can hold
LONGEST_LINE = 16 * MIB
LONGEST_RECORD = 64 * MIB  # of JSON
MOST_REJECTS = 100_000  # lines kept one by one before a file is refused as a whole
DEEPEST = 8  # levels of nested objects that are spread over columns

Progress = Callable[[float], None]


def silent(_: float) -> None:
    """Progress that nobody watches."""


@dataclass(frozen=True)
class ReadOptions:
    """What may be changed about reading; the defaults suit every export we know of.

    Attributes:
        most_bytes: largest unpacked size.
        most_expansion: how many times larger than itself a packed file may become.
        expansion_from: unpacked size below which expansion is not looked at.
        keep_free: bytes of the disk that stay free while unpacking.
        threads: threads of the engine; None: as many as there are.
        memory: memory limit of the engine, such as "2GB".
    """

    most_bytes: int = 64 * GIB
    most_expansion: int = 250
    expansion_from: int = 256 * MIB
    keep_free: int = 256 * MIB
    threads: int | None = None
    memory: str = "1GB"
