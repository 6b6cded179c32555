"""A report as plain data for a typesetter: every text cleaned, every picture in real colours.

The template that reads it decides nothing but looks. Whatever needs a choice is chosen here: what
stands beside what, how wide the columns of a table are, which figures go behind which chart.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from everyrep.faces.reports.colours import LIGHT
from everyrep.faces.reports.model import (
    Block,
    Chart,
    Checklist,
    Figure,
    Figures,
    Legend,
    Missing,
    Note,
    Notes,
    Page,
    Problems,
    Report,
    Table,
)
from everyrep.faces.reports.numbers import day, joined, label, moment, printable, sentence, whole
from everyrep.faces.reports.numbers import shown as as_shown
from everyrep.faces.reports.papertables import set_behind, set_table
from everyrep.faces.reports.placing import columns, placed
from everyrep.faces.reports.studio import HALF, SMALL, WIDE, Studio
from everyrep.faces.reports.tables import one_grade

Plain = dict[str, Any]

_LONGEST_NAME = 70
_KEPT = frozenset({"svg", "kind", "anchor", "link", "mark", "tone", "state", "colours"})
_TAG = re.compile(r"<[^>]+>")
_VARIABLE = re.compile(r'="var\(--([a-z-]+)\)"')
_LONG_WORD = re.compile(r"\S{25,}")
_MAY_BREAK = re.compile(r"([/._,;:=@&?-](?=\w)|\w{12}(?=\w{3}))")
_BREAK = "\N{ZERO WIDTH SPACE}"


def to_paper(report: Report, studio: Studio) -> Plain:
    """A report as dicts, lists, texts and numbers."""
    setter = _Setter(studio)
    pages = [setter.page(page) for page in report.pages]
    company = label(report.company or "Your company", _LONGEST_NAME)
    said: Plain = {
        "title": f"{company}: sales report as of {report.as_of.isoformat()}",
        "company": company,
        "as_of": day(report.as_of),
        "made": moment(report.made_at),
        "snapshot": report.snapshot,
        "who": report.who,
        "simulated": report.simulated,
        "contents": [[whole(rows), name] for name, rows in report.contents],
        "pages": pages,
        "behind": list(_side_by_side(setter.behind)),
        "colours": LIGHT,
    }
    cleaned: Plain = _cleaned(said)
    return cleaned


class _Setter:
    """Sets page after page, and gathers the figures behind the charts for the end."""

    def __init__(self, studio: Studio) -> None:
        self._studio = studio
        self.behind: list[Plain] = []

    def page(self, page: Page) -> Plain:
        blocks = [self._block(block, half, page) for block, half in placed(page.blocks)]
        return {
            "anchor": page.name,
            "title": page.title,
            "question": page.question,
            "blocks": list(_paired(blocks)),
        }

    def _block(self, block: Block, half: bool, page: Page) -> Plain:
        match block:
            case Chart():
                return {**self._chart(block, half, page), "half": half}
            case Figures():
                return {"kind": "figures", "title": block.title, "lead": block.lead,
                        "rows": list(self._rows(block.figures))}  # fmt: skip
            case Table():
                return {"kind": "table", "title": block.title, **set_table(block)}
            case Missing():
                return {"kind": "missing", "half": half, "title": block.what,
                        "reason": block.reason, "remedy": sentence(block.remedy)}  # fmt: skip
            case _:
                return _words(block)

    def _chart(self, chart: Chart, half: bool, page: Page) -> Plain:
        anchor = f"behind-{len(self.behind) + 1}"
        grade = one_grade(chart.data)
        told = {"title": chart.title, "page": page.title, "anchor": anchor}
        self.behind.append({**told, **set_behind(chart.data)})
        return {
            "kind": "chart",
            **told,
            "caption": chart.caption,
            "grade": [grade.mark, grade.grade] if grade else [],
            **self._picture(chart, HALF if half else WIDE),
        }

    def _picture(self, chart: Chart, width: int) -> Plain:
        drawing = self._studio.drawing(chart, width)
        return {"svg": painted_svg(drawing), "says": chart.says, "aspect": _aspect(drawing)}

    def _rows(self, figures: Sequence[Figure]) -> Iterator[list[Plain]]:
        """Rows of figures side by side, as many in each as fill it."""
        row: list[Plain] = []
        for figure, width in zip(figures, columns(len(figures)), strict=True):
            row.append(self._figure(figure))
            if len(row) == 12 // width:
                yield row
                row = []
        if row:
            yield row

    def _figure(self, figure: Figure) -> Plain:
        it = as_shown(figure.estimate, figure.origin.grain)
        value, unit = it.value, it.unit
        between = f"95 % range {it.range}" if it.is_range else it.range
        if figure.by_range and it.ends:
            between = f"{it.level} range; most likely {joined(value, unit)}"
            value, unit = it.ends, it.unit_of_ends
        return {
            "title": figure.title,
            "about": figure.about,
            "value": value,
            "unit": unit,
            "range": between,
            "n": it.n,
            "grade": [it.mark, it.grade],
            "reason": it.reason,
            "remedy": sentence(it.remedy),
            "small": joined_sentences(figure.origin.formula, *it.notes),
            "trend": self._picture(figure.trend, SMALL) if figure.trend and it.value else None,
        }


def painted_svg(drawing: str) -> str:
    """A drawing of the page as one that stands alone: colours for light, and the type's name."""
    coloured = _TAG.sub(lambda tag: _VARIABLE.sub(_in_light, tag[0]), drawing)
    return coloured.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" '
                            'font-family="Inter" ', 1)  # fmt: skip


def _in_light(variable: re.Match[str]) -> str:
    return f'="{LIGHT[variable[1]]}"'


def _aspect(drawing: str) -> float:
    """Height by width of a drawing."""
    found = re.search(r'viewBox="\S+ \S+ (\S+) (\S+)"', drawing)
    return float(found[2]) / float(found[1]) if found else 1.0


def _paired(blocks: Sequence[Plain]) -> Iterator[Plain]:
    """Blocks, with every two halves that follow one another as one row."""
    left: Plain | None = None
    for block in blocks:
        if not block.get("half"):
            yield block
        elif left is None:
            left = block
        else:
            yield {"kind": "pair", "blocks": [left, block]}
            left = None


def _side_by_side(tables: Sequence[Plain]) -> Iterator[list[Plain]]:
    """Rows of tables: two narrow ones that follow one another, or one."""
    row: list[Plain] = []
    for table in tables:
        if row and not table["narrow"]:
            yield row
            row = []
        row.append(table)
        if len(row) == 2 or not table["narrow"]:
            yield row
            row = []
    if row:
        yield row


def _words(block: Block) -> Plain:
    """A block that is all words."""
    match block:
        case Note():
            return _notes(Notes((block,)))
        case Notes():
            return _notes(block)
        case Problems():
            return _problems(block)
        case Checklist():
            return _checklist(block)
        case Legend():
            return {"kind": "legend", "title": block.title, "lead": block.lead,
                    "grades": [{"grade": [mark, name], "tells": tells}
                               for mark, name, tells in block.grades]}  # fmt: skip
    raise TypeError(f"no printer for {type(block).__name__}")


def _notes(block: Notes) -> Plain:
    return {
        "kind": "notes",
        "title": block.title,
        "none": block.none,
        "notes": [
            {"title": one.title, "text": one.text, "remedy": sentence(one.remedy),
             "tone": one.tone, "link": one.link}
            for one in block.notes
        ],
    }  # fmt: skip


def _problems(block: Problems) -> Plain:
    return {
        "kind": "problems",
        "title": block.title,
        "none": block.none,
        "found": [
            {
                "severity": one.severity,
                "sentence": sentence(one.sentence),
                "why": joined_sentences(one.why, one.remedy),
                "examples": [label(example, 200) for example in one.examples],
            }
            for one in block.found
        ],
    }


def joined_sentences(*texts: str) -> str:
    """Texts as sentences one after another."""
    return " ".join(sentence(text) for text in texts if text)


def _checklist(block: Checklist) -> Plain:
    checks = [
        {"title": one.title, "state": one.state, "word": one.word, "tells": one.tells,
         "why": one.why}
        for one in block.checks
    ]  # fmt: skip
    return {
        "kind": "checklist",
        "title": block.title,
        "open": [one for one in checks if one["state"] != "computable"],
        "done": [one for one in checks if one["state"] == "computable"],
    }


def _cleaned(value: Any) -> Any:
    """The same with every text fit for paper: nothing unprintable, and long words may break."""
    if isinstance(value, dict):
        return {key: one if key in _KEPT else _cleaned(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_cleaned(one) for one in value]
    return _softened(printable(value)) if isinstance(value, str) else value


def _softened(text: str) -> str:
    """A text whose words of more than 24 letters may be broken over lines."""
    return _LONG_WORD.sub(lambda word: _MAY_BREAK.sub(rf"\1{_BREAK}", word[0]), text)
