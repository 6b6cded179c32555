"""Static files as they go out: packed once, at the first start of a version, never by request."""

from __future__ import annotations

import gzip
import hashlib
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse
from whitenoise.middleware import WhiteNoiseMiddleware

import everyrep
from everyrep.faces.web.place import place

_WORTH = 0.9
"""A packed file that is larger than this share of it is not kept: pictures and fonts are packed."""
_SMALLEST = 1_000
"""Bytes under which a file goes out as it is."""
_UNFINISHED = ".unfinished"


class Packed(WhiteNoiseMiddleware):  # type: ignore[misc]
    """Serves what was packed at the start; where nothing was, files as the packages have them."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        super().__init__(get_response)
        folder = folder_of(place().folder)
        if folder.is_dir():
            self.add_files(str(folder), prefix=self.static_prefix)
        else:
            self.add_files_from_finders()


def pack(app: Path) -> Path:
    """Put static files and what they are packed to into a folder of the app; gives that folder.

    Args:
        app: The app's own folder.
    """
    final = folder_of(app)
    if final.is_dir():
        return final
    beside = final.with_name(f"{final.name}{_UNFINISHED}")
    shutil.rmtree(final.parent, ignore_errors=True)  # Those of other versions go.
    for name, source in _files():
        target = beside / name
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        content = source.read_bytes()
        target.write_bytes(content)
        packed = gzip.compress(content, 9, mtime=0) if len(content) >= _SMALLEST else content
        if len(packed) < _WORTH * len(content):
            target.with_name(f"{target.name}.gz").write_bytes(packed)
    beside.rename(final)
    return final


def folder_of(app: Path) -> Path:
    """Where packed files lie: a folder of its own for each version and set of files."""
    told = hashlib.sha256(everyrep.__version__.encode())
    for name, source in _files():
        about = source.stat()
        told.update(f"{name} {about.st_size} {about.st_mtime_ns}\n".encode())
    return app / "static" / told.hexdigest()[:16]


def _files() -> Iterator[tuple[str, Path]]:
    """Every static file once, under the name in its address: the first that is found counts."""
    found: dict[str, Path] = {}
    for finder in finders.get_finders():
        for name, storage in finder.list(None):
            found.setdefault(name, Path(storage.path(name)))
    yield from sorted(found.items())
