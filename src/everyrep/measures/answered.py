"""Answers that the process keeps: a build never changes, so a question asked again needs no work.

An answer is found by the whole question with the scope of who asks, so that nobody is ever given
what another was told: who asks with other rights, or under another name, asks another question.
Only answers of the build asked last are there; with the next build they go, and with them the
names in them.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock

from everyrep.measures.answer import Answer

MOST_ROWS = 20_000
"""Rows of all answers together, some 20 MB; those asked for least lately go first."""
LARGE = 2_000
"""Rows from which on an answer is not kept: it would put out too many others."""


class Answers:
    """Answers about one build."""

    def __init__(self, most_rows: int = MOST_ROWS, large: int = LARGE) -> None:
        self._most, self._large = most_rows, large
        self._build: Hashable = None
        self._found: OrderedDict[Hashable, Answer] = OrderedDict()
        self._rows = 0
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._found)

    def of(self, build: Hashable, asked: Hashable, answer: Callable[[], Answer]) -> Answer:
        """The answer to a question; worked out, and kept, where it is not there.

        Two who ask the same at once both work it out: nobody waits for another's question.

        Args:
            build: Tells one state of the facts from every other; None is one that may change,
                of which nothing is kept.
            asked: The whole question, with its scope.
            answer: Works it out. What it raises is not kept.
        """
        if build is None:
            return answer()
        with self._lock:
            if build == self._build and asked in self._found:
                self._found.move_to_end(asked)
                return self._found[asked]
        worked_out = answer()
        with self._lock:
            self._keep(build, asked, worked_out)
        return worked_out

    def forget(self) -> None:
        """Let all of them go."""
        with self._lock:
            self._turn_to(None)

    def _keep(self, build: Hashable, asked: Hashable, answer: Answer) -> None:
        if build != self._build:
            self._turn_to(build)
        if len(answer) >= self._large or asked in self._found:
            return
        self._found[asked] = answer
        self._rows += _weight(answer)
        while self._rows > self._most:
            _, gone = self._found.popitem(last=False)
            self._rows -= _weight(gone)

    def _turn_to(self, build: Hashable) -> None:
        self._found.clear()
        self._build, self._rows = build, 0


def _weight(answer: Answer) -> int:
    """Rows; an answer without any takes room too."""
    return max(1, len(answer))
