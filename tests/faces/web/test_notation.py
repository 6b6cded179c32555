"""Numbers and dates as the reader's browser asks for them; texts stay in one language."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.contrib.humanize.templatetags.humanize import intcomma
from django.urls import reverse
from django.utils import formats, translation

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
