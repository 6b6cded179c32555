"""How well a file fits a canonical table, column by column."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

from everyrep.sources.files.guessing.fitting import (
    fit,
    hardly_repeats,
    looks_like_id,
    tells_apart,
)
from everyrep.sources.files.guessing.lexicon import (
    column_forms,
    guessable,
    named,
    table_names,
    telling,
)
from everyrep.sources.files.guessing.names import (
    fold,
    forms,
    is_technical,
    singulars,
    stem_words,
    without_shared,
    words,
)
from everyrep.sources.files.guessing.refuted import is_no_history, is_no_step
from everyrep.sources.files.profile import ColumnProfile
from everyrep.warehouse.mapping import ColumnSpec
from everyrep.warehouse.schema import Column, Kind, Table

LEAST = 0.5  # a column is mapped from this score on
_LEAST_REQUIRED = 0.6  # a column that a row cannot do without, from this one on
_MOST_TOLD = 4.0  # what column names can say at most, so that wide files do not win by width
# Columns that make a row what it is, and how many of them there must be.
_CORE = {
    "opportunities": (
        frozenset(("amount", "stage", "outcome", "is_won", "close_on", "account", "owner")),
        2,
    ),
    "people": (frozenset(("full_name", "first_name", "last_name", "email", "title", "hired_on",
                          "manager", "commission_rate", "role")), 1),
    "contacts": (frozenset(("account", "email", "title", "role")), 1),
}  # fmt: skip
_NAMED = ("name", "full_name", "title")
_ID_WORDS = ("id", "key", "code", "number", "no", "nr", "num", "seq", "uuid", "guid", "idcode")
_ROW_WORDS = ("reference", "record", "row", "object", "unique", "internal")

Profiles = dict[str, ColumnProfile]
Given = dict[str, tuple[ColumnSpec, str]]


@dataclass(frozen=True)
class Pair:
    """A source column for a canonical one.

    Attributes:
        column: canonical column.
        source: source column.
        score: 0 to 1: how alike the names are, times how well the values fit.
        tells: how much the name says about which table this is.
        why: in words.
        blind: nothing speaks for it but that some column has to be it: a person confirms it.
    """

    column: str
    source: str
    score: float
    tells: float
    why: str
    blind: bool = False


@dataclass(frozen=True)
class TableMatch:
    """A canonical table for a file.

    Attributes:
        table: its name.
        score: higher is better; comparable between tables for one file.
        pairs: canonical column to the pair chosen for it.
        missing: required columns that nothing feeds.
        named: how well the file's name fits the table's, 0 to 1.
        given: canonical columns that no single source column feeds, each with how and why.
    """

    table: str
    score: float
    pairs: dict[str, Pair]
    missing: tuple[str, ...]
    named: float
    given: Given = field(default_factory=dict)


def match_table(
    table: Table,
    file_name: str,
    profiles: Profiles,
    key: str | None = None,
    *,
    said: bool = False,
) -> TableMatch:
    """The best pairs for a table, and what speaks for it.

    Args:
        table: the canonical table.
        file_name: what the file is called.
        profiles: its columns.
        key: source column of the id, where that is known from other files.
        said: a person said that this is the table, so the id may be any unique column.
    """
    found = list(_pairs(table, profiles))
    if key is not None:
        found = [pair for pair in found if pair.column != "id" and pair.source != key]
        found.append(Pair("id", key, 1.0, 0.5, "other files refer to it"))
    pairs = _assigned(table, found)
    _drop_half_names(pairs)
    _find_date(table, profiles, pairs)
    _find_key(table, profiles, pairs)
    if said and "id" in table.by_name and "id" not in pairs:
        _find_any_key(profiles, pairs)
    missing = tuple(
        column.name
        for column in table.columns
        if column.required and not _may_lack(table, column)
        if pairs.get(column.name, _NOTHING).score < _LEAST_REQUIRED
    )
    titled = named(stem_words(file_name), table.name)
    score = _score(table, profiles, pairs, missing, titled)
    score -= 3.0 * is_no_step(table, file_name, profiles, pairs)
    score -= 3.0 * is_no_history(table, profiles, pairs)
    return TableMatch(table.name, score, pairs, missing, titled)


def possible_keys(match: TableMatch, profiles: Profiles) -> list[str]:
    """Columns that could be the id instead: unique, short, and not used for a date or an amount."""
    used = {pair.source for name, pair in match.pairs.items() if name not in ("id", *_NAMED)}
    return [
        name
        for name, profile in profiles.items()
        if profile.unique and looks_like_id(profile) and name not in used
        if not is_technical(name)
    ]


def business_columns(profiles: Profiles) -> list[str]:
    """Source columns that hold something, and were not added by a pipeline."""
    return [name for name, p in profiles.items() if not is_technical(name) and not p.empty]


def _pairs(table: Table, profiles: Profiles) -> Iterator[Pair]:
    """Every pair whose names meet and whose values fit."""
    known = column_forms(table.name)
    rest = without_shared(profiles)
    for source, profile in profiles.items():
        if is_technical(source) and fold(source) not in known:
            continue
        best: dict[str, Pair] = {}
        for form, weight in (*forms(source), *_shortened(rest.get(source, source), source)):
            for name, own in known.get(form, ()):
                column = table.by_name[name]
                if weight < _WHOLE and _is_of_another(column, source, form, table):
                    continue
                pair = _pair(column, profile, form, weight * own)
                if pair.score > best.get(name, _NOTHING).score:
                    best[name] = pair
        yield from (pair for pair in best.values() if pair.score >= LEAST)


_NOTHING = Pair("", "", 0.0, 0.0, "")
_WHOLE = 0.9  # weight from which a form stands for a whole name, not for a part of it
_OF_IDS = (Kind.KEY, Kind.REF, Kind.TEXT)


def _shortened(rest: str, source: str) -> Iterator[tuple[str, float]]:
    """The forms of a name without the word that all names of the file begin with."""
    if rest != source:
        yield from ((form, 0.98 * weight) for form, weight in forms(rest))


def _is_of_another(column: Column, source: str, form: str, table: Table) -> bool:
    """Whether a name that holds a column's name is an id, or the name of another thing."""
    if column.kind not in _OF_IDS and _is_id_word(source):
        return True
    if column.name not in _NAMED:
        return False
    others = _nouns() - table_names(table.name)
    rest = [word for word in words(source) if word not in form]
    return form in _nouns() or any(word in others for word in rest)


@cache
def _nouns() -> frozenset[str]:
    """What the things of all tables are called."""
    return frozenset(name for table in guessable() for name in table_names(table.name))


def _is_id_word(name: str) -> bool:
    """Whether a name ends in a word for ids: what it names is an id, and no word or amount."""
    return words(name)[-1:] in (("id",), ("uuid",), ("guid",))


def _pair(column: Column, profile: ColumnProfile, form: str, weight: float) -> Pair:
    fits = fit(column, profile)
    whole = weight >= _WHOLE
    why = f"called {profile.name!r}" if whole else f"its name holds {form!r}"
    if not profile.empty:
        why += "; values fit" if fits >= 0.9 else "; values fit partly"
    tells = telling(form) * (1.0 if whole else 0.5)
    return Pair(column.name, profile.name, weight * fits, tells, why)


def _assigned(table: Table, pairs: list[Pair]) -> dict[str, Pair]:
    """Each canonical column its best source; a source twice only as id and as name."""
    order = {column.name: at for at, column in enumerate(table.columns)}
    chosen: dict[str, Pair] = {}
    used: dict[str, str] = {}
    for pair in sorted(pairs, key=lambda p: (-p.score, order[p.column])):
        if pair.column in chosen:
            continue
        other = used.get(pair.source)
        if other is not None and not _may_share(other, pair.column):
            continue
        chosen[pair.column] = pair
        used.setdefault(pair.source, pair.column)
    return {name: chosen[name] for name in order if name in chosen}


def _may_share(first: str, second: str) -> bool:
    return "id" in (first, second) and bool({first, second} & set(_NAMED))


def _find_key(table: Table, profiles: Profiles, pairs: dict[str, Pair]) -> None:
    """Where no id is named as one: a column of ids that nothing else uses, or a unique name."""
    if "id" not in table.by_name or pairs.get("id", _NOTHING).score >= _LEAST_REQUIRED:
        return
    used = {pair.source for pair in pairs.values()}
    references = _reference_names(table)
    for name, profile in profiles.items():
        known = name in used or is_technical(name) or fold(name) in references
        if not known and profile.unique and looks_like_id(profile) and _says_id(name, table):
            pairs["id"] = Pair("id", name, 0.6, 0.2, "unique, and named like an id")
            return
    first = next(iter(profiles), "")  # such as the id of deals under the name of the system
    if table.name == "opportunities" and first not in used and fold(first) not in references:
        profile = profiles[first]
        if _is_id_word(first) and profile.unique and looks_like_id(profile):
            pairs["id"] = Pair("id", first, 0.6, 0.1, "unique, an id, and the first column")
            return
    number = pairs.get("employee_number")
    if number and profiles[number.source].unique:
        del pairs["employee_number"]
        pairs["id"] = Pair("id", number.source, number.score, number.tells, number.why)
        return
    by_mail = table.name == "people" and not any(
        _is_id_word(name) and name not in used for name in profiles
    )  # rows with an id of something else, such as an application, are no list of people
    for name in ("email", *_NAMED) if by_mail else _NAMED:
        pair = pairs.get(name)
        if pair and tells_apart(profiles[pair.source]) and not _is_event(table):
            pairs["id"] = Pair("id", pair.source, 0.6, 0.1, "the only column that is unique")
            return


def _drop_half_names(pairs: dict[str, Pair]) -> None:
    """Where first and last name are known, a name that is only like a whole one is not needed."""
    first, last, whole = (pairs.get(name, _NOTHING) for name in ("first_name", "last_name",
                                                                "full_name"))  # fmt: skip
    if min(first.score, last.score) >= LEAST and whole.score < _WHOLE:
        pairs.pop("full_name", None)


def _find_date(table: Table, profiles: Profiles, pairs: dict[str, Pair]) -> None:
    """Where no date is named as the one that a row cannot do without: the only one there is."""
    needed = [
        column
        for column in table.columns
        if column.required and column.kind in (Kind.DATE, Kind.MOMENT) and column.name not in pairs
    ]
    used = {pair.source for pair in pairs.values()}
    dates = [
        name
        for name, profile in profiles.items()
        if profile.date is not None and name not in used and not is_technical(name)
    ]
    if table.name == "opportunity_snapshots":  # the day a deal was opened is no day of an export
        dates = [name for name in dates if fold(name) not in column_forms("opportunities")]
    if len(needed) == 1 and len(dates) == 1 and fit(needed[0], profiles[dates[0]]) >= 0.9:
        name = needed[0].name
        pairs[name] = Pair(name, dates[0], 0.65, 0.1, "the only column of dates")


def _find_any_key(profiles: Profiles, pairs: dict[str, Pair]) -> None:
    """The first unique column of short values that nothing else uses."""
    used = {pair.source for pair in pairs.values()}
    for name, profile in profiles.items():
        if profile.unique and looks_like_id(profile) and name not in used:
            why = "the first column that is unique: please confirm"
            pairs["id"] = Pair("id", name, 0.6, 0.1, why, blind=True)
            return


def _reference_names(table: Table) -> set[str]:
    known = column_forms(table.name)
    return {
        form
        for form, columns in known.items()
        for name, _ in columns
        if table.by_name[name].kind is Kind.REF
    }


def _says_id(name: str, table: Table) -> bool:
    """Whether a name says id, and of this table if it says of which."""
    parts = words(name)
    if parts[-2:-1] and parts[-2] in _ROW_WORDS and parts[-1] in _ID_WORDS:
        return True
    if not parts or parts[-1] not in _ID_WORDS:
        return False
    return len(parts) == 1 or bool(table_names(table.name) & singulars(["".join(parts[:-1])]))


def _is_event(table: Table) -> bool:
    """Whether rows happen (and may lack an id) rather than exist."""
    return table.moment is not None and table.name not in ("people", "opportunities", "campaigns")


def _may_lack(table: Table, column: Column) -> bool:
    return column.kind is Kind.KEY and _is_event(table)


def _score(
    table: Table,
    profiles: Profiles,
    pairs: dict[str, Pair],
    missing: tuple[str, ...],
    titled: float,
) -> float:
    told = _MOST_TOLD * (1 - math.exp(-_told(pairs) / _MOST_TOLD))
    business = business_columns(profiles) or list(profiles)
    used = {pair.source for pair in pairs.values()}
    covered = sum(1 for name in business if name in used) / max(len(business), 1)
    score = 2.0 * titled + told + 1.2 * covered - 3.0 * len(missing)
    score += 1.5 * (titled == 1.0) - 3.0 * _says_nothing(table, pairs)
    return score + _key_score(table, profiles, pairs)


def _told(pairs: dict[str, Pair]) -> float:
    return sum(pair.score * pair.tells for pair in pairs.values())


def _says_nothing(table: Table, pairs: dict[str, Pair]) -> bool:
    """Whether only ids are fed, or nothing that makes a row what it is."""
    kinds = {table.by_name[name].kind for name in pairs}
    core, least = _CORE.get(table.name, (frozenset(pairs), 0))
    return kinds <= {Kind.KEY, Kind.REF} or len(core & set(pairs)) < least


def _key_score(table: Table, profiles: Profiles, pairs: dict[str, Pair]) -> float:
    """What the key says: an id of this table's own name that is unique speaks for it."""
    pair = pairs.get("id")
    if "id" not in table.by_name:
        return 0.0
    if pair is None:
        return -0.3 if _is_event(table) else -1.0
    profile = profiles[pair.source]
    if profile.empty:
        return 0.0
    if not profile.unique:
        return -0.2 if hardly_repeats(profile) else -1.2
    return 0.5 if pair.tells > 0.3 else 0.15
