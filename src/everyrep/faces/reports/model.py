"""A report as data: pages of blocks, which any printer can set. Nothing here knows HTML.

Every figure enters as an `Estimate`, so that no printer has a bare number to print. Plain numbers
are for bookkeeping alone: rows of a file, days, names.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from everyrep.values import Estimate

Spec = dict[str, Any]
Tone = Literal["plain", "good", "warn", "bad"]


@dataclass(frozen=True)
class Origin:
    """What stands behind a figure, for whoever asks.

    Attributes:
        sentence: What the measure says.
        formula: How it is computed.
        grain: What one unit of n is, such as "deal".
        caveats: What must be known when it is read.
    """

    sentence: str = ""
    formula: str = ""
    grain: str = ""
    caveats: tuple[str, ...] = ()


@dataclass(frozen=True)
class Chart:
    """A picture, and the same in numbers for those who do not see it.

    Attributes:
        title: What it shows, as a heading.
        draw: Gives a Vega-Lite specification for a width in pixels.
        says: The picture in a sentence: its text alternative.
        data: The figures behind it; every chart of estimates has them.
        caption: How to read it; what it rests on.
        wide: Whether it takes the whole width of the page.
        folded: Whether it is folded away under its title, where a page can fold; paper shows it.
    """

    title: str
    draw: Callable[[int], Spec]
    says: str
    data: Table
    caption: str = ""
    wide: bool = False
    folded: bool = False


@dataclass(frozen=True)
class Figure:
    """One figure, large.

    Attributes:
        title: Its name.
        estimate: The figure.
        about: What it is about, such as "2026Q1".
        origin: What stands behind it.
        trend: A small picture of the months before.
        by_range: Whether its range is set large and the value beneath it, where no single number
            can be leant on.
    """

    title: str
    estimate: Estimate
    about: str = ""
    origin: Origin = Origin()
    trend: Chart | None = None
    by_range: bool = False


@dataclass(frozen=True)
class Figures:
    """Several figures side by side."""

    figures: tuple[Figure, ...]
    title: str = ""
    lead: str = ""


Cell = Estimate | str | int | None


@dataclass(frozen=True)
class Table:
    """Rows under headings.

    Attributes:
        title: What it lists.
        columns: The headings.
        rows: Estimates, texts, and counts of bookkeeping; None is empty.
        grain: What one unit of n is, in the estimates.
        note: A sentence beneath.
        folded: Whether it is folded away under its title, where a page can fold; paper shows it.
    """

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    grain: str = ""
    note: str = ""
    folded: bool = False


@dataclass(frozen=True)
class Note:
    """Something to know.

    Attributes:
        text: What is so.
        remedy: What to do about it.
        tone: How grave it is.
        title: A few words ahead of the text.
        link: Name of the page that says more.
    """

    text: str
    remedy: str = ""
    tone: Tone = "plain"
    title: str = ""
    link: str = ""


@dataclass(frozen=True)
class Notes:
    """Several things to know, the gravest first."""

    notes: tuple[Note, ...]
    title: str = ""
    none: str = ""


@dataclass(frozen=True)
class Missing:
    """In place of figures that cannot be had: why, and what would bring them.

    Attributes:
        what: The figures, as a heading.
        reason: Why they cannot be had.
        remedy: What to load or to map.
    """

    what: str
    reason: str
    remedy: str = ""


@dataclass(frozen=True)
class Problem:
    """A contract that some rows break."""

    severity: str
    sentence: str
    why: str
    remedy: str
    examples: tuple[str, ...] = ()


@dataclass(frozen=True)
class Problems:
    """What was found wrong with the data.

    Attributes:
        title: What was looked at.
        found: What is wrong, the gravest first.
        none: What is said where nothing is.
        folded: How many at the end are folded away, where a page can fold; paper shows all.
    """

    title: str
    found: tuple[Problem, ...]
    none: str = ""
    folded: int = 0


@dataclass(frozen=True)
class Check:
    """One line of a checklist.

    Attributes:
        title: What can or cannot be computed.
        state: "computable", "weak" or "not".
        word: The state as it is shown.
        tells: What it says, or would say.
        why: Why it is weak or not, and what to load or to map.
    """

    title: str
    state: str
    word: str
    tells: str = ""
    why: str = ""


@dataclass(frozen=True)
class Checklist:
    """What can be computed, and what not."""

    title: str
    checks: tuple[Check, ...]


_GRADES = (
    (
        "counted",
        "counted",
        "A full count of our own records. It is what it is, and has no range.",
    ),
    (
        "observed",
        "observed",
        (
            "What the records show of a process that goes on. It may go with other things; it says "
            "nothing of causes."
        ),
    ),
    (
        "adjusted",
        "adjusted",
        "An effect, from a comparison of records that passed its own checks.",
    ),
    (
        "trial",
        "trial",
        "An effect, from a comparison in which chance decided who got what.",
    ),
    (
        "assumed",
        "assumed",
        "What somebody typed, not what records say. No grade of a figure is weaker.",
    ),
    (
        "not_estimable",
        "not estimable",
        "The data cannot say. It is not zero; the reason is beside it.",
    ),
)


@dataclass(frozen=True)
class Legend:
    """How to read a figure, and what the grades mean.

    Attributes:
        title: As a heading.
        lead: What range and n are.
        grades: Code and name of every grade, and what it says.
    """

    title: str = "How to read a figure"
    lead: str = (
        "Every figure has a range, where luck has a part in it: a process like this one gives "
        "values within the range in 95 of 100 cases. The n counts the independent things beneath "
        "it. The grade says what kind of claim it is."
    )
    grades: tuple[tuple[str, str, str], ...] = _GRADES


Block = Figures | Chart | Table | Note | Notes | Missing | Problems | Checklist | Legend


@dataclass(frozen=True)
class Page:
    """One page of the report.

    Attributes:
        name: Its anchor.
        title: Its heading.
        question: The question that it answers.
        blocks: What is on it, in order.
    """

    name: str
    title: str
    question: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Report:
    """Pages about one company, as one build of the warehouse knows it.

    Attributes:
        company: Its name.
        as_of: The day that counts as today.
        snapshot: The build that was read.
        made_at: When the report was made, aware.
        who: Who asked.
        simulated: Whether the company is made up.
        contents: What is in the warehouse: table to rows.
        pages: The pages.
    """

    company: str
    as_of: date
    snapshot: str
    made_at: datetime
    who: str
    simulated: bool
    contents: tuple[tuple[str, int], ...]
    pages: tuple[Page, ...]
