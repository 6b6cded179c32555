"""The currencies of ISO 4217, their minor digits, and the signs people write for them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from everyrep.values.errors import DataError, UnknownName

# ISO 4217 list one, as published 2026-01-01, by number of minor digits.
_ACTIVE: dict[int, str] = {
    0: "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF",
    2: (
        "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BOV BRL BSD BTN BWP BYN BZD "
        "CAD CDF CHE CHF CHW CNY COP COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP "
        "GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK "
        "LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO "
        "NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS "
        "SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST "
        "XAD XCD XCG YER ZAR ZMW ZWG"
    ),
    3: "BHD IQD JOD KWD LYD OMR TND",
    4: "CLF UYW",
}
# ISO 4217 list three: withdrawn since about 2005, so still to be met in the history of a CRM.
_WITHDRAWN: dict[int, str] = {
    0: "BYR",
    2: "ANG BGN CUC EEK HRK LTL LVL MRO SKK SLL STD VEF ZMK ZWL",
}
# Codes of the list that have no minor unit: metals, bond units, tests, "no currency".
_NO_MINOR_UNIT = frozenset("XAG XAU XBA XBB XBC XBD XDR XPD XPT XSU XTS XUA XXX".split())
# A sign that several currencies share has all of them, the most traded first.
_SIGNS: dict[str, str] = {
    "€": "EUR",
    "£": "GBP",
    "$": "USD CAD AUD NZD HKD SGD MXN ARS CLP COP",
    "¥": "JPY CNY",
    "￥": "JPY CNY",
    "kr": "SEK NOK DKK ISK",
    "₹": "INR",
    "₨": "PKR LKR NPR MUR",
    "₩": "KRW",
    "₽": "RUB",
    "₺": "TRY",
    "₴": "UAH",
    "₪": "ILS",
    "₫": "VND",
    "฿": "THB",
    "₱": "PHP",
    "₦": "NGN",
    "₵": "GHS",
    "₸": "KZT",
    "₾": "GEL",
    "₼": "AZN",
    "₡": "CRC",
    "₲": "PYG",
    "₮": "MNT",
    "₭": "LAK",
    "৳": "BDT",
    "៛": "KHR",
    "zł": "PLN",
    "kč": "CZK",
    "ft": "HUF",
    "lei": "RON MDL",
    "лв": "BGN",
    "fr": "CHF XOF XAF",
    "fr.": "CHF",
    "sfr": "CHF",
    "rm": "MYR",
    "rp": "IDR",
    "r$": "BRL",
    "us$": "USD",
    "a$": "AUD",
    "au$": "AUD",
    "ca$": "CAD",
    "c$": "CAD NIO",
    "nz$": "NZD",
    "hk$": "HKD",
    "s$": "SGD",
    "nt$": "TWD",
    "mx$": "MXN",
    "jp¥": "JPY",
    "cn¥": "CNY",
    "円": "JPY",
    "元": "CNY TWD",
    "원": "KRW",
}


@dataclass(frozen=True, slots=True, order=True)
class Currency:
    """A currency: its ISO 4217 code, and how many decimals its amounts carry.

    `active` is false for a currency that has been withdrawn; its old amounts still load.
    Take one with `Currency.of("EUR")`, so that the digits are those of the standard.
    """

    code: str
    digits: int
    active: bool = True

    @classmethod
    def of(cls, text: str | Currency) -> Currency:
        """The currency with this code ("EUR", "eur") or with this sign, if only one has it.

        Raises:
            UnknownName: No currency is written so.
            DataError: Several are, or the code has no minor unit to count amounts in.
        """
        if isinstance(text, Currency):
            return text
        found = _table().get(text)
        return found if found is not None else _by_text(text.strip())

    @classmethod
    def from_sign(cls, sign: str, prefer: str | Currency | None = None) -> Currency:
        """The currency a sign stands for, taking `prefer` where it is one of several.

        Raises:
            UnknownName: No currency has the sign.
            DataError: Several have, and none of them is preferred.
        """
        candidates = cls.candidates(sign)
        if not candidates:
            raise UnknownName("currency sign", sign, _SIGNS)
        if prefer is not None and cls.of(prefer) in candidates:
            return cls.of(prefer)
        if len(candidates) > 1:
            raise _shared(sign, candidates)
        return candidates[0]

    @classmethod
    def candidates(cls, sign: str) -> tuple[Currency, ...]:
        """Every currency written with this sign, the most traded first; none if unknown."""
        codes = _SIGNS.get(sign.strip().casefold(), "")
        return tuple(_table()[code] for code in codes.split())

    @classmethod
    def codes(cls) -> frozenset[str]:
        """All the codes that `of` takes, withdrawn ones included."""
        return frozenset(_table())

    @property
    def scale(self) -> int:
        """How many minor units make one major unit: 100 for EUR, 1 for JPY."""
        return int(10**self.digits)

    def __str__(self) -> str:
        return self.code


@cache
def _table() -> dict[str, Currency]:
    """Code to currency."""
    return {
        code: Currency(code, digits, active)
        for lists, active in ((_ACTIVE, True), (_WITHDRAWN, False))
        for digits, codes in lists.items()
        for code in codes.split()
    }


def _by_text(text: str) -> Currency:
    code = text.upper()
    if code in _table():
        return _table()[code]
    if code in _NO_MINOR_UNIT:
        raise DataError(
            f"{code} has no minor unit",
            why="Amounts are counted in whole minor units, and this code stands for a metal, "
            "a unit of account or no currency at all",
            remedy="Map these rows to the currency they were really billed in",
        )
    if text.casefold() in _SIGNS:
        return Currency.from_sign(text)
    raise UnknownName("currency", text, _table(), remedy="Use an ISO 4217 code, such as EUR")


def _shared(sign: str, candidates: tuple[Currency, ...]) -> DataError:
    return DataError(
        f"The sign {sign!r} stands for several currencies: {', '.join(map(str, candidates))}",
        why="Taking the wrong one would change every amount",
        remedy=f"Name the currency by its code, such as {candidates[0]}",
    )
