"""Words of a condition that none of the facts knows: said with every answer, with near ones.

`segment = 'Enterprize'` would else leave no facts, which looks like a true zero; and in
`segment in ('Enterprize', 'SMB')` nothing would show that half of the question was lost. A word
counts as known if any fact in sight has it, on whatever day and whether or not the measure counts
it: then a zero is one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from everyrep.measures.asking import question_of, refusal
from everyrep.measures.catalogue import Catalogue, Measure, load_catalogue
from everyrep.measures.compose import leaves
from everyrep.measures.labels import hidden
from everyrep.measures.naming import Value, label_of, values_asked
from everyrep.measures.privacy import asked_by_group
from everyrep.measures.question import Question
from everyrep.measures.run import described_once, measure_name
from everyrep.measures.source import FactSource
from everyrep.measures.statements import statement
from everyrep.values import Scope, near_names
from everyrep.warehouse.mapping import Condition, columns_of, parse_where
from everyrep.warehouse.mapping import rows as tree

if TYPE_CHECKING:
    import ibis.expr.types as ir

_MOST_LISTED = 8
_NEAREST = 200
"""Words that are held against a misspelt one, of fields that have very many."""
_WIDEST = {"opportunities": "won_deals"}
"""By table: a measure whose facts are all that the table holds."""
_DECLARED = {"stage": ("stages", "name")}
"""Where the words of a field are listed, whether or not facts have them."""


def misspelt(source: FactSource, measure: str, where: str | None, scope: Scope) -> tuple[str, ...]:
    """The same for what is asked of a measure other than by `query`.

    Args:
        source: Holds the facts.
        measure: Whose facts the condition is about.
        where: As it was written.
        scope: Who asks.

    Raises:
        UnknownName: The measure does not exist.
        SettingsError: The condition cannot be read.
    """
    known = load_catalogue()
    asked = known[measure]
    if not where or refusal(source, asked, scope) is not None:
        return ()
    question = question_of(source, (), where, None, scope, 0.95)
    written = parse_where(where, "the condition")
    return tuple(words_not_known(source, (asked,), written, question, known, left=False))


def words_not_known(
    source: FactSource,
    measures: Sequence[Measure],
    written: Condition,
    question: Question,
    known: Catalogue,
    *,
    left: bool,
) -> Iterator[str]:
    """What to say of each word of a condition that no fact has.

    Args:
        source: Holds the facts.
        measures: Those asked for, each of which may be seen.
        written: The condition as it was written, without the ids behind names.
        question: Who asks, and on which day.
        known: The catalogue.
        left: Whether the condition leaves facts; then nobody need look for the words that all of
            them must have.
    """
    asked: dict[str, list[str]] = {}
    plain = left and not any(measure.parts for measure in measures)
    for name, value in dict.fromkeys(values_asked(written)):
        if not (plain and (name, value) in _held_by_all(written)):
            asked.setdefault(name, []).append(str(value))
    for name, words in asked.items():
        if question.scope.min_group > 1 and not asked_by_group(name):
            continue
        if sql := _facts_with(name, measures, question, known):
            here = _Field(source, name, sql, question.scope)
            yield from (here.told(word) for word in here.missing(words))


def _held_by_all(condition: Condition) -> Iterator[tuple[str, Value]]:
    """Every field and value that each fact must have that a condition leaves."""
    match condition:
        case tree.All(parts):
            for part in parts:
                yield from _held_by_all(part)
        case tree.Compare(name, "=", value) | tree.Among(name, (value,)):
            yield name, value


def _facts_with(
    name: str, measures: Sequence[Measure], question: Question, known: Catalogue
) -> tuple[str, ...]:
    """Statements that give the words of a field, one for each kind of facts that has it."""
    found = [
        (leaf, replace(own, by=(), where=None, period=None))
        for measure in measures
        for leaf, own in leaves(measure, question, known)
        if own.where is not None and name in columns_of(own.where)
    ]
    # What no open deal is called like may be the name of closed ones.
    tables = {described_once(leaf, plain).frame.name: plain for leaf, plain in found}
    found += [(known[_WIDEST[one]], plain) for one, plain in tables.items() if one in _WIDEST]
    asked = dict.fromkeys(_Asked(measure_name(leaf), name, q, leaf) for leaf, q in found)
    return tuple(dict.fromkeys(sql for one in asked if (sql := _sql_of_words(one))))


@dataclass(frozen=True)
class _Asked:
    measure: tuple[str, str, str]
    name: str
    question: Question
    entry: Measure = field(compare=False)


def _sql_of_words(asked: _Asked) -> str:
    """The different words of a field among the facts in sight; empty where it holds no words."""

    def words(question: Question) -> ir.Table | None:
        column = described_once(asked.entry, question).frame.words(question, asked.name)
        return column.name("word").as_table().distinct() if column.type().is_string() else None

    return statement(("words", asked.measure, asked.name), asked.question, words)


@dataclass(frozen=True)
class _Field:
    """A field of a condition, and the words that the facts have in it.

    Attributes:
        source: Holds the facts.
        name: Of the field.
        sql: Statements that give its words.
        scope: Who asks.
    """

    source: FactSource
    name: str
    sql: tuple[str, ...]
    scope: Scope

    def missing(self, words: Iterable[str]) -> list[str]:
        """Those of some words that are neither there nor a name of what is there."""
        left = {word.strip().lower(): word for word in words}
        for sql in ("", *self.sql):
            there = self._there(sql, list(left)) if sql else self._declared(list(left))
            left = {text: word for text, word in left.items() if text not in there}
            if not left:
                break
        return list(left.values())

    def _there(self, sql: str, words: list[str]) -> set[str]:
        """Those of some words, in lower case, that facts of one kind have."""
        found = self.source.connection.execute(
            f"{self._named((sql,))} SELECT DISTINCT unnest([lower(word), lower(trim(name))]) "
            "FROM named WHERE list_contains($words, lower(word)) "
            "OR list_contains($words, lower(trim(name)))",
            {"words": words},
        ).fetchall()
        return {text for (text,) in found}

    def told(self, word: str) -> str:
        """What to say of a word that is missing."""
        what = self.name.replace("_", " ")
        return f"No {what} is called '{word}' here{self._offer(word)}"

    def _offer(self, word: str) -> str:
        rows = self.source.connection.execute(
            f"{self._named(self.sql)} SELECT name, count(*) OVER () FROM "
            "(SELECT DISTINCT coalesce(name, word) AS name FROM named) "
            "ORDER BY jaro_winkler_similarity(lower(name), lower($word)) DESC, name "
            f"LIMIT {_NEAREST}",
            {"word": word},
        ).fetchall()
        known = sorted(name for name, _ in rows)
        if near := near_names(word, known):
            return f"; near: {', '.join(repr(each) for each in near)}."
        if not known:
            return "."
        more = rows[0][1] - min(len(known), _MOST_LISTED)
        listed = ", ".join(repr(each) for each in known[:_MOST_LISTED])
        return f"; there are: {listed}{f' and {more:,} more' if more else ''}."

    def _named(self, sql: Iterable[str]) -> str:
        """Every word, with the name of what it is an id of, where that may be seen."""
        words = " UNION ".join(f"SELECT word FROM ({one})" for one in sql)
        label = label_of(self.name)
        name, join = "NULL::VARCHAR", ""
        if label is not None and not hidden(label, self.scope):
            name, join = f'names."{label[1]}"', f'LEFT JOIN "{label[0]}" names ON names.id = word'
        return (
            f"WITH words AS ({words}), named AS (SELECT word, {name} AS name FROM words {join} "
            "WHERE word IS NOT NULL AND word <> '')"
        )

    def _declared(self, words: list[str]) -> set[str]:
        """Words of a list that is there without facts, for who sees all there is."""
        label = _DECLARED.get(self.name) or label_of(self.name)
        if label is None or hidden(label, self.scope) or not self.scope.sees_everybody:
            return set()
        table, column = label
        found = self.source.connection.execute(
            f'SELECT lower(trim("{column}")) FROM "{table}" '
            f'WHERE list_contains(?, lower(trim("{column}"))) UNION '
            f'SELECT lower(id) FROM "{table}" WHERE list_contains(?, lower(id))',
            [words, words],
        ).fetchall()
        return {text for (text,) in found}
