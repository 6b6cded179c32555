"""A proposal of what files mean: which tables they feed, from which columns, and how sure that is.

Files of one company are guessed together, so that ids which several of them share are recognised.
A guess is a starting point for a person: it comes with reasons, and what it leaves out is listed.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping as Pairs
from collections.abc import Sequence
from dataclasses import dataclass, field

from everyrep.sources.files.guessing import changes, orders, statements
from everyrep.sources.files.guessing.composed import LACKING, with_close, with_id
from everyrep.sources.files.guessing.enrolments import several_events, with_verb
from everyrep.sources.files.guessing.evidence import Overlaps
from everyrep.sources.files.guessing.extra import tables_beside
from everyrep.sources.files.guessing.keys import Look, about_name, keys_by_use
from everyrep.sources.files.guessing.lexicon import guessable
from everyrep.sources.files.guessing.matching import (
    Profiles,
    TableMatch,
    business_columns,
    match_table,
)
from everyrep.sources.files.guessing.specs import spec_of
from everyrep.sources.files.guessing.systems import (
    Fed,
    first_system,
    place_teams,
    share_systems,
    with_references,
)
from everyrep.sources.files.guessing.wide import WHY as WIDE
from everyrep.sources.files.guessing.wide import wide_quotas
from everyrep.sources.files.profile import profile
from everyrep.sources.files.raw import RawPart
from everyrep.sources.files.sample import Sample, sample
from everyrep.values.errors import DataError, UnknownName
from everyrep.warehouse.mapping import ColumnSpec, Mapping, Match, ReadHints, TableMapping, to_toml
from everyrep.warehouse.schema import TABLES

LEAST_SCORE = 2.0
_LOGGED = "from the rows that say so; the file logs changes of several fields"
_DIGITS = re.compile(r"\d+([-_. ]?\d+)*")


@dataclass(frozen=True)
class Guess:
    """What one file is taken for.

    Attributes:
        part: the raw table.
        mapping: the proposal; None where the file fits no table.
        confidence: 0 to 1, for the table that the file is about.
        columns: confidence by (table, canonical column).
        reasons: in words, by (table, canonical column); by (table, "") for a table.
        unmapped: columns with values that nothing reads.
        rivals: other tables that it could be about, best first, each with a confidence.
        why_not: why there is no proposal, where that is no matter of likeness.
        remarks: what a person should know before the proposal is used, as sentences.
        blind: (table, canonical column) for which nothing speaks: a person has to confirm each.
    """

    part: RawPart
    mapping: Mapping | None
    confidence: float
    columns: Pairs[tuple[str, str], float]
    reasons: Pairs[tuple[str, str], str]
    unmapped: tuple[str, ...]
    rivals: tuple[tuple[str, float], ...] = ()
    why_not: str = ""
    remarks: tuple[str, ...] = ()
    blind: tuple[tuple[str, str], ...] = ()

    @property
    def to_confirm(self) -> tuple[str, ...]:
        """What a person has to look at before anything is loaded, as sentences."""
        fed = {one.table: one.columns for one in self.mapping.tables} if self.mapping else {}
        return tuple(
            f"{name} of {table} is read from {' + '.join(fed[table][name].sources)!r}. That is a "
            f"guess: {self.reasons[table, name].partition(':')[0]}"
            for table, name in self.blind
        )

    @property
    def notes(self) -> Pairs[tuple[str, str], str]:
        """The reasons, as remarks for a mapping file."""
        return self.reasons

    def refusal(self) -> DataError:
        """The error to raise where the file fits no table."""
        shown = ", ".join(self.unmapped[:8])
        unknown = f"Its columns ({shown}) are not those of any table known here" if shown else None
        return DataError(
            "It is not clear which table this file feeds",
            where=self.part.shape.name,
            why=self.why_not or unknown,
            remedy="Name the table with --as TABLE, or write a mapping and name it with --mapping",
        )

    @property
    def toml(self) -> str:
        """The proposal as an editable file, reasons beside the columns."""
        if self.mapping is None:
            return ""
        return to_toml(self.mapping, self.reasons, self.unmapped)


def guess(
    parts: Sequence[RawPart | Sample],
    as_table: str | None = None,
    *,
    whole: bool = True,
) -> tuple[Guess, ...]:
    """Guess a set of files together.

    Args:
        parts: raw tables, or samples of them where they were taken already.
        as_table: the table that they feed, where a person said it.
        whole: whether a file must have what that table needs; else what is not found stays open,
            for a person to fill in.

    Raises:
        UnknownName: There is no such table.
        DataError: A file cannot feed the table that it is said to.
    """
    if as_table is not None and as_table not in TABLES:
        raise UnknownName("table", as_table, TABLES)
    samples = [part if isinstance(part, Sample) else sample(part) for part in parts]
    overlaps = Overlaps()
    try:
        looks = [_look(one, as_table, whole=whole) for one in samples]
        looks = keys_by_use(looks if as_table else orders.once(looks), overlaps)
        about = {look.matches[0].table for look in looks if look.matches}
        chosen = [_chosen(look, about, beside=as_table is None) for look in looks]
        files = [
            Fed(look.part, one.tables, first_system(look.part, one.tables))
            for look, one in zip(looks, chosen, strict=True)
        ]
        files = place_teams(share_systems(files, overlaps), overlaps)
        files = with_references(files, overlaps)
    finally:
        overlaps.close()
    return tuple(
        _guess(look, fed, one) for look, fed, one in zip(looks, files, chosen, strict=True)
    )


def _look(taken: Sample, as_table: str | None, *, whole: bool) -> Look:
    part, profiles = taken.part, profile(taken)
    name = about_name(part)
    if as_table is not None:
        match = _completed(match_table(TABLES[as_table], name, profiles), taken, profiles)
        if "id" in match.missing:
            match = match_table(TABLES[as_table], name, profiles, said=True)
        if match.missing and whole:
            raise _cannot_feed(part, match)
        return Look(part, profiles, (match,))
    found = [
        _completed(match_table(table, name, profiles), taken, profiles) for table in guessable()
    ]
    fitting = [m for m in found if not m.missing and m.pairs and m.score >= LEAST_SCORE]
    if not fitting:
        return Look(part, profiles, (), _nearly(found))
    return Look(part, profiles, tuple(sorted(fitting, key=lambda m: -m.score)))


def _completed(match: TableMatch, taken: Sample, profiles: Profiles) -> TableMatch:
    """The match with what several columns say together, or a column says in another way."""
    return with_close(with_verb(with_id(match, taken)), profiles)


def _nearly(found: Sequence[TableMatch]) -> str:
    """What the likeliest table lacks; empty where no table is likely."""
    best = max(found, key=lambda match: match.score + LACKING * len(match.missing))
    if not best.missing or len(best.pairs) < 3 or best.score + LACKING < LEAST_SCORE:
        return ""
    fits = ", ".join(f"{name} = {pair.source}" for name, pair in list(best.pairs.items())[:4])
    lacks = ", ".join(best.missing)
    return f"It looks like {best.table} ({fits}), but no column of it can be {lacks}"


@dataclass(frozen=True)
class _Chosen:
    """The tables that a file feeds, with confidence and reasons by (table, column)."""

    tables: tuple[TableMapping, ...] = ()
    scores: dict[tuple[str, str], float] = field(default_factory=dict)
    reasons: dict[tuple[str, str], str] = field(default_factory=dict)
    remarks: tuple[str, ...] = ()
    blind: tuple[tuple[str, str], ...] = ()


def _chosen(look: Look, about: set[str], *, beside: bool) -> _Chosen:
    """What a file feeds."""
    if statements.is_statements(look.part.table.columns):
        tables = statements.statement_tables(look.part.table.columns)
        reasons = dict(statements.reasons(tables))
        return _Chosen(tables, dict.fromkeys(reasons, 1.0), reasons)
    quotas = wide_quotas(look) if beside else ()
    if quotas:
        reasons = {("quotas", name): WIDE for name in ("from_on", "to_on", "amount")}
        return _Chosen(quotas, dict.fromkeys(reasons, 0.7), reasons)
    if not look.matches or not (look.matches[0].pairs or look.matches[0].given):
        return _first_of_all(look)
    logged = changes.by_field(look.matches[0], look.profiles)
    if logged is not None:
        reasons = {(one.table, name): _LOGGED for one in logged for name in one.columns}
        return _Chosen(logged, dict.fromkeys(reasons, 0.9), reasons)
    matches = [look.matches[0]]
    if beside:
        matches += tables_beside(matches[0], about_name(look.part), look.profiles, about)
    scores: dict[tuple[str, str], float] = {}
    reasons = {}
    remarks: list[str] = []
    tables_found: list[TableMapping] = []
    for match in matches:
        columns: dict[str, ColumnSpec] = {}
        for name, pair in match.pairs.items():
            column = TABLES[match.table].by_name[name]
            spec, notes = spec_of(column, look.profiles[pair.source])
            columns[name] = spec
            scores[match.table, name] = round(pair.score, 2)
            reasons[match.table, name] = "; ".join((pair.why, *notes))
            remarks += [f"{name} ({pair.source}): {note}" for note in notes]
        for name, (spec, why) in match.given.items():
            columns[name] = spec
            scores[match.table, name], reasons[match.table, name] = 0.7, why
        if match is look.matches[0] and orders.is_orders(look):
            won = orders.as_won(columns, match.pairs, look.profiles)
            reasons |= {(match.table, name): why for name, why in won.items()}
        repeats = "merge" if tables_found and "id" in columns else "last"
        fed = TableMapping(match.table, None, columns, repeats)
        tables_found.extend(several_events(match, fed, look.profiles))
    blind = tuple((m.table, name) for m in matches for name, pair in m.pairs.items() if pair.blind)
    return _Chosen(tuple(tables_found), scores, reasons, tuple(dict.fromkeys(remarks)), blind)


def _first_of_all(look: Look) -> _Chosen:
    """Nothing; or where a table was said that it is like in no column, a line to go on from."""
    if not look.matches:
        return _Chosen()
    table, first = TABLES[look.matches[0].table], look.part.table.columns[0]
    name = next((one.name for one in table.columns if one.required), table.columns[0].name)
    fed = TableMapping(table.name, None, {name: ColumnSpec(column=first)})
    at = (table.name, name)
    return _Chosen((fed,), {}, {at: "no column is like it: please choose"}, blind=(at,))


def _guess(look: Look, fed: Fed, chosen: _Chosen) -> Guess:
    reasons = chosen.reasons
    if not fed.tables:
        unmapped = tuple(business_columns(look.profiles))
        return Guess(look.part, None, 0.0, {}, {}, unmapped, why_not=look.why_not)
    shape = look.part.shape
    mapping = Mapping(
        system=fed.system,
        match=Match(files=(file_glob(shape.name),), columns=_telling_columns(fed.tables[0])),
        read=ReadHints(sheet=shape.sheet if ", sheet " in shape.name else None),
        tables=fed.tables,
    )
    read = set(mapping.sources)
    left = tuple(name for name in business_columns(look.profiles) if name not in read)
    sure = 1.0 if statements.is_statements(look.part.table.columns) else _confidence(look)
    for table in fed.tables:
        reasons.setdefault((table.table, ""), f"{_word(sure)} ({sure:.0%})")
    rivals = tuple((m.table, round(_strength(m), 2)) for m in look.matches[1:4])
    return Guess(
        look.part, mapping, sure, chosen.scores, reasons, left, rivals,
        remarks=chosen.remarks, blind=chosen.blind,
    )  # fmt: skip


def _confidence(look: Look) -> float:
    """How sure the table is: how strong the match is, and how far ahead of the next."""
    if not look.matches:
        return 0.7  # told by the shape of the file
    best = look.matches[0]
    lead = best.score - look.matches[1].score if len(look.matches) > 1 else best.score
    return round(_strength(best) * min(1.0, max(0.6 + 0.25 * lead, 0.0)), 2)


def _strength(match: TableMatch) -> float:
    return 1.0 - math.exp(-max(match.score - 1.0, 0.0) / 2.0)


def _word(confidence: float) -> str:
    if confidence >= 0.8:
        return "sure"
    return "likely" if confidence >= 0.6 else "doubtful: please check"


def _telling_columns(table: TableMapping) -> tuple[str, ...]:
    """The source columns of the id and of required columns: a file without them is another."""
    model = TABLES[table.table]
    needed = [
        name
        for column in model.columns
        if column.required and column.name in table.columns
        for name in table.columns[column.name].sources
    ]
    return tuple(dict.fromkeys(needed))


def file_glob(name: str) -> str:
    """A glob for this file and its like: runs of digits, such as dates, may differ."""
    escaped = re.sub(r"([\[\]?*])", r"[\1]", name)
    stem, dot, ending = escaped.rpartition(".")
    base = stem if dot else ending
    glob = re.sub(r"\*+", "*", _DIGITS.sub("*", base).rstrip("-_ ."))
    glob = glob if glob.endswith("*") else glob + "*"
    return f"{glob}{dot}{ending}" if dot else glob


def _cannot_feed(part: RawPart, match: TableMatch) -> DataError:
    missing = ", ".join(match.missing)
    return DataError(
        f"No column of it can be {missing} of {match.table}",
        where=part.shape.name,
        why=f"A row of {match.table} cannot be used without it",
        remedy=f'Write a mapping that says which column is meant: {match.missing[0]} = "..."',
    )
