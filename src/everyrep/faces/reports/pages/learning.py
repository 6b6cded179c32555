"""What people learned, how they were rated, what they did, who stays: facts, not yet effects."""

from __future__ import annotations

from everyrep.faces.reports.asking import Asker
from everyrep.faces.reports.groups import grouped, words
from everyrep.faces.reports.model import Block, Figures, Note, Page
from everyrep.faces.reports.pages.parts import bar_chart, figure, range_chart, ribbon_chart
from everyrep.values import Grain


def learning_page(asker: Asker) -> Page:
    """Completion, scores, activities, ramp and turnover."""
    year = asker.full(Grain.FISCAL_QUARTER, 4)
    name = asker.name(year, Grain.FISCAL_QUARTER)
    quarter = asker.full(Grain.FISCAL_QUARTER)
    latest = asker.name(quarter, Grain.FISCAL_QUARTER)
    blocks: list[Block] = [
        Figures(
            (
                figure(asker, "course_completion", name, period=year),
                figure(asker, "assessment_score", name, period=year),
                figure(asker, "activities_per_rep_week", latest, period=quarter),
                figure(asker, "ramp", "everybody hired so far"),
                figure(asker, "turnover", name, period=year),
            )
        ),
        _ranges(asker, "course_completion", "course_kind", "finish", year_name=name),
        _ranges(asker, "assessment_score", "skill", "", year_name=name),
        bar_chart(
            grouped(asker, "activities", "activity_kind", period=year),
            title="Activities by kind",
            caption=f"A full count, {name}. Counts reward doing, not doing well.",
        ),
        ribbon_chart(
            asker, "turnover", Grain.FISCAL_QUARTER, asker.full(Grain.FISCAL_QUARTER, 8),
            caption="Exits per person-year employed; the ribbon is the 95 % range.",
        ),
        Note(
            "These are facts side by side. That people who take courses sell more says nothing "
            "about the courses: the motivated do both. Effects take a design that can carry the "
            "word, such as a staggered rollout.",
        ),
    ]  # fmt: skip
    return Page(
        "learning",
        "People and learning",
        "What people learned, how they were rated, what they did, how fast they ramp, who stays.",
        tuple(blocks),
    )


def _ranges(asker: Asker, measure: str, dimension: str, _: str, *, year_name: str) -> Block:
    year = asker.full(Grain.FISCAL_QUARTER, 4)
    return range_chart(
        grouped(asker, measure, dimension, period=year),
        title=f"{asker.title(measure)} by {words(dimension).lower()}",
        caption=f"{asker.origin(measure).sentence} {year_name}.",
        overall=asker.one(measure, period=year),
    )
