"""All that is wrong with a plan file, told together."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from everyrep.values import UserError

MOST_TOLD = 20
MOST_LOOKED_FOR = 500


class PlanError(UserError):
    """A plan file that cannot be read.

    Attributes:
        problems: What is wrong, in the order of the file, at most 20.
        count: How many mistakes were found in all.
    """

    def __init__(self, where: str, problems: Iterable[UserError], count: int) -> None:
        self.problems, self.count = tuple(problems), count
        super().__init__(
            "\n".join([_heading(where, count), *(f"- {one.told}" for one in self.problems)]),
            near=self.problems[0].near if count == 1 else (),
        )

    def __str__(self) -> str:
        """A heading, and a line for each mistake."""
        return self.message

    def to_dict(self) -> dict[str, Any]:
        """The error as JSON-safe data, each mistake by itself."""
        problems = [one.to_dict() for one in self.problems]
        return {**super().to_dict(), "count": self.count, "problems": problems}


def _heading(where: str, count: int) -> str:
    words = "1 mistake" if count == 1 else f"{count} mistakes"
    if count >= MOST_LOOKED_FOR:
        words = f"{MOST_LOOKED_FOR} mistakes or more"
    more = f", of which these are the first {MOST_TOLD}" if count > MOST_TOLD else ""
    return f"{where} cannot be read as a plan: {words}{more}."


class Problems:
    """What was found wrong so far."""

    def __init__(self, where: str) -> None:
        self.where = where
        self.found: list[tuple[int, UserError]] = []

    def __len__(self) -> int:
        return len(self.found)

    def add(self, problem: UserError, line: int, path: str) -> None:
        """Keep a problem, with the place where it was found.

        Raises:
            PlanError: So much is wrong that nobody looks for more.
        """
        self.found.append((line, problem))
        inner = f", {problem.where}" if problem.where else ""
        problem.where = f"{self.where}, line {line} ({path}{inner})"
        if problem.remedy:
            problem.remedy = problem.remedy[0].upper() + problem.remedy[1:]
        if len(self.found) >= MOST_LOOKED_FOR:
            self.refuse()

    def move(self, problem: UserError, line: int, path: str) -> None:
        """Give a problem another place."""
        self.found = [pair for pair in self.found if pair[1] is not problem]
        problem.where = None
        self.add(problem, line, path)

    def caught(self, line: int, path: str) -> Caught:
        """Keep what is raised within, and go on."""
        return Caught(self, line, path)

    def refuse(self) -> None:
        """Raise what was found, if anything was.

        Raises:
            PlanError: Something is wrong.
        """
        if self.found:
            told = [problem for _, problem in sorted(self.found, key=lambda pair: pair[0])]
            raise PlanError(self.where, told[:MOST_TOLD], len(told))


@dataclass(frozen=True)
class Caught:
    """Keeps a problem that is raised within, with its place."""

    problems: Problems
    line: int
    path: str

    def __enter__(self) -> None:
        """Nothing is kept so far."""

    def __exit__(self, kind: object, problem: BaseException | None, trace: object) -> bool:
        """Keep a mistake of the file; let all else pass on."""
        if not isinstance(problem, UserError) or isinstance(problem, PlanError):
            return False
        self.problems.add(problem, self.line, self.path)
        return True
