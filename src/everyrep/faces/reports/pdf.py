"""From a report as data to one PDF: tagged, with its fonts inside, the same bytes every time.

The typesetter reads one template and one JSON text. Names out of data are values in that text, so
none can become markup; the template opens no file and no address.
"""

from __future__ import annotations

import json
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from everyrep.faces.reports.model import Report
from everyrep.faces.reports.paper import to_paper
from everyrep.faces.reports.studio import Studio

if TYPE_CHECKING:
    import typst

_STANDARDS: tuple[typst.PDFStandard, ...] = ("a-2a", "ua-1")
"""For archives (ISO 19005-2, level A) and for those who do not see the page (ISO 14289-1)."""


def to_pdf(report: Report, studio: Studio) -> bytes:
    """The report as one PDF document, PDF/A-2a and PDF/UA-1.

    Where a name has letters that no type at hand can draw, both standards forbid the page; then
    the same page is written without claiming them.
    """
    return set_on_paper(to_paper(report, studio), int(report.made_at.timestamp()))


def set_on_paper(paper: dict[str, Any], made_at: int, template: str = "report") -> bytes:
    """Plain data of `to_paper`, or of another template's page, as a PDF.

    Args:
        paper: What is set.
        made_at: When the report was made, in seconds since 1970.
        template: Which of the templates beside this file reads it.
    """
    import typst

    content = json.dumps(paper, ensure_ascii=False)
    # Letters beyond those we bring come from the system, where there are any.
    for system, standards in ((False, _STANDARDS), (True, _STANDARDS), (True, ())):
        try:
            return _compiled(template, content, made_at, _fonts(system), list(standards))
        except typst.TypstError:
            if not standards:
                raise
    raise AssertionError("the last attempt either returns or raises")


def _compiled(
    template: str, content: str, made_at: int, fonts: typst.Fonts,
    standards: list[typst.PDFStandard],
) -> bytes:  # fmt: skip
    import typst

    document: bytes = typst.compile(
        _template(template),
        font_paths=fonts,
        sys_inputs={"report": content},
        pdf_standards=standards,
        timestamp=made_at,
    )
    return document


@cache
def _template(name: str) -> bytes:
    template: bytes = (_package() / "templates" / f"{name}.typ").read_bytes()
    return template


@cache
def _fonts(system: bool) -> typst.Fonts:
    import typst

    with resources.as_file(_package() / "assets" / "type") as place:
        return typst.Fonts(include_system_fonts=system, font_paths=[str(place)])


def _package() -> Any:
    return resources.files("everyrep.faces.reports")
