"""What can be asked about: treatments that the records hold, and outcomes of the catalogue."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.translation import gettext_noop as _

from everyrep.evidence.asking import KINDS, Treatment, treatment
from everyrep.faces.web.pages.lately import lately
from everyrep.faces.web.pages.remembered import remembered
from everyrep.measures import Measure, load_catalogue, query
from everyrep.measures.programs import programs
from everyrep.values import EveryrepError, Scope, UnknownName
from everyrep.warehouse.reader import Warehouse

OUTCOME_KINDS = (
    ("outcome", _("Outcomes")),
    ("competency", _("How well it is done")),
    ("leading", _("What comes before revenue")),
)
_COUNTED = (
    ("course", _("Courses"), "completions", "course", None),
    ("certificate", _("Certificates"), "certifications", "course", None),
    ("lessons", _("Micro-lessons"), "completions", "course", "course_kind = 'lesson'"),
    ("coaching", _("Coaching"), "coaching_sessions", "skill", None),
    ("content", _("Content"), "content_uses", "content", None),
    ("activity", _("Activities"), "activities", "activity_kind", None),
)
"""Kind, title, the measure that counts it, by what, and which facts of it."""
_ANY = {"lessons": _("Any micro-lesson"), "coaching": _("Any coaching")}


@dataclass(frozen=True)
class Group:
    """Treatments of one kind.

    Attributes:
        kind: As it is written before the colon.
        title: As a heading.
        choices: As written, and as a reader sees it.
    """

    kind: str
    title: str
    choices: tuple[tuple[str, str], ...]


def treatments(warehouse: Warehouse, scope: Scope) -> tuple[Group, ...]:
    """What enough people had, by kind; kinds that nobody had are left out. Kept for a build."""

    def make() -> str:
        found = (_programs(warehouse), *(_counted(warehouse, scope, *one) for one in _COUNTED))
        return json.dumps([(one.kind, one.title, one.choices) for one in found if one.choices])

    held = json.loads(remembered("treatments to ask about", warehouse, scope, make))
    return tuple(
        Group(kind, title, tuple((value, name) for value, name in choices))
        for kind, title, choices in held
    )


def _programs(warehouse: Warehouse) -> Group:
    found = []
    for one in programs(warehouse):
        arms = [arm for arm in one.arms if arm.casefold() != "control"]
        if len(arms) == 1:
            found.append((f"program:{one.name}", one.name))
        else:
            found += [(f"program:{one.name}@{arm}", f"{one.name}: {arm}") for arm in arms]
    return Group("program", _("Programs"), tuple(found))


def _counted(
    warehouse: Warehouse, scope: Scope, kind: str, title: str, measure: str, by: str,
    where: str | None,
) -> Group:  # fmt: skip
    try:
        answer = query(warehouse, measure, by=by, where=where, scope=scope)
    except EveryrepError:
        return Group(kind, title, ())
    names = {
        answer.label(by, row.keys[by])
        for row in answer
        if row.keys.get(by) is not None and row.estimate.number()
    }
    found = [(f"{kind}:{name}", name) for name in sorted(names, key=str.casefold)]
    any_ = [(kind, _ANY[kind])] if found and kind in _ANY else []
    return Group(kind, title, (*any_, *found))


def written(request: HttpRequest) -> list[str]:
    """The same as they are written, for whoever asks; none before there is a build."""
    warehouse, scope = request.warehouse, request.acting.scope  # type: ignore[attr-defined]
    known = () if warehouse is None else treatments(warehouse, scope)
    return [value for group in known for value, _ in group.choices]


def teams(warehouse: Warehouse, scope: Scope) -> tuple[tuple[str, str], ...]:
    """Teams by id and name, for a change that began in some of them."""

    def make() -> tuple[tuple[str, str], ...]:
        try:
            answer = query(warehouse, "headcount", by="team", scope=scope)
        except EveryrepError:
            return ()
        keys = [row.keys["team"] for row in answer if row.keys.get("team") is not None]
        named = [(str(key), answer.label("team", key)) for key in keys]
        return tuple(sorted(named, key=lambda one: one[1].casefold()))

    return lately("teams to ask about", warehouse, scope, make)


def outcomes() -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Measures that have a history by person and month, by kind."""
    askable = [one for one in load_catalogue().values() if _askable(one)]
    for kind, title in OUTCOME_KINDS:
        named = [(one.name, one.title) for one in askable if one.kind == kind]
        if named:
            yield title, sorted(named, key=lambda one: one[1].casefold())


def measures() -> list[tuple[str, str]]:
    """All measures by name and title, in the order of their titles."""
    known = load_catalogue()
    return sorted(((name, known[name].title) for name in known), key=lambda one: one[1].lower())


def _askable(one: Measure) -> bool:
    return not one.parts and one.accepts("person") and one.accepts("month")


def known_treatment(text: str, groups: tuple[Group, ...]) -> Treatment:
    """A treatment that the records hold.

    Args:
        text: As written.
        groups: What they hold.

    Raises:
        UnknownName: Nobody, or too few, had it; near names are offered.
        UserError: It is not written as one.
    """
    what = treatment(text)
    if what.kind.name == "change":
        return what
    held = dict(
        choice for group in groups if group.kind == what.kind.name for choice in group.choices
    )
    names = {value.casefold(): value for value in held}
    if what.text.casefold() not in names:
        known = [value.partition(":")[2] for value in held]
        raise UnknownName(f"{KINDS[what.kind.name].name} that enough people had", what.name, known)
    return treatment(names[what.text.casefold()])
