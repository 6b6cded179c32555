"""What can be trusted: what landed, who was matched, how history is known, what is wrong."""

from __future__ import annotations

from collections.abc import Sequence

from everyrep.faces.reports.asking import Asker
from everyrep.faces.reports.model import Block, Missing, Note, Page, Problem, Problems, Table
from everyrep.faces.reports.numbers import GAP
from everyrep.faces.reports.reading import history, landed
from everyrep.warehouse.checks import Example, Finding

_MOST_PROBLEMS = 25
_EXAMPLES = 2


def quality_page(asker: Asker) -> Page:
    """Loads, match rates, history and findings."""
    return Page(
        "data",
        "Data quality",
        "What landed and when, who was matched with whom, and what is wrong with the rows.",
        (_findings(asker), _matching(asker), _history(asker), _loads(asker)),
    )


def _loads(asker: Asker) -> Block:
    rows = [
        (
            load.source,
            ", ".join(table.replace("_", " ") for table in load.counts) or "nothing",
            load.landed_at[:10],
            sum(counts.get("rows", 0) for counts in load.counts.values()),
            sum(counts.get("rejected", 0) for counts in load.counts.values()),
            sum(counts.get("blanked", 0) for counts in load.counts.values()),
        )
        for load in landed(asker.warehouse)
    ]
    if not rows:
        return Missing("Files loaded", "Nothing has been loaded.", "Run: everyrep load FILE...")
    heads = ("File", "Tables", "Landed", "Rows", "Rejected", "Cells blanked")
    return Table(
        "Files loaded",
        heads,
        tuple(rows),
        note="Rejected rows and their reasons are kept beside each load, in rejects.csv.",
    )


def _matching(asker: Asker) -> Block:
    known = asker.warehouse.record.identity
    if not known:
        return Missing(
            "People matched across systems",
            "No people have been loaded.",
            "Load the users of the CRM, and the employees of the HR system.",
        )
    rows = tuple(
        (
            name,
            int(system["records"]),
            int(system["linked"]),
            _share(system["match_rate"]),
            int(system["queued"]),
            _share(system["estimated_precision"]),
        )
        for name, system in sorted(known.items())
    )
    heads = ("System", "Records", "In another system too", "Share", "To review", "Chance right")
    return Table(
        "People matched across systems",
        heads,
        rows,
        note="A record that is in one system only may be right: not everybody has a CRM account. "
        "The chance that a match is right is the matching's own estimate.",
    )


def _share(value: float | None) -> str:
    if value is None:
        return ""
    # Most is not all, however near.
    return f"over 99.9{GAP}%" if 0.999 < value < 1 else f"{value * 100:.1f}{GAP}%"


def _history(asker: Asker) -> Block:
    known = history(asker.warehouse)
    if not known.stays:
        return Missing(
            "History of stages",
            "No file says when deals moved from stage to stage.",
            "Load the stage history, or a snapshot of the deals now and then. It would bring "
            "stage conversion, time in stage, and the pipeline as it was.",
        )
    recorded = known.stays - known.inferred
    text = f"{recorded:,} stays of deals in stages were recorded by the source"
    if known.inferred:
        text += f", {known.inferred:,} were inferred from snapshots"
        if known.uncertain_days is not None:
            text += f" (half of them within {known.uncertain_days} days)"
    order = "given by a file" if known.declared else "read off how deals move"
    return Note(f"{text}. The order of stages is {order}.", title="History of stages.")


def _findings(asker: Asker) -> Block:
    found = asker.findings
    problems = tuple(_problem(asker, finding) for finding in found[:_MOST_PROBLEMS])
    title = "What the checks found"
    if len(found) > len(problems):
        title += f" (the {len(problems)} gravest of {len(found)})"
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
