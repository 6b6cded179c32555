"""What was done to people: a course, coaching, calls, a program. Written `kind:name`.

Most treatments are things that happened to a person on a day, and are read through the catalogue's
own counts ("completions" of a course, "coaching_sessions" on a skill). A program is a record of who
was assigned to what. A change is a day on which something began for everybody, or for some teams.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from everyrep.values import UnknownName, UserError


@dataclass(frozen=True)
class Kind:
    """One kind of treatment.

    Attributes:
        name: As it is written before the colon.
        sentence: What it is.
        measure: The measure that counts it; empty where it is not counted by one.
        condition: Which of its facts count; "{}" stands for the name after the colon.
        always: A condition that holds whatever the name.
        repeated: Whether it is a dose that recurs, rather than something that one has had or not.
        named: Whether a name after the colon is needed.
        often: Whether it is done so often that one more says nothing: its effect is told of twice
            as much as usual.
    """

    name: str
    sentence: str
    measure: str = ""
    condition: str = ""
    always: str = ""
    repeated: bool = False
    named: bool = True
    often: bool = False


_LISTED = (
    Kind("course", "A course completed.", "completions", "course = {}"),
    Kind("certificate", "A certificate earned.", "certifications", "course = {}"),
    Kind("lessons", "Micro-lessons on a course or topic.", "completions", "course = {}",
         "course_kind = 'lesson'", repeated=True, named=False),
    Kind("coaching", "Coaching sessions, on a skill or on any.", "coaching_sessions",
         "skill = {}", repeated=True, named=False),
    Kind("content", "A piece of content used.", "content_uses", "content = {}"),
    Kind("activity", "Activities of a kind: activity:call, activity:meeting ...", "activities",
         "activity_kind = {}", repeated=True, often=True),
    Kind("play", "A play; asked about by what it was recorded as, since plays have no table."),
    Kind("program", "A program with a record of who was assigned to it."),
    Kind("change", "Something that began on a day: 'change:2025-03-01', or for some teams "
         "'change:2025-03-01@TEAM'."),
)  # fmt: skip
KINDS: Mapping[str, Kind] = {kind.name: kind for kind in _LISTED}
ALIASES: Mapping[str, str] = {"tool": "change", "process": "change", "plan": "change"}
"""Other words for a kind. A tool, a process, a pay plan is there from a day on: it is a change."""


@dataclass(frozen=True)
class Treatment:
    """What was done.

    Attributes:
        kind: Of `KINDS`.
        name: Which course, skill, program ...; empty for any.
        begins: For a change: team id or name and day; "*" stands for everybody.
    """

    kind: Kind
    name: str = ""
    begins: Mapping[str, date] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """As it is written."""
        return f"{self.kind.name}:{self.name}" if self.name else self.kind.name

    @property
    def title(self) -> str:
        """As a reader sees it."""
        program, _, arm = self.name.partition("@")
        if self.kind.name == "program" and arm:
            return f"{arm.strip()} ({program.strip()})"
        return self.name or self.kind.name

    @property
    def where(self) -> str | None:
        """The condition on the facts of the measure that counts it."""
        parts = [self.kind.always] if self.kind.always else []
        if self.name and self.kind.condition:
            parts.append(self.kind.condition.format("'" + self.name.replace("'", "''") + "'"))
        return " and ".join(parts) or None


def treatment(text: str) -> Treatment:
    """Read a treatment from `kind:name`.

    Raises:
        UnknownName: There is no such kind.
        UserError: The name is missing, or a change has no day.
    """
    word, _, name = (part.strip() for part in text.partition(":"))
    kind = KINDS.get(ALIASES.get(word.casefold(), word.casefold()))
    if kind is None:
        raise UnknownName("kind of treatment", word, [*KINDS, *ALIASES])
    if kind.name == "change":
        return Treatment(kind, name, _begins(name, word.casefold()))
    if kind.named and not name:
        raise UserError(
            f"{kind.name!r} does not say which {kind.name}",
            remedy=f"write {kind.name}:NAME",
        )
    return Treatment(kind, name)


def _begins(text: str, word: str) -> dict[str, date]:
    """Day and teams of "2025-03-01" or "2025-03-01@A, 2025-06-01@B"."""
    found: dict[str, date] = {}
    for part in text.split(","):
        day, _, team = (piece.strip() for piece in part.partition("@"))
        try:
            found[team or "*"] = date.fromisoformat(day)
        except ValueError:
            raise UserError(
                f"A {word} began on {day!r}, which is not a day",
                why="what is there from a day on is asked about by that day, not by its name",
                remedy=f"write {word}:2025-03-01, or {word}:2025-03-01@TEAM,2025-06-01@OTHER",
            ) from None
    return found
