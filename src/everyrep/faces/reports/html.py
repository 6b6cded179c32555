"""From a report as data to one HTML file that loads nothing: no script, no address, no network."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable
from importlib import resources
from itertools import count
from typing import Any

import jinja2
from markupsafe import Markup

from everyrep.faces.reports.colours import DARK, LIGHT, declarations
from everyrep.faces.reports.model import Page, Report, Table
from everyrep.faces.reports.numbers import day, label, moment, sentence, shown, whole
from everyrep.faces.reports.placing import columns, placed
from everyrep.faces.reports.studio import HALF, NARROW, SMALL, WIDE, Studio
from everyrep.faces.reports.tables import (
    headings,
    is_number,
    one_estimate,
    one_grade,
    run_in,
)
from everyrep.values import Estimate

_LATIN = (
    "U+0000-00FF,U+0131,U+0152-0153,U+02BB-02BC,U+02C6,U+02DA,U+02DC,U+0304,U+0308,U+0329,"
    "U+2000-206F,U+20AC,U+2122,U+2191,U+2193,U+2212,U+2215,U+FEFF"
)
_FONTS = (("latin", _LATIN), ("latin-ext", "U+0100-02BA,U+1E00-1E9F,U+1EF2-1EFF,U+20A0-20AB"))
# One file a weight: a variable font is no font any more in a printed PDF, only drawings of letters.
_WEIGHTS = (400, 500, 600)
_BEYOND_LATIN_1 = range(0x100, 0x2BB)


def to_html(report: Report, studio: Studio) -> str:
    """The report as one HTML document.

    Its policy allows the one style sheet, by its hash, and fonts from inside the file; nothing
    else can be loaded or run, whatever a name in the data holds.
    """
    environment = _environment(report, studio)
    template = environment.get_template("report.html.j2")
    body = template.render(report=report, style="", policy="")
    style = _style(wider=any(ord(char) in _BEYOND_LATIN_1 for char in body))
    return template.render(report=report, style=Markup(style), policy=_policy(style))  # noqa: S704


def page_to_html(
    page: Page,
    report: Report,
    studio: Studio,
    opened: Callable[[Estimate, str], str] | None = None,
    address_of: Callable[[str], str] | None = None,
    beside: Callable[[Estimate | Table], str] | None = None,
    advised: Callable[[str], str] | None = None,
) -> str:
    """The blocks of one page as a part of somebody else's document, without heading or style.

    Args:
        page: What is set.
        report: Whose page it is: company, day and snapshot.
        studio: Draws its charts.
        opened: Gives the text of a figure as a link to what is behind it; None leaves it a text.
        address_of: The address of another page by its name, empty where it has none; None is that
            of a page of one document.
        beside: Gives what stands beside a figure or a table; None: nothing.
        advised: Words a remedy for who reads it; None leaves it as it is.
    """
    environment = _environment(report, studio)
    if opened is not None:
        environment.globals["opened"] = opened
    if address_of is not None:
        environment.globals["address_of"] = address_of
    if beside is not None:
        environment.globals["beside"] = beside
    if advised is not None:
        environment.filters["advised"] = advised
    return environment.get_template("page.html.j2").render(page=page)


def look() -> str:
    """The style sheet of such parts, all of it under the class `figures-of`, with its colours."""
    light, dark = declarations(LIGHT), declarations(DARK)
    sheet = (_assets() / "report.css").read_text(encoding="utf-8")
    inner = _PAGE_RULE.sub("", sheet)
    return (
        f":root {{ {light} }}\n[data-bs-theme=dark] {{ {dark} }}\n"
        f"@media print {{ :root:root {{ {light} }} }}\n.figures-of {{\n{inner}\n}}\n"
    )


_PAGE_RULE = re.compile(r"@page[^{]*\{[^}]*\}")


def _environment(report: Report, studio: Studio) -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("everyrep.faces.reports", "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["advised"] = str
    environment.globals.update(
        day=day,
        drawn=lambda chart, width: Markup(studio.drawing(chart, width)),  # noqa: S704
        headings=headings,
        is_count=lambda cell: isinstance(cell, int),
        is_number=is_number,
        is_estimate=lambda cell: isinstance(cell, Estimate),
        kind_of=lambda block: type(block).__name__,
        label=label,
        moment=moment,
        one_estimate=one_estimate,
        one_grade=one_grade,
        address_of=lambda name: f"#{name}",
        beside=lambda _: "",
        opened=lambda _, text: text,  # on paper and in a file nothing can be opened
        placed=placed,
        report=report,
        run_in=run_in,
        sentence=sentence,
        shown=shown,
        columns=columns,
        widths={"wide": WIDE, "narrow": NARROW, "half": HALF, "small": SMALL},
        unique=_numbered(),
        whole=whole,
    )
    return environment


def _numbered() -> Callable[[str], str]:
    numbers = count(1)
    return lambda stem: f"{stem}-{next(numbers)}"


def _policy(style: str) -> str:
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return (
        f"default-src 'none'; style-src 'sha256-{digest}'; font-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


def _style(*, wider: bool) -> str:
    """Fonts, colours and the style sheet; the fonts of more letters only where there are some."""
    fonts = "".join(
        _font(name, letters, weight)
        for name, letters in _FONTS[: 2 if wider else 1]
        for weight in _WEIGHTS
    )
    light, dark = declarations(LIGHT), declarations(DARK)
    colours = (
        f":root {{ color-scheme: light; {light} }}\n"
        f"@media (prefers-color-scheme: dark) {{ :root {{ color-scheme: dark; {dark} }} }}\n"
        f":root:has(#scheme-dark:checked) {{ color-scheme: dark; {dark} }}\n"
        f":root:has(#scheme-light:checked) {{ color-scheme: light; {light} }}\n"
        f"@media print {{ :root:root:root {{ color-scheme: light; {light} }} }}\n"
    )
    sheet = (_assets() / "report.css").read_text(encoding="utf-8")
    return f"\n{fonts}{colours}{sheet}"


def _font(name: str, letters: str, weight: int) -> str:
    file = f"inter-{name}-{weight}-normal.woff2"
    content = base64.b64encode((_assets() / "fonts" / file).read_bytes()).decode()
    return (
        f"@font-face {{ font-family: Inter; font-style: normal; font-weight: {weight}; "
        f'src: url(data:font/woff2;base64,{content}) format("woff2"); '
        f"unicode-range: {letters}; }}\n"
    )


def _assets() -> Any:
    return resources.files("everyrep.faces.reports") / "assets"
