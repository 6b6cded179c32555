"""JSON documents and JSON Lines: where their records lie, and one record a line as they come out.

A document may be gigabytes long; it is walked in pieces, and only one record is held at a time.
"""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from everyrep.sources.files.container import Packed
from everyrep.sources.files.encoding import Encoding
from everyrep.sources.files.limits import LONGEST_RECORD
from everyrep.values.errors import DataError

_KNOWN_LISTS = (
    "records",
    "value",
    "values",
    "items",
    "results",
    "statements",
    "data",
    "rows",
    "elements",
    "entries",
    "list",
    "objects",
)
_NOT_LISTS = ("attachments", "links", "errors", "paging")
_SPACE = re.compile(r"[ \t\r\n]*")
_DECODER = json.JSONDecoder(strict=False)


@dataclass(frozen=True)
class JsonForm:
    """How JSON is laid out.

    Attributes:
        format: jsonl (a record a line) or json (one document).
        records: dotted path to the list of records; empty: the top level.
    """

    format: str
    records: str = ""


def json_form(text: str, packed: Packed, hinted: str | None) -> JsonForm | None:
    """The layout of a text that begins like JSON; None where it is something else.

    Args:
        text: the beginning of the file.
        packed: the file; its name decides where the content could be either.
        hinted: path to the records, where a person named it.
    """
    start = text.lstrip("\ufeff \t\r\n")
    if hinted is not None:
        return JsonForm("json", hinted)
    if start.startswith("["):
        after = start[1:].lstrip()
        return JsonForm("json") if after.startswith(("{", "]")) else None
    if not start.startswith("{"):
        return None
    first, _, rest = start.partition("\n")
    alone = _parsed(first)
    if alone is None:
        named = packed.name.lower()
        if named.endswith((".jsonl", ".ndjson")):
            return JsonForm("jsonl")
        return JsonForm("json", _list_path(start))
    wrapped = _list_path(start) if not rest.strip() else ""
    return JsonForm("json", wrapped) if wrapped else JsonForm("jsonl")


def each_record(
    chunks: Iterable[bytes], encoding: Encoding, path: str, label: str
) -> Iterator[bytes]:
    """The records of a document as UTF-8 JSON without line breaks, in order.

    Args:
        chunks: the document's bytes.
        encoding: their encoding.
        path: dotted path to the list; empty: the top level, a list or a single object.
        label: the file, for messages.

    Raises:
        DataError: It is not JSON from some line on, or there is no list at the path.
    """
    walker = _Walker(chunks, encoding, label)
    for key in path.split(".") if path else []:
        walker.enter(key)
    for record in walker.items():
        yield record.replace("\r", " ").replace("\n", " ").encode("utf-8", "replace")


def _parsed(text: str) -> object | None:
    try:
        return json.loads(text, strict=False)  # type: ignore[no-any-return]
    except ValueError:
        return None


def _list_path(text: str) -> str:
    """Dotted path to the list of records in a document; empty where it is itself the record."""
    found = _lists(text, 0, "")[1]
    for path in found:
        if path.rsplit(".", 1)[-1].lower() in _KNOWN_LISTS:
            return path
    top = [path for path in found if "." not in path and path.lower() not in _NOT_LISTS]
    return top[0] if len(top) == 1 else ""


def _lists(text: str, at: int, path: str, depth: int = 0) -> tuple[int | None, list[str]]:
    """Paths to lists of objects at most two levels down; the position after, None where cut off."""
    found: list[str] = []
    at = _after_space(text, at + 1)
    while at < len(text) and text[at] == '"':
        try:
            key, at = _DECODER.raw_decode(text, at)
        except ValueError:
            return None, found
        at = _after_space(text, _after_space(text, at) + 1)
        here = f"{path}.{key}" if path else str(key)
        if text[at : at + 1] == "[" and text[_after_space(text, at + 1) :][:1] == "{":
            found.append(here)
        if text[at : at + 1] == "{" and depth < 1:
            after, inner = _lists(text, at, here, depth + 1)
            found.extend(inner)
        else:
            after = _after_value(text, at)
        if after is None:
            return None, found
        at = _after_space(text, after)
        if text[at : at + 1] == ",":
            at = _after_space(text, at + 1)
    return at + 1, found


def _after_value(text: str, at: int) -> int | None:
    try:
        return _DECODER.raw_decode(text, at)[1]
    except (ValueError, RecursionError):
        return None


def _after_space(text: str, at: int) -> int:
    found = _SPACE.match(text, at)
    return found.end() if found else at


class _Walker:
    """Reads JSON values one after another from a stream of bytes."""

    def __init__(self, chunks: Iterable[bytes], encoding: Encoding, label: str) -> None:
        self.chunks = iter(chunks)
        self.decoder = codecs.getincrementaldecoder(encoding.name)(errors="replace")
        self.label = label
        self.text = ""
        self.at = 0
        self.lines = 1
        self.ended = False
        self._more()
        self.at = min(len(self.text), 1 if self.text.startswith("\ufeff") else 0)

    def enter(self, key: str) -> None:
        """Go to the value of a key in the object that comes next."""
        self._need("{")
        while self._peek() == '"':
            name = json.loads(self._value())
            self._need(":")
            if name == key:
                return
            self._value()
            if self._peek() == ",":
                self._need(",")
        raise DataError(
            f"There is no {key!r} in the document",
            where=self.label,
            remedy='Name the path to the records under [read] in the mapping: records = "a.b"',
        )

    def items(self) -> Iterator[str]:
        """Items of the list that comes next, or the single value that is there instead."""
        if self._peek() != "[":
            yield self._value()
            return
        self._need("[")
        while self._peek() != "]":
            yield self._value()
            if self._peek() == ",":
                self._need(",")
            elif self._peek() != "]":
                raise self._broken("a comma or the end of the list is missing")

    def _value(self) -> str:
        """The text of the next value."""
        self._peek()
        while True:
            try:
                _, end = _DECODER.raw_decode(self.text, self.at)
            except (ValueError, RecursionError) as error:
                end = -1
                reason = str(error).split(":")[0]
            if end >= 0 and (end < len(self.text) or self.ended):
                value = self.text[self.at : end]
                self.at = end
                return value
            if self.ended:
                raise self._broken(reason if end < 0 else "it ends too early")
            if len(self.text) - self.at > LONGEST_RECORD:
                raise self._broken(f"a record is longer than {LONGEST_RECORD >> 20} MiB")
            self._more()

    def _peek(self) -> str:
        while True:
            self.at = _after_space(self.text, self.at)
            if self.at < len(self.text):
                return self.text[self.at]
            if self.ended:
                return ""
            self._more()

    def _need(self, mark: str) -> None:
        if self._peek() != mark:
            raise self._broken(f"{mark!r} is expected")
        self.at += 1

    def _more(self) -> None:
        """Read on: at least as much as is waiting, so that long records are not tried too often."""
        self.lines += self.text.count("\n", 0, self.at)
        waiting = self.text[self.at :]
        parts, gained = [waiting], 0
        while not self.ended and gained <= len(waiting):
            chunk = next(self.chunks, None)
            self.ended = chunk is None
            parts.append(self.decoder.decode(chunk or b"", self.ended))
            gained += len(parts[-1])
        self.text, self.at = "".join(parts), 0

    def _broken(self, what: str) -> DataError:
        line = self.lines + self.text.count("\n", 0, self.at)
        near = self.text[self.at : self.at + 40]
        return DataError(
            f"The JSON breaks off or is malformed: {what}, near {near!r}",
            where=f"{self.label}, line {line:,}",
            remedy="Export it again; nothing of it was loaded",
        )
