"""What can be trusted: what landed, who was matched, how the past is known, what is wrong."""

from __future__ import annotations

from collections.abc import Sequence

from everyrep.faces.reports.asking import Asker
from everyrep.faces.reports.groups import Groups, words
from everyrep.faces.reports.model import Block, Missing, Page, Problem, Problems, Table
from everyrep.faces.reports.numbers import GAP, whole
from everyrep.faces.reports.pages.parts import bar_chart
from everyrep.values import Estimate
from everyrep.warehouse.checks import Example, Finding, SystemCard
from everyrep.warehouse.history_quality import Kept, history_quality

_MOST_PROBLEMS = 15
_EXAMPLES = 2
_MOST_FIELDS = 12
_NOT_YOURS = Missing(
    "The quality of all data",
    "It is about everybody's rows, and you see the rows of some.",
    "Ask whoever gives access.",
)


def quality_page(asker: Asker) -> Page:
    """Findings, systems, the past, fields and files; they are about everybody's rows."""
    blocks: tuple[Block, ...] = (_NOT_YOURS,)
    if asker.scope.sees_everybody:
        blocks = (_findings(asker), _systems(asker), _past(asker), _fields(asker), _files(asker))
    return Page(
        "data",
        "Data quality",
        "What is wrong with the rows, who was matched with whom, and what landed when.",
        blocks,
    )


def checks_page(asker: Asker) -> Page:
    """The same for a page that lists systems and loads itself: every finding, the later folded."""
    blocks: tuple[Block, ...] = (_NOT_YOURS,)
    if asker.scope.sees_everybody:
        blocks = (_every_finding(asker), _past(asker), _fields(asker))
    return Page("data", "Data quality", "What is wrong with the rows.", blocks)


def _every_finding(asker: Asker) -> Block:
    problems = tuple(_problem(asker, finding) for finding in asker.findings)
    title = "What the checks found"
    if problems:
        title += f": {len(problems)}, the gravest first"
    folded = max(0, len(problems) - _MOST_PROBLEMS)
    return Problems(title, problems, "Every contract of every table holds.", folded)


def _findings(asker: Asker) -> Block:
    found = asker.findings
    problems = tuple(_problem(asker, finding) for finding in found[:_MOST_PROBLEMS])
    title = "What the checks found"
    if len(found) > len(problems):
        title += f": the {len(problems)} gravest of {len(found)}; everyrep check lists all"
    return Problems(title, problems, "Every contract of every table holds.")


def _problem(asker: Asker, finding: Finding) -> Problem:
    return Problem(
        severity=str(finding.severity),
        sentence=finding.sentence,
        why=finding.effect.sentence,
        remedy=finding.remedy,
        examples=_examples(finding.examples) if asker.scope.can("see_rows") else (),
    )


def _examples(examples: Sequence[Example]) -> tuple[str, ...]:
    """A few rows as text: where they stand, and the cells that show what is wrong."""
    return tuple(
        f"{example.place}  "
        + ", ".join(f"{name} = {value or '(empty)'}" for name, value in example.values.items())
        for example in examples[:_EXAMPLES]
    )


def _systems(asker: Asker) -> Block:
    if not asker.cards:
        return Missing("Systems and people", "Nothing has been loaded.", "Run: everyrep load FILE")
    heads = ("System", "Newest fact", "Files", "Rejected rows", "People", "Matched", "To review",
             "Chance right")  # fmt: skip
    return Table(
        "Systems, and their people matched with those of other systems",
        heads,
        tuple(_system(card) for card in asker.cards),
        note="A person in one system only may be right: not everybody has a CRM account. The "
        "chance that a match is right is the matching's own estimate.",
    )


def _system(card: SystemCard) -> tuple[str | int, ...]:
    newest = "nothing dated" if card.last_day is None else card.last_day.isoformat()
    if card.days_behind:
        newest += f", {card.days_behind} days behind"
    return (
        card.system,
        newest,
        len(card.loads),
        card.rejected,
        card.records,
        _share(card.match_rate),
        card.queued,
        _share(card.precision),
    )


def _share(value: float | None) -> str:
    if value is None:
        return ""
    # Most is not all, however near.
    return f"over 99.9{GAP}%" if 0.999 < value < 1 else f"{value * 100:.1f}{GAP}%"


def _past(asker: Asker) -> Block:
    known = history_quality(asker.warehouse)
    rows = (
        ("Stages of deals", known.stages),
        ("Amounts of deals", known.amounts),
        ("Owners of deals", known.owners),
        ("Positions of people", known.positions),
    )
    if not any(kept.of for _, kept in rows):
        return Missing(
            "How the past is known",
            "Nothing has been loaded that has a past.",
            "Load deals with the changes of their stages.",
        )
    note = "Where the past is missing, it is taken to have been as things are now."
    if known.median_uncertain_days is not None:
        days = f"{known.median_uncertain_days:g} days"
        note += f" Half of the inferred changes are off by at most {days}."
    heads = ("What", "Recorded", "Inferred from snapshots", "Missing", "Of")
    return Table(
        "How the past is known", heads, tuple(_kept(name, kept) for name, kept in rows), note=note
    )


def _kept(name: str, kept: Kept) -> tuple[str | int, ...]:
    return (name, kept.recorded, kept.inferred, kept.missing, kept.of)


def _fields(asker: Asker) -> Block:
    """Important columns that are not filled everywhere, by the system that fills each best."""
    best: dict[tuple[str, str], tuple[float, int]] = {}
    for card in asker.cards:
        for place, share in card.filled.items():
            found = (share, card.rows.get(place[0], 0))
            best[place] = max(best.get(place, (0.0, 0)), found)
    rows = [
        (f"{words(table)}: {_field(column)}", Estimate(share, n=count, unit="share"))
        for (table, column), (share, count) in sorted(best.items(), key=lambda item: item[1][0])
        if share < 1
    ]
    groups = Groups("field", tuple(rows[:_MOST_FIELDS]), max(0, len(rows) - _MOST_FIELDS), "share",
                    "row")  # fmt: skip
    title = "Fields that figures lean on, the emptiest first"
    if not rows:
        return Missing(title, "All of them are filled in every row." if best else "No rows yet.")
    return bar_chart(
        groups,
        title=title,
        caption="Share of rows that hold something, in the system that fills the field best.",
        wide=True,
    )


def _field(column: str) -> str:
    """A physical column in a reader's words: "amount_base_minor" is "amount"."""
    for tail in ("_base_minor", "_minor", "_ref", "_id"):
        column = column.removesuffix(tail)
    return column.replace("_", " ")


def _files(asker: Asker) -> Block:
    rows = [
        (
            load.source,
            card.system,
            load.landed_at[:10],
            load.rows,
            load.rejected,
            load.blanked,
        )
        for card in asker.cards
        for load in card.loads
    ]
    if not rows:
        return Missing("Files", "Nothing has been loaded.", "Run: everyrep load FILE")
    heads = ("File", "System", "Landed", "Rows", "Rejected", "Cells left empty")
    return Table(
        f"Files: {whole(len(rows))}",
        heads,
        tuple(rows),
        note="Rejected rows and their reasons are kept beside each load, in rejects.csv.",
    )
