"""Numbers and dates as the reader's browser asks for them; texts stay in one language."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

import pytest
from django.contrib.humanize.templatetags.humanize import intcomma
from django.urls import reverse
from django.utils import formats, translation

from everyrep.faces.web import company
from everyrep.faces.web.notation.names import names_with_numbers
from everyrep.faces.web.notation.numbers import with_commas
from everyrep.faces.web.notation.reader import COMMA, notation_of
from tests.faces.web.conftest import Cast

DAY = date(2026, 3, 2)
MOMENT = datetime(2026, 3, 2, 15, 4, tzinfo=UTC)


@pytest.mark.parametrize(
    ("header", "notation"),
    [
        ("", "en"),
        ("nonsense;;q", "en"),
        ("en-US,en;q=0.9", "en-us"),
        ("en-GB,en;q=0.9", "en"),
        ("de-DE,de;q=0.9,en;q=0.8", "en-150"),
        ("de-CH,de;q=0.9", "en"),
        ("fr", "en-150"),
        ("ja,en;q=0.5", "en"),
        ("en;q=0.3, fr;q=0.9", "en-150"),
    ],
)
def test_the_first_wish_of_the_browser_counts(header: str, notation: str) -> None:
    assert notation_of(header) == notation


@pytest.mark.parametrize(
    ("notation", "number", "day", "moment"),
    [
        ("en", "1,234,567", "2 Mar 2026", "2 Mar 2026, 15:04"),
        ("en-us", "1,234,567", "Mar 2, 2026", "Mar 2, 2026, 3:04 PM"),
        ("en-150", "1\u202f234\u202f567", "2 Mar 2026", "2 Mar 2026, 15:04"),
    ],
)
def test_how_each_writes(notation: str, number: str, day: str, moment: str) -> None:
    with translation.override(notation):
        assert intcomma(1_234_567) == number
        assert formats.date_format(DAY, "SHORT_DATE_FORMAT") == day
        assert formats.date_format(MOMENT, "SHORT_DATETIME_FORMAT") == moment
        assert formats.date_format(MOMENT, "DATETIME_FORMAT").endswith("UTC")


def test_decimals_follow_the_languages_that_django_knows() -> None:
    """Django's own formats are the outside authority, where it has any of a language."""
    for language in sorted(COMMA - {"bs", "no"}):
        known = formats.get_format("DECIMAL_SEPARATOR", lang=language, use_l10n=True)
        assert known == ",", language


def test_a_page_is_in_one_language_with_the_readers_dates(cast: Cast) -> None:
    client = cast.client("revops")
    pages = {
        wish: client.get(reverse("sources"), headers={"accept-language": wish})
        for wish in ("en-US", "de")
    }
    for page in pages.values():
        assert b'<html lang="en">' in page.content
        assert b"Skip to the content" in page.content
        assert "Accept-Language" in page.headers["Vary"]
    assert b"Data up to" in pages["de"].content
    assert pages["de"].content != pages["en-US"].content


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("63.2 % (61.9 to 64.3, n = 6,711 deals)", "63,2 % (61,9 to 64,3, n = 6\u202f711 deals)"),
        ("won -1,713,710.36 EUR, +0.5 points", "won -1\u202f713\u202f710,36 EUR, +0,5 points"),
        ("&gt;99.9 %, 4.21&nbsp;M EUR.", "&gt;99,9 %, 4,21&nbsp;M EUR."),
        ("It is 12.5. Then 3,000.", "It is 12,5. Then 3\u202f000."),
    ],
)
def test_decimals_follow_a_comma_in_what_is_read(text: str, told: str) -> None:
    assert with_commas(f"<p>{text}</p>", "\u202f") == f"<p>{told}</p>"


@pytest.mark.parametrize(
    "kept",
    [
        "<p>Everyrep 0.1.0, from 127.0.0.1:80, on 2026-05-24, 15:04</p>",
        '<rect x="1.5" aria-label="Share: 63.2 %"/>',
        "<code>where amount > 1,000.5</code>",
        '<input value="1.5"><textarea>1.5</textarea>',
        '<th scope="row">Flow 2.0</th>',
        "<style>a { margin: 0.5em }</style><script>1.5</script>",
        "<p>a/1.5, v1.5, x@1.5, 1.5x, file-1.5</p>",
        "<p>0,125 and 12, 500 or 1,2</p>",
    ],
)
def test_what_is_no_figure_stays(kept: str) -> None:
    assert with_commas(kept, "\u202f") == kept


def test_a_name_with_a_number_in_it_stays_where_it_is_read() -> None:
    names = {"2.0": (("Flow 2.0", 5), ("R&amp;D 2.0 kit", 8))}
    text = "<td>Flow 2.0</td><p>Flow 2.0 won 2.0 % more than R&amp;D 2.0 kit and Tow 2.0.</p>"
    told = "<td>Flow 2.0</td><p>Flow 2.0 won 2,0 % more than R&amp;D 2.0 kit and Tow 2,0.</p>"
    assert with_commas(text, "\u202f", names) == told


@pytest.mark.usefixtures("cast")
def test_names_of_the_company_that_hold_a_number_are_known() -> None:
    warehouse = company.current()
    assert warehouse is not None
    known = names_with_numbers(warehouse)
    products = warehouse.connection.execute("SELECT name FROM products").fetchall()
    wanted = {name for (name,) in products if re.search(r"[a-z].*\d\.\d", name)}
    assert wanted <= {name for each in known.values() for name, _ in each}
    assert names_with_numbers(None) == {}


def test_figures_of_a_kept_page_are_in_the_readers_notation(cast: Cast) -> None:
    client, address = cast.client("revops"), reverse("figures", args=["conversion"])
    plain, mine = (
        client.get(address, headers={"accept-language": wish}).content.decode()
        for wish in ("en-GB", "de")
    )
    share = re.search(r">(\d+\.\d)<span class=\"unseen\">", plain)
    assert share is not None
    assert f">{share[1].replace('.', ',')}<span" in mine
    assert f">{share[1]}<span" not in mine
    working = reverse("working", args=["win_rate"])
    opened = client.get(working, headers={"accept-language": "de"}).content.decode()
    assert re.search(r'opened-value"><b>\d+,\d', opened)


def test_what_programs_read_stays_as_it_is(cast: Cast) -> None:
    address = reverse("measure_csv", args=["win_rate"])
    client = cast.client("revops")
    told = [client.get(address, headers={"accept-language": x}).content for x in ("en", "de")]
    assert told[0] == told[1]
