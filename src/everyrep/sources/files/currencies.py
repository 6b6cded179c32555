"""Currencies as people write them in a column of their own: codes, words and signs."""

from __future__ import annotations

import unicodedata

from everyrep.values import Currency

_WORDS = {
    "USD": "$,us$,usd$,dollar,us dollar,american dollar,united states dollar,dolar",
    "EUR": "€,euro",
    "GBP": "£,pound,british pound,pound sterling,british pound sterling,gb pound,uk pound,sterling",
    "JPY": "yen,japanese yen",
    "CNY": "yuan,chinese yuan,renminbi,rmb,yuan renminbi",
    "CHF": "franken,swiss franc,schweizer franken,franc suisse,sfr,sfr.,fr.",
    "CAD": "c$,ca$,canadian dollar",
    "AUD": "a$,au$,australian dollar",
    "NZD": "nz$,new zealand dollar",
    "SGD": "s$,singapore dollar",
    "HKD": "hk$,hong kong dollar",
    "INR": "₹,indian rupee",
    "KRW": "₩,won,south korean won",
    "SEK": "swedish krona,svensk krona,svenska kronor",
    "NOK": "norwegian krone,norsk krone,norske kroner",
    "DKK": "danish krone,dansk krone,danske kroner",
    "PLN": "zł,zloty,polish zloty",
    "CZK": "kč,koruna,czech koruna",
    "HUF": "forint,hungarian forint",
    "TRY": "₺,lira,turkish lira",
    "ILS": "₪,shekel,new shekel,israeli shekel,israeli new shekel",
    "BRL": "r$,real,brazilian real",
    "MXN": "mx$,mexican peso",
    "ZAR": "rand,south african rand",
    "AED": "dirham,uae dirham",
}
"""By ISO 4217 code, in the singular; words that several countries share stand for the one that
sells in them most, and a person sees them in the mapping."""
_CODES = {word: code for code, words in _WORDS.items() for word in words.split(",")}


def code_of(text: str) -> str | None:
    """The ISO 4217 code of a code, a word or a sign; None where it is none that is known."""
    plain = " ".join(text.split()).casefold()
    if len(plain) == 3 and plain.upper() in Currency.codes():
        return plain.upper()
    for word in (plain, plain.removesuffix("s"), _unaccented(plain)):
        if word in _CODES:
            return _CODES[word]
    return None


def _unaccented(text: str) -> str:
    parts = unicodedata.normalize("NFKD", text)
    return "".join(part for part in parts if not unicodedata.combining(part)).removesuffix("s")
