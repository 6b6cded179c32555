"""Which notation a reader gets: that of the first language their browser asks for."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.translation.trans_real import parse_accept_lang_header

from everyrep.faces.web.notation.en_150.formats import THOUSAND_SEPARATOR
from everyrep.faces.web.notation.names import names_with_numbers
from everyrep.faces.web.notation.numbers import with_commas
from everyrep.warehouse.reader import Warehouse

COMMA = frozenset(
    "bg bs ca cs da de el es et eu fi fr gl hr hu id is it lt lv mk nb nl nn no pl pt ro ru sk sl "
    "sq sr sv tr uk vi".split()
)
"""Languages whose decimals follow a comma in most of the places where they are spoken."""
POINT = frozenset({"de-ch", "de-li", "es-mx", "it-ch"})
"""Places among them where they do not."""


class Notation:
    """Sets numbers and dates as the reader's browser asks for them, in texts that are English."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer in the reader's notation, and let no cache give it to another reader."""
        wanted = notation_of(request.headers.get("Accept-Language", ""))
        with translation.override(wanted):
            request.LANGUAGE_CODE = wanted
            response = self._get_response(request)
        if wanted == "en-150":
            _set_anew(response, getattr(request, "warehouse", None))
        patch_vary_headers(response, ("Accept-Language",))
        return response


def _set_anew(response: HttpResponse, warehouse: Warehouse | None) -> None:
    """Let numbers of a page, or of a part of one, have their decimals after a comma."""
    if response.streaming or not response.get("Content-Type", "").startswith("text/html"):
        return
    page = response.content.decode(response.charset)
    told = with_commas(page, THOUSAND_SEPARATOR, names_with_numbers(warehouse))
    response.content = told.encode(response.charset)
    if response.has_header("Content-Length"):
        response["Content-Length"] = str(len(response.content))


def notation_of(header: str) -> str:
    """The notation for an Accept-Language header: "en", "en-us" or "en-150"."""
    asked = [language for language, _ in parse_accept_lang_header(header.lower())]
    first = asked[0] if asked else ""
    if first == "en-us":
        return "en-us"
    comma = first.partition("-")[0] in COMMA and first not in POINT
    return "en-150" if comma else "en"
