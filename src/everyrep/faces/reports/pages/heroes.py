"""How far sales lean on a few people, beside what luck alone would give; nobody is named."""

from __future__ import annotations

from everyrep.analysis.heroes import BesideLuck, Reliance, reliance
from everyrep.faces.reports.asking import Asker
from everyrep.faces.reports.charts import beside
from everyrep.faces.reports.charts.beside import Pair
from everyrep.faces.reports.groups import Groups
from everyrep.faces.reports.model import (
    Block,
    Chart,
    Figure,
    Figures,
    Missing,
    Note,
    Notes,
    Origin,
    Page,
    Spec,
    Table,
)
from everyrep.faces.reports.numbers import in_unit, joined, shown
from everyrep.faces.reports.pages.parts import missing, range_chart
from everyrep.values import Grain, Reason

_INDEX = Origin(
    "How far the top fifth is above what equals would bring, once luck is taken out.",
    "(true share of the top fifth - 20 %) / 80 %",
    "person",
    ("0 where all are truly equal, 100 % where the top fifth brings everything.",),
)
_REAL = Origin(
    "Of the spread between people, the share that is no luck.",
    "variance of true rates / (variance of true rates + variance by luck)",
    "person",
    ("True differences are not all of skill: territories and mix differ too.",),
)
_TOP = Origin(
    "What the fifth of people that booked the most booked, over what all booked.",
    "bookings of the top fifth / bookings of all",
    "person",
    ("Somebody is always on top; among equals the top fifth has more than a fifth by luck.",),
)
_WORTH = Origin(
    "What it would bring in the period if the middle three fifths sold that much more.",
    "sum over the middle of true rate x months x share",
    "person",
    ("An if, not a promise: whether anything moves them is another question.",),
)
_MORE = Origin(
    "How much more the middle would sell if so much of its real gap to the top were closed.",
    "share of the gap x true gap to the top / true rate of the middle",
    "person",
)
_NAMES = {"top": "Top fifth", "middle": "Middle three fifths", "bottom": "Bottom fifth"}


def heroes_page(asker: Asker) -> Page:
    """Shares and spreads beside luck, the same people later, and the worth of the middle."""
    year = asker.full(Grain.FISCAL_QUARTER, 4)
    name = asker.name(year, Grain.FISCAL_QUARTER)
    title = "Reliance on a few people"
    found = asker.study(title, lambda: reliance(asker.warehouse, asker.scope, year))
    if isinstance(found, Reason):
        blocks: list[Block] = [missing(title, found)]
    elif found.reason is not None:
        blocks = [missing(title, found.reason)]
    else:
        blocks = _studied(found, name)
    return Page(
        "heroes",
        "Reliance on heroes",
        "How much hangs on a few people, how much of that is luck, and what the middle is worth.",
        tuple(blocks),
    )


def _studied(found: Reliance, name: str) -> list[Block]:
    top = found.figure("top_share")
    figures = [
        Figure("Top fifth's share of bookings", top.seen, name, _TOP),
        Figure("Of the spread, no luck", found.real, name, _REAL),
        Figure("Reliance, luck taken out", found.index, name, _INDEX),
    ]
    if found.middle is not None:
        share = found.middle.share_of_gap
        about = "" if share is None else f"if {share:.0%} of the gap were closed"
        figures += [
            Figure("The middle would sell more by", found.middle.lift, about, _MORE),
            Figure("Which would be worth", found.middle.worth, name, _WORTH),
        ]
    notes = (Note(found.verdict), *(Note(note) for note in found.notes))
    return [
        Figures(tuple(figures)),
        *(_beside_luck(found.figure(each), name) for each in ("top_share", "gini")),
        _later(found),
        Notes(notes, "What can be said"),
        _table(found),
    ]


def _beside_luck(figure: BesideLuck, name: str) -> Block:
    """What is seen, what luck alone gives among equals, and what is left without luck."""
    rows = tuple(
        (title, estimate)
        for title, estimate in (
            ("As booked", figure.seen),
            ("Luck alone", figure.luck),
            ("Luck taken out", figure.real),
        )
        if estimate.estimable
    )
    unit = figure.seen.unit
    chance = (
        ""
        if figure.chance is None
        else (
            f" Luck alone gives as much in {figure.chance:.1%} of cases."
            if figure.chance >= 0.001
            else " Luck alone gives as much in less than 0.1% of cases."
        )
    )
    return range_chart(
        Groups("figure", rows, 0, unit, "person", figure.seen.reason),
        title=figure.title,
        caption=f"{name}.{chance}",
    )  # fmt: skip


def _later(found: Reliance) -> Block:
    title = "The same people, one year later"
    later = found.later
    if later is None:
        return Missing(
            title,
            "There is no year before with enough people and deals.",
            "Load the deals of the year before.",
        )
    pairs = [
        Pair(
            _NAMES.get(group.name, group.name),
            group.now,
            group.then.number(),
            f"the year before {shown(group.then, 'person').line}",
        )
        for group in later.groups
        if group.now.estimable
    ]
    if not pairs:
        return missing(title, later.groups[0].now.reason if later.groups else None)

    def draw(width: int) -> Spec:
        return beside(pairs, "ratio", width, grain="person", zero=True)

    table = tuple(
        (
            _NAMES.get(group.name, group.name),
            group.now,
            joined(in_unit(group.then.number() or 0.0, "ratio"), ""),
            f"{group.left * 100:.0f} %",
        )
        for group in later.groups
    )
    heads = ("Who they were", "Now, over all", "The year before, over all", "Have left")
    says = f"{title}. " + "; ".join(
        f"{pair.name}: {shown(pair.estimate, 'person').line}, {pair.other_says}" for pair in pairs
    )
    rank = later.true_rank if later.true_rank.estimable else later.rank
    caption = (
        "People in the groups of the year before. Hollow: what they sold a month then, over the "
        "mean of all. Filled: those of them who are still there, now, with the range. Rank "
        f"correlation between the years, luck taken out: {shown(rank, 'person').line}."
    )
    return Chart(title, draw, says, Table(title, heads, table, "person"), caption, wide=True)


def _table(found: Reliance) -> Block:
    rows = tuple((one.title, one.seen, one.luck, one.real) for one in found.figures)
    return Table(
        "Each figure beside what luck alone would give",
        ("Figure", "As booked", "Luck alone, among equals", "Luck taken out"),
        rows,
        "person",
        f"{found.people:,} people could sell; {found.without_sales:,} of them booked nothing.",
    )
