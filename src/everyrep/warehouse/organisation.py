"""Who works here on a day, and who reports to whom: what rights are cut by."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from everyrep.values import near_names
from everyrep.warehouse.history import organisation_sql
from everyrep.warehouse.identity.letters import plain
from everyrep.warehouse.quoting import literal
from everyrep.warehouse.reader import Warehouse


@dataclass(frozen=True)
class Placement:
    """Somebody's place on a day.

    Attributes:
        person: Id.
        name: Full name; the id where there is none.
        email: Work address, lower case; empty where none is known.
        role, title, team, territory, region, motion: As recorded then; None where not known.
        manager: Id of who leads them; None at the top.
    """

    person: str
    name: str
    email: str
    title: str | None
    role: str | None
    manager: str | None
    team: str | None
    territory: str | None
    region: str | None
    motion: str | None


@dataclass(frozen=True)
class Organisation:
    """Everybody who works here on a day.

    Attributes:
        day: The day.
        places: By person.
    """

    day: date
    places: dict[str, Placement] = field(default_factory=dict)

    @cached_property
    def _led(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for place in self.places.values():
            if place.manager is not None:
                found.setdefault(place.manager, []).append(place.person)
        return found

    def reports(self, head: str) -> frozenset[str]:
        """Those who report to somebody directly."""
        return frozenset(self._led.get(head, ())) - {head}

    def everybody_below(self, head: str) -> frozenset[str]:
        """Those who report to somebody, directly or through others.

        Where people report to one another in a circle, each is found once, and nobody is below
        themselves.
        """
        found: set[str] = set()
        waiting = [head]
        while waiting:
            for person in self._led.get(waiting.pop(), ()):
                if person not in found:
                    found.add(person)
                    waiting.append(person)
        return frozenset(found - {head})

    def called(self, written: str) -> tuple[Placement, ...]:
        """Who has a name, as it is written; else in any order, without marks, as "Müller, Anna"."""
        low, words = written.strip().casefold(), _words(written)
        exact = tuple(place for place in self.places.values() if place.name.casefold() == low)
        if exact or not words:
            return exact
        return tuple(place for place in self.places.values() if _words(place.name) == words)

    def like(self, written: str) -> tuple[Placement, ...]:
        """Who could be meant by a part of a name, or by one that is misspelt, by name.

        Each word that is written begins a word of the name; where nobody's does, names that are
        written nearly so.
        """
        wanted = _words(written)
        places = sorted(self.places.values(), key=lambda place: (place.name, place.person))
        found = tuple(place for place in places if wanted and _begins(wanted, _words(place.name)))
        if found or not wanted:
            return found
        near = near_names(written, {place.name for place in places})
        return tuple(place for name in near for place in places if place.name == name)

    def by_email(self, address: str) -> Placement | None:
        """Who has a work address; None where nobody or more than one has it."""
        wanted = address.strip().lower()
        found = [place for place in self.places.values() if wanted and place.email == wanted]
        return found[0] if len(found) == 1 else None

    def circles(self) -> tuple[tuple[str, ...], ...]:
        """People who report to one another in a circle; each circle once, from its smallest id."""
        found: list[tuple[str, ...]] = []
        done: set[str] = set()  # Each person is passed once, however long a circle is.
        for start in self.places:
            path: dict[str, None] = {}
            person: str | None = start
            while person in self.places and person not in done and person not in path:
                path[person] = None
                person = self.places[person].manager
            if person in path:
                walked = list(path)
                circle = walked[walked.index(str(person)) :]
                least = circle.index(min(circle))
                found.append(tuple(circle[least:] + circle[:least]))
            done.update(path)
        return tuple(sorted(found))


def _words(name: str) -> list[str]:
    """The words of a name in plain letters, in an order that does not hang on how it is written."""
    return sorted(plain(name).split())


def _begins(wanted: list[str], name: list[str]) -> bool:
    """Whether each word that is wanted begins a word of a name."""
    return all(any(word.startswith(part) for word in name) for part in wanted)


def organisation_on(warehouse: Warehouse, day: date) -> Organisation:
    """Who worked here at the end of a day."""
    sql = f"""
        SELECT DISTINCT ON (place.person_id) place.person_id,
            coalesce(nullif(trim(people.full_name), ''), place.person_id),
            lower(coalesce(trim(people.email), '')),
            place.title, place.role, place.manager_id, place.team_id, place.territory_id,
            place.region, place.motion
        FROM ({organisation_sql([day])}) AS place
        JOIN people ON people.id = place.person_id
        WHERE people.left_on IS NULL OR people.left_on > DATE {literal(day.isoformat())}
        ORDER BY place.person_id
    """
    rows = warehouse.connection.cursor().execute(sql).fetchall()
    return Organisation(day, {row[0]: Placement(*row) for row in rows})


def names_of(warehouse: Warehouse, people: Iterable[str]) -> dict[str, str]:
    """Full names by id, also of people who have left; ids without a person are left out."""
    wanted = sorted(set(people))
    if not wanted:
        return {}
    listed = ", ".join(literal(person) for person in wanted)
    sql = f"SELECT id, full_name FROM people WHERE id IN ({listed}) AND full_name IS NOT NULL"
    return dict(warehouse.connection.cursor().execute(sql).fetchall())
