"""Files that people handed to the app, as they lie on its disk until they are loaded or dropped.

Names come from browsers and are believed in nothing: what is kept of one is letters, digits and a
few signs, so that it can neither leave its folder nor look like something it is not.
"""

from __future__ import annotations

import os
import re
import secrets
import shutil
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from everyrep.values import UserError

LIMIT = "EVERYREP_UPLOAD_MB"
KEEP_FREE = 256 * 1024 * 1024
"""Bytes of the disk that an upload leaves free."""
_DEFAULT_MB = 200
_TOKEN = re.compile(r"[0-9a-f]{32}")
_LONGEST = 100
_UNFINISHED = ".unfinished-"


def limit() -> int:
    """How many bytes may be uploaded at once.

    Raises:
        UserError: The setting is no number.
    """
    given = os.environ.get(LIMIT, "").strip()
    if given and not (given.isdigit() and int(given)):
        raise UserError(
            f"{given!r} is no number of megabytes", where=LIMIT, remedy=f"write {_DEFAULT_MB}"
        )
    return (int(given) if given else _DEFAULT_MB) * 1024 * 1024


def harmless_name(name: str) -> str:
    """What a file is called here: the name it had, without anything that could do harm."""
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    plain = re.sub(r"[^\w.() +-]", "_", last).strip(" ._-")
    stem, dot, ending = plain.rpartition(".")
    if not dot:
        return plain[:_LONGEST] or "file"
    return f"{stem[: _LONGEST - len(ending[:12]) - 1] or 'file'}.{ending[:12]}"


@dataclass(frozen=True)
class Upload:
    """Files that came together.

    Attributes:
        token: What it is called in addresses: not to be guessed.
        folder: Where its files lie.
    """

    token: str
    folder: Path

    @classmethod
    def begin(cls, root: Path) -> Upload:
        """A folder to receive files in, under a name that the finished one does not have."""
        token = secrets.token_hex(16)
        folder = root / "app" / "uploads" / f"{_UNFINISHED}{token}"
        folder.mkdir(parents=True, mode=0o700)
        return cls(token, folder)

    @classmethod
    def find(cls, root: Path, token: str) -> Upload | None:
        """The upload of a token, where its files still lie."""
        if not _TOKEN.fullmatch(token):
            return None
        folder = root / "app" / "uploads" / token
        return cls(token, folder) if folder.is_dir() else None

    def place_for(self, name: str) -> Path:
        """Where a file of a name is to be written; two of one name lie side by side."""
        wanted = harmless_name(name)
        taken = {file.name.casefold() for file in self.folder.iterdir()}
        stem, dot, ending = wanted.rpartition(".")
        number, free = 1, wanted
        while free.casefold() in taken:
            number += 1
            free = f"{stem} ({number}).{ending}" if dot else f"{wanted} ({number})"
        return self.folder / free

    def files(self) -> list[Path]:
        """Its files, by name; what looking at them left beside them begins with a point."""
        return sorted(file for file in self.folder.iterdir() if file.name[0] != ".")

    def finish(self) -> Upload:
        """Give it its final name: from now on it can be found."""
        final = self.folder.with_name(self.token)
        self.folder.rename(final)
        return Upload(self.token, final)

    def drop(self) -> None:
        """Delete its files."""
        shutil.rmtree(self.folder, ignore_errors=True)
