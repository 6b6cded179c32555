"""Look-ups from a fact to what it is about. Each finds at most one row, so no fact is doubled.

A look-up by id finds one row because ids are keys. A look-up of what a person was on a day finds
one because the segments of a person's history do not overlap; they are cut at the start of the
next one in case a source says otherwise.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from everyrep.measures.tables import canonical, without

if TYPE_CHECKING:
    import ibis.expr.types as ir

# Name of a link: the column that holds the id, and the table it is looked up in.
BY_ID = {
    "account": ("account_id", "accounts"),
    "opportunity": ("opportunity_id", "opportunities"),
    "product": ("product_id", "products"),
    "course": ("course_id", "courses"),
    "territory": ("territory_id", "territories"),
    "campaign": ("campaign_id", "campaigns"),
    "contact": ("contact_id", "contacts"),
}
ORGANISATION = "organisation"
TENURE = "tenure"
TENURE_MONTH = "tenure/month"
# Where each dimension of a person stands, for facts that have the person as `person_id`.
OF_THE_PERSON: dict[str, tuple[str, ...]] = {
    "person": ("person_id",),
    "team": (f"{ORGANISATION}/team_id",),
    "manager": (f"{ORGANISATION}/manager_id",),
    "role": (f"{ORGANISATION}/role",),
    "level": (f"{ORGANISATION}/level",),
    "territory": (f"{ORGANISATION}/territory_id",),
    "region": (f"{ORGANISATION}/region",),
    "motion": (f"{ORGANISATION}/motion",),
}
FAR = date(9999, 12, 31)


def linked_column(path: str) -> str:
    """Name under which "opportunity/account/segment" stands once it is looked up."""
    return path.replace("/", "__")


def first_column(path: str) -> str:
    """The column of the facts themselves where a path begins."""
    link, slash, _ = path.partition("/")
    return BY_ID[link][0] if slash else path


def with_links(
    table: ir.Table, paths: Iterable[str], person: str, seen_on: str | ir.DateValue | None
) -> ir.Table:
    """The table with a column for each path that leads through a link.

    Args:
        table: Facts.
        paths: Such as "segment" (its own), "account/segment", "opportunity/account/segment",
            "organisation/team_id", "tenure/month".
        person: Column that holds the person, for the organisation.
        seen_on: Day on which the organisation is read: a column, or one day for all.
    """
    wanted: dict[str, list[str]] = {}
    for path in dict.fromkeys(paths):
        link, slash, column = path.rpartition("/")
        if slash:
            wanted.setdefault(link, []).append(column)
    for link in sorted(_with_parents(wanted), key=lambda name: (name.count("/"), name)):
        columns = wanted.get(link, []) + _keys_below(link, wanted)
        if link == ORGANISATION:
            table = _with_organisation(table, columns, person, seen_on)
        elif link == TENURE:
            table = _with_tenure(table, person, seen_on)
        else:
            table = _with_row(table, link, columns)
    return table


def organisation(columns: Iterable[str]) -> ir.Table:
    """What each person was from day to day: segments [from_on, until) that do not overlap."""
    import ibis

    history = canonical("org_history").select("person_id", "from_on", "to_on", *columns)
    following = history.from_on.lead(1).over(
        ibis.window(group_by=history.person_id, order_by=history.from_on)
    )
    end = ibis.least(history.to_on.fill_null(FAR), following.fill_null(FAR))
    return history.select("person_id", "from_on", *columns, until=end)


def months_between(start: ir.DateValue, day: ir.DateValue) -> ir.IntegerValue:
    """Full months from one day to another; the last of a short month counts as any later one."""
    months = (day.year() - start.year()) * 12 + day.month() - start.month()
    return months - (months_after(start, months) > day).cast("int64")


def months_after(start: ir.DateValue, months: ir.IntegerValue) -> ir.DateValue:
    """The same day some months later, or the last of that month where it is shorter."""
    return (start + months.as_interval("M")).cast("date")


def _with_parents(links: Iterable[str]) -> set[str]:
    found = set()
    for link in links:
        parts = link.split("/")
        found |= {"/".join(parts[: i + 1]) for i in range(len(parts))}
    return found


def _keys_below(link: str, wanted: Iterable[str]) -> list[str]:
    """Columns of a link that hold the ids for further links."""
    start = f"{link}/"
    below = {name.removeprefix(start).split("/")[0] for name in wanted if name.startswith(start)}
    return sorted(BY_ID[name][0] for name in below)


def _with_row(table: ir.Table, link: str, columns: Iterable[str]) -> ir.Table:
    parent, _, name = link.rpartition("/")
    key, target = BY_ID[name]
    other = canonical(target)
    named = {linked_column(f"{link}/{column}"): other[column] for column in dict.fromkeys(columns)}
    picked = other.select(link_key=other["id"], **named)
    held = table[linked_column(f"{parent}/{key}") if parent else key]
    return without(table.left_join(picked, held == picked["link_key"]), "link_key")


def _with_organisation(
    table: ir.Table, columns: Iterable[str], person: str, seen_on: str | ir.DateValue | None
) -> ir.Table:
    wanted = tuple(dict.fromkeys(columns))
    segments = organisation(wanted)
    picked = segments.select(
        link_key=segments.person_id,
        link_from=segments.from_on,
        link_until=segments.until,
        **{linked_column(f"{ORGANISATION}/{column}"): segments[column] for column in wanted},
    )
    day = table[seen_on] if isinstance(seen_on, str) else seen_on
    joined = table.left_join(
        picked,
        [
            table[person] == picked.link_key,
            day >= picked.link_from,
            day < picked.link_until,
        ],
    )
    return without(joined, "link_key", "link_from", "link_until")


def _with_tenure(table: ir.Table, person: str, seen_on: str | ir.DateValue | None) -> ir.Table:
    """The table with the months since the hire of the person; NULL before it."""
    import ibis

    people = canonical("people")
    people = people.select(link_key=people["id"], link_from=people.hired_on)
    joined = table.left_join(people, table[person] == people.link_key)
    day = joined[seen_on] if isinstance(seen_on, str) else seen_on
    months = ibis.ifelse(day >= joined.link_from, months_between(joined.link_from, day), None)
    named = joined.mutate(**{linked_column(TENURE_MONTH): months.cast("int64")})
    return without(named, "link_key", "link_from")
