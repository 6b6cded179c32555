"""Short constructors, so that a declaration reads as a list of columns and not of arguments."""

from __future__ import annotations

from everyrep.warehouse.schema.column import Column, Kind


def _split(synonyms: str) -> tuple[str, ...]:
    return tuple(synonyms.split())


def key(sentence: str, synonyms: str = "", *, name: str = "id") -> Column:
    """The row's own id."""
    return Column(name, Kind.KEY, sentence, synonyms=_split(synonyms), required=True)


def ref(
    name: str, target: str, sentence: str, synonyms: str = "", *, required: bool = False
) -> Column:
    """A reference to a row of another table, by its id, or by its name where a file has names."""
    return Column(
        name, Kind.REF, sentence, target=target, synonyms=_split(synonyms), required=required
    )


def text(name: str, sentence: str, synonyms: str = "", *, personal: bool = False) -> Column:
    """Free text."""
    return Column(name, Kind.TEXT, sentence, synonyms=_split(synonyms), personal=personal)


def word(
    name: str,
    sentence: str,
    synonyms: str = "",
    *,
    words: str = "",
    required: bool = False,
    read_only_in: bool = False,
    personal: bool = False,
) -> Column:
    """A category: one word of a short list."""
    return Column(
        name,
        Kind.CATEGORY,
        sentence,
        words=_split(words),
        synonyms=_split(synonyms),
        required=required,
        read_only_in=read_only_in,
        personal=personal,
    )


def whole(
    name: str,
    sentence: str,
    synonyms: str = "",
    *,
    low: float | None = None,
    high: float | None = None,
) -> Column:
    """A whole number."""
    return Column(name, Kind.INTEGER, sentence, synonyms=_split(synonyms), low=low, high=high)


def number(
    name: str,
    sentence: str,
    synonyms: str = "",
    *,
    low: float | None = None,
    high: float | None = None,
    required: bool = False,
) -> Column:
    """A number that need not be whole."""
    return Column(
        name,
        Kind.NUMBER,
        sentence,
        synonyms=_split(synonyms),
        low=low,
        high=high,
        required=required,
    )


def share(name: str, sentence: str, synonyms: str = "") -> Column:
    """A share of one; percentages are read as shares."""
    return Column(name, Kind.SHARE, sentence, synonyms=_split(synonyms), low=0.0, high=1.0)


def money(
    name: str,
    sentence: str,
    synonyms: str = "",
    *,
    required: bool = False,
    personal: bool = False,
    low: float | None = None,
) -> Column:
    """An amount in the row's currency."""
    return Column(
        name,
        Kind.MONEY,
        sentence,
        synonyms=_split(synonyms),
        required=required,
        personal=personal,
        low=low,
    )


def currency(sentence: str = "Currency of the amounts in this row, ISO 4217.") -> Column:
    """The row's currency."""
    return Column(
        "currency",
        Kind.CURRENCY,
        sentence,
        synonyms=("currencyisocode", "currencycode", "curr", "ccy", "wahrung", "devise"),
    )


def day(name: str, sentence: str, synonyms: str = "", *, required: bool = False) -> Column:
    """A calendar date."""
    return Column(name, Kind.DATE, sentence, synonyms=_split(synonyms), required=required)


def moment(name: str, sentence: str, synonyms: str = "", *, required: bool = False) -> Column:
    """A point in time; the name ends in _at."""
    return Column(name, Kind.MOMENT, sentence, synonyms=_split(synonyms), required=required)


def flag(name: str, sentence: str, synonyms: str = "", *, read_only_in: bool = False) -> Column:
    """True or false."""
    return Column(name, Kind.FLAG, sentence, synonyms=_split(synonyms), read_only_in=read_only_in)
