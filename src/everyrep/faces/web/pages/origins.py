"""Where each figure of a page of figures comes from, so that it can be opened."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from typing import Any, TypeVar
from urllib.parse import urlencode

from django.urls import reverse
from markupsafe import Markup, escape

from everyrep.faces.reports.asking import Asker
from everyrep.faces.reports.model import Block, Chart, Figure, Figures, Page, Table
from everyrep.faces.reports.numbers import label, shown
from everyrep.faces.web.pages.asking import Asked
from everyrep.faces.web.pages.beside import Truths, truth_mark
from everyrep.faces.web.pages.methods import method_of_page, method_of_study
from everyrep.measures import Answer
from everyrep.values import Estimate, Period, Reason

Study = TypeVar("Study")
_DEEPEST = 8


@dataclass(frozen=True)
class Origin:
    """Where one figure comes from: a question to a measure, or an analysis.

    Attributes:
        estimate: The figure itself, kept so that its identity stays its own.
        measure, asked: The measure, and what it was asked.
        method: The analysis, where it is none.
    """

    estimate: Estimate
    measure: str = ""
    asked: Asked = Asked()
    method: str = ""


@dataclass(frozen=True)
class Noting(Asker):
    """An asker that notes of every figure which question or analysis gave it."""

    noted: dict[int, Origin] = field(default_factory=dict, repr=False)

    def ask(
        self,
        measure: str,
        *by: str,
        where: str | None = None,
        period: Period | None = None,
        pool: bool = False,
    ) -> Answer:
        """As an asker asks; each figure is noted with its question."""
        answer = super().ask(measure, *by, where=where, period=period, pool=pool)
        for row in answer:
            if id(row.estimate) not in self.noted:
                days = f"{period.start}..{period.end}" if period else ""
                asked = Asked(tuple(by), days, where or "", tuple(row.keys.items()), pool)
                self.noted[id(row.estimate)] = Origin(row.estimate, measure, asked)
        return answer

    def study(self, name: str, made: Callable[[], Study]) -> Study | Reason:
        """As an asker has analyses made; each figure in one is noted with its method."""
        found = super().study(name, made)
        if method := method_of_study(name):
            for estimate in _within(found, _DEEPEST):
                self.noted.setdefault(id(estimate), Origin(estimate, method=method))
        return found


@dataclass(frozen=True)
class Opened:
    """A page's figures as they can be opened.

    Attributes:
        links: By identity of an estimate, the address of its working.
        told: The figures of analyses, in the order of their places: what their workings say.
        truths: By identity of an estimate, the known truth beside it, in words.
    """

    links: Mapping[int, str]
    told: list[dict[str, Any]]
    truths: Mapping[int, str]

    def link(self, estimate: Estimate, text: str) -> str:
        """The text of a figure, as a link to its working where it has one."""
        address = self.links.get(id(estimate))
        if not address:
            return text
        return Markup(
            '<a class="opener" href="{0}" hx-get="{0}" hx-target="#opened" hx-swap="innerHTML">'
            '{1}<span class="unseen"> (open the working)</span></a>'
        ).format(escape(address), escape(text))

    def beside(self, shown: Estimate | Table) -> str:
        """The known truth beside a figure, or those of a table in a line; empty where none is."""
        if isinstance(shown, Estimate):
            text = self.truths.get(id(shown), "")
            return truth_mark(text) if text else ""
        told = [
            f"{label(row[0])} {text.removeprefix('truth: ')}"
            for row in shown.rows
            for cell in row
            if (text := self.truths.get(id(cell), "")) and isinstance(row[0], str)
        ]
        return truth_mark(f"truth: {'; '.join(told)}") if told else ""


def opened(name: str, page: Page, asker: Noting, snapshot: str) -> Opened:
    """Addresses of the workings of a page's figures.

    What a page works out from others' figures has the method of its block, or else of its page.
    """
    links: dict[int, str] = {}
    told: list[dict[str, Any]] = []
    truths: dict[int, str] = {}
    known_truths = Truths.of(asker.warehouse, asker.scope)
    for block in page.blocks:
        held = list(_figures_of(block))
        known = (asker.noted.get(id(e)) for _, _, e, _ in held)
        inherited = next((o.method for o in known if o and o.method), method_of_page(name))
        for title, grain, estimate, formula in held:
            if not estimate.estimable or id(estimate) in links:
                continue
            origin = asker.noted.get(id(estimate)) or Origin(estimate, method=inherited)
            if origin.measure:
                question = origin.asked.address()
                end = f"?{question}" if question else ""
                truths[id(estimate)] = known_truths.says(estimate, origin.measure, origin.asked)
                links[id(estimate)] = reverse("working", args=[origin.measure]) + end
            elif origin.method:
                at = urlencode({"at": len(told), "build": snapshot})
                where = reverse("figure_working", args=[name, origin.method])
                links[id(estimate)] = f"{where}?{at}"
                told.append(_told(title, grain, estimate, formula))
    return Opened(links, told, truths)


def _told(title: str, grain: str, estimate: Estimate, formula: str) -> dict[str, Any]:
    it = shown(estimate, grain)
    came = estimate.provenance
    return {
        "title": title, "value": it.value, "unit": it.unit, "range": it.range, "n": it.n,
        "is_range": it.is_range, "grade": it.grade, "mark": it.mark, "notes": list(it.notes),
        "formula": formula, "sql": came.sql if came else "",
        "period": str(came.period) if came and came.period else "",
    }  # fmt: skip


def _figures_of(block: Block) -> Iterator[tuple[str, str, Estimate, str]]:
    """Every estimate that a block shows: its name, what its n counts, itself, and its formula."""
    if isinstance(block, Figures):
        for figure in block.figures:
            yield _name(figure), figure.origin.grain, figure.estimate, figure.origin.formula
    elif isinstance(block, Chart):
        yield from _cells(block.data)
    elif isinstance(block, Table):
        yield from _cells(block)


def _name(figure: Figure) -> str:
    return f"{figure.title}, {figure.about}" if figure.about else figure.title


def _cells(table: Table) -> Iterator[tuple[str, str, Estimate, str]]:
    for row in table.rows:
        for head, cell in zip(table.columns, row, strict=False):
            if isinstance(cell, Estimate):
                of = label(row[0]) if isinstance(row[0], str) else ""
                title = ", ".join(part for part in (table.title, of, head) if part)
                yield title, table.grain, cell, ""


def _within(found: Any, deep: int) -> Iterator[Estimate]:
    """Every estimate in a result, however deep."""
    if isinstance(found, Estimate):
        yield found
    elif deep and isinstance(found, Mapping):
        for each in found.values():
            yield from _within(each, deep - 1)
    elif deep and isinstance(found, (list, tuple)):
        for each in found:
            yield from _within(each, deep - 1)
    elif deep and is_dataclass(found):
        for one in fields(found):
            yield from _within(getattr(found, one.name), deep - 1)
