"""Written numbers, amounts and currencies as SQL. Amounts become integer minor units, exactly."""

from __future__ import annotations

from functools import cache

from everyrep.values import Currency
from everyrep.warehouse.mapping import ColumnSpec
from everyrep.warehouse.quoting import literal
from everyrep.warehouse.staging.words import looked_up

_SIGNS = "€£$¥￥₹₩₽₺₴₪₫฿₱₦₵"
_CODE = rf"(?:[A-Za-z]{{3}}|[A-Z]{{0,3}}[{_SIGNS}])?"
_SHAPE = (
    rf"^[-+(]?\s*{_CODE}\s*[-+(]?\s*\d[\d.,'’\s\x{{00A0}}\x{{202F}}]*\)?-?"
    rf"\s*%?\s*{_CODE}\s*\)?-?$"
)
_SIGN_CODES = {sign: Currency.candidates(sign)[0].code for sign in "€£$¥₹₩₽₺₴₪₫฿₱₦₵"}
"""What a sign means where nothing else says it: the most traded currency that uses it."""
PRECISE = "DECIMAL(30, 8)"
"""Wide enough for amounts of any company, and exact."""
FINE = "DECIMAL(38, 18)"
"""For numbers that are no amounts: a rate of exchange may be far below one."""


def written(text: str, spec: ColumnSpec) -> str:
    """SQL of type DECIMAL(30, 8) for the number that a text states; NULL if it states none."""
    number = stated(text, spec, PRECISE)
    if spec.scale is not None:
        number = f"TRY_CAST({number} * {spec.scale:f} AS {PRECISE})"
    return number


def stated(text: str, spec: ColumnSpec, kind: str) -> str:
    """SQL of a decimal type for the number that a text states, as it stands there."""
    plain = text
    if spec.decimal == ",":
        plain = f"CASE WHEN NOT contains({text}, '.') THEN replace({text}, ',', '.') END"
    return f"coalesce(TRY_CAST({plain} AS {kind}), {_by_hand(text, spec.decimal or '.', kind)})"


def share(text: str, spec: ColumnSpec) -> str:
    """SQL of type DOUBLE for a share: "63%" is 0.63, and so is 0.63."""
    number = written(text, spec)
    return f"CAST(CASE WHEN suffix({text}, '%') THEN {number} / 100 ELSE {number} END AS DOUBLE)"


def minor(number: str, currency: str) -> str:
    """SQL of type BIGINT: an exact number in minor units of the row's currency, half to even.

    Args:
        number: SQL of type DECIMAL.
        currency: SQL of the row's currency code.
    """
    return f"TRY_CAST(round_even({number} * {scale_of(currency)}, 0) AS BIGINT)"


def scale_of(currency: str) -> str:
    """SQL for how many minor units make one of a known currency; NULL for NULL."""
    others = {
        code: str(10**digits)
        for digits, codes in _codes_by_digits().items()
        for code in codes
        if digits != 2
    }
    scale = f"coalesce({looked_up(currency, others)}, 100)"
    return f"CASE WHEN {currency} IS NOT NULL THEN {scale} END"


def code(text: str) -> str:
    """SQL for a currency code out of a cell that holds a code or a sign."""
    signs = " ".join(f"WHEN {literal(s)} THEN {literal(c)}" for s, c in _SIGN_CODES.items())
    return f"CASE {text} {signs} ELSE upper({text}) END"


def code_within(text: str) -> str:
    """SQL for the currency written beside an amount, as a code or an unambiguous sign."""
    signs = " ".join(
        f"WHEN contains({text}, {literal(sign)}) THEN {literal(code)}"
        for sign, code in _SIGN_CODES.items()
    )
    return (
        f"CASE WHEN TRY_CAST({text} AS DOUBLE) IS NOT NULL THEN NULL "
        f"WHEN regexp_matches({text}, '(^|[^A-Za-z])[A-Za-z]{{3}}([^A-Za-z]|$)') "
        f"THEN upper(regexp_extract({text}, '[A-Za-z]{{3}}')) {signs} END"
    )


def known(currency: str) -> str:
    """SQL predicate: the code is one of ISO 4217; false for NULL."""
    codes = {code: "true" for listed in _codes_by_digits().values() for code in listed}
    return f"({looked_up(currency, codes)} IS NOT NULL)"


@cache
def _codes_by_digits() -> dict[int, list[str]]:
    by_digits: dict[int, list[str]] = {}
    for code in sorted(Currency.codes()):
        by_digits.setdefault(Currency.of(code).digits, []).append(code)
    return by_digits


def _by_hand(text: str, decimal: str, kind: str) -> str:
    """Numbers with separators, signs, codes, brackets or a trailing minus."""
    thousands = "." if decimal == "," else ","
    digits = f"replace(regexp_replace({text}, '[^0-9{decimal}]', '', 'g'), ',', '.')"
    negative = f"(contains({text}, '(') OR suffix({text}, '-') OR contains({text}, '-'))"
    shaped = f"regexp_matches({text}, {literal(_SHAPE)})"
    grouped = (
        f"(NOT contains({text}, {literal(thousands)}) OR "
        f"regexp_matches({text}, {literal(_grouping(thousands))}))"
    )
    return (
        f"CASE WHEN {shaped} AND {grouped} THEN TRY_CAST({digits} AS {kind}) "
        f"* CASE WHEN {negative} THEN -1 ELSE 1 END END"
    )


def _grouping(thousands: str) -> str:
    """Marks between thousands stand before groups of three (or two, in India) digits."""
    mark = "\\" + thousands
    return rf"^[^0-9]*\d{{1,3}}({mark}\d{{2,3}})*{mark}\d{{3}}([^0-9{mark}].*)?$"
