"""What moved the pipeline within the last week."""

from __future__ import annotations

from everyrep.analysis.pipeline.moves import what_moved
from everyrep.analysis.pipeline.waterfall import WhatMoved
from everyrep.faces.reports.asking import Asker
from everyrep.faces.reports.charts import steps
from everyrep.faces.reports.charts.steps import Step
from everyrep.faces.reports.groups import words
from everyrep.faces.reports.model import Block, Chart, Missing, Spec, Table
from everyrep.faces.reports.numbers import shown, unit_word
from everyrep.faces.reports.pages.parts import missing
from everyrep.faces.reports.pages.truth import coming_quarter
from everyrep.values import Grain, Reason
from everyrep.values.plurals import listed


def movement_blocks(asker: Asker) -> list[Block]:
    """The week as steps, over all that is open and over what is due in the quarter."""
    quarter = coming_quarter(asker)
    name = asker.name(quarter, Grain.FISCAL_QUARTER)
    within = asker.study("moved", lambda: what_moved(asker.warehouse, asker.scope, period=quarter))
    title = f"What moved since last week in the pipeline of {name}"
    if isinstance(within, Reason):
        return [missing(title, within)]
    return [_steps(within, title)]


def _adds_up(found: WhatMoved) -> str:
    """Whether the parts that are shown are all there are."""
    hidden = [words(part.name) for part in found.parts if not part.effect.estimable]
    if not hidden:
        return "The parts add up, to the last cent."
    return (
        f"The parts shown do not add up: {listed(hidden)} {'is' if len(hidden) == 1 else 'are'} "
        "withheld, being about too few people or giving such a part away."
    )


def _steps(found: WhatMoved, title: str) -> Block:
    if not found.after.estimable or not found.before.estimable:
        return missing(title, found.after.reason or found.before.reason)
    if not found.before.n and not found.after.n:
        return Missing(
            title,
            "No deal that is due in the quarter was open a week ago, or is now.",
            "Load deals that are open, with the days on which they are expected to close.",
        )
    unit = found.after.unit
    rows = (
        Step(f"Open on {found.since}", found.before, whole=True),
        *(
            Step(words(part.name), part.effect, gained=part.name == "won")
            for part in found.parts
            if part.effect.number()
        ),
        Step(f"Open on {found.until}", found.after, whole=True),
    )

    def draw(width: int) -> Spec:
        return steps(rows, unit, width, grain="deal")

    says = f"{title}. " + "; ".join(
        f"{row.name}: {shown(row.estimate, 'deal').line}" for row in rows
    )
    sentences = {words(part.name): part.sentence for part in found.parts}
    table = Table(
        title,
        ("What happened", "Amount", "Meaning"),
        tuple((row.name, row.estimate, sentences.get(row.name, "")) for row in rows),
        "deal",
    )
    caption = f"{_adds_up(found)} {' '.join(found.notes)}"
    return Chart(f"{title}, {unit_word(unit)}", draw, says, table, caption.strip(), wide=True)
