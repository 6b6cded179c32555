"""Plans with who is on each: a folder of plan files beside a file of members."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from everyrep.faces.payroll.members import Members
from everyrep.pay import Plan, read_plan
from everyrep.values import UnknownName, UserError

MEMBERS = "members.json"


def plans_in(folder: Path) -> tuple[tuple[Plan, ...], dict[str, Members]]:
    """The plans of a folder, by the names of their files, and who is on each.

    Raises:
        UserError: There is no plan, no file of members, or one cannot be read.
        UnknownName: The members are of a plan that is not there.
    """
    files = sorted(folder.glob("*.toml")) if folder.is_dir() else []
    if not files:
        raise UserError(
            "There are no plans", where=str(folder),
            remedy="put plan files there, or name them",
        )  # fmt: skip
    plans = tuple(read_plan(file) for file in files)
    return plans, members_in(folder / MEMBERS, plans)


def members_in(file: Path, plans: Sequence[Plan]) -> dict[str, Members]:
    """Who is on each plan, by its id: a JSON object of members by plan.

    Raises:
        UserError: The file cannot be read.
        UnknownName: It names a plan that is not among these.
    """
    try:
        found = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as problem:
        raise UserError(
            f"It cannot be read ({type(problem).__name__})", where=str(file),
            why="Nobody says who is on which plan",
            remedy='write {"hunter": {"roles": ["Account Executive"], "named": []}}',
        ) from None  # fmt: skip
    if not isinstance(found, dict):
        raise UserError(f"It is {found!r}, not members by plan", where=str(file))
    known = [plan.id for plan in plans]
    for name in found:
        if name not in known:
            raise UnknownName("plan", name, known, where=str(file))
    return {name: Members.from_json(json.dumps(one)) for name, one in found.items()}


def members_by_roles(roles: Sequence[str], plans: Sequence[Plan]) -> dict[str, Members]:
    """Who is on each plan by roles alone, each written as ROLE, or as PLAN=ROLE.

    Raises:
        UserError: There are several plans, and a role does not say of which it is.
        UnknownName: A role is of a plan that is not among these.
    """
    found: dict[str, list[str]] = {plan.id: [] for plan in plans}
    for text in roles:
        plan, equals, role = text.partition("=")
        if not equals and len(plans) > 1:
            raise UserError(
                f"The role {text!r} does not say of which plan it is", where="--roles",
                remedy=f'write --roles "{plans[0].id}={text}"',
            )  # fmt: skip
        if not equals:
            plan, role = plans[0].id, text
        if plan not in found:
            raise UnknownName("plan", plan, found, where="--roles")
        found[plan].append(role)
    return {plan: Members(tuple(listed)) for plan, listed in found.items()}


def see_members(plans: Sequence[Plan], members: Mapping[str, Members]) -> None:
    """Hold that somebody is on every plan.

    Raises:
        UserError: Nobody says who is on one.
    """
    for plan in plans:
        if not members.get(plan.id, Members()).somebody:
            raise UserError(
                f"Nobody says who is on the plan {plan.id!r}",
                why="Without people nothing is paid",
                remedy=f'give --roles "{plan.id}=ROLE", or a file of members',
            )
