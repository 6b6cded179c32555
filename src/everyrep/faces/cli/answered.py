"""How an answer is kept and printed: by `evidence ask`, and where a trial is concluded."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from everyrep.faces.cli import output
from everyrep.faces.cli.asking import close_with
from everyrep.faces.cli.options import who
from everyrep.values import Currency

if TYPE_CHECKING:
    from everyrep.evidence.findings import Checked, Finding
    from everyrep.evidence.register import Standing
    from everyrep.values import Scope
    from everyrep.warehouse.reader import Warehouse
    from everyrep.warehouse.workspace import Workspace


def tell(
    warehouse: Warehouse,
    scope: Scope,
    found: Finding,
    told: dict[str, Any],
    *,
    as_json: bool,
) -> None:
    """Print an answer, with what it is worth and where its question stands.

    Args:
        warehouse: The build that was read.
        scope: Who asks.
        found: The answer.
        told: "standing" and "changed", as `kept` gives them, and more for JSON.
        as_json: Whether as data.
    """
    from everyrep.evidence.money import worth_of

    worth = worth_of(warehouse, found, scope)
    if as_json:
        money = None if worth is None else worth.amount.to_dict() | {"sentence": worth.sentence}
        output.print_json(found.to_dict() | {"worth": money, "snapshot": warehouse.snapshot} | told)
        return
    _print(found, "" if worth is None else worth.sentence)
    output.say()
    output.say(told["standing"])
    if told["changed"]:
        output.say(told["changed"])
    close_with(found.reasons, warehouse.snapshot)


def kept(workspace: Workspace, found: Finding, standing: Standing, snapshot: str) -> dict[str, str]:
    """Keep the answer; where the question stands, and what has changed since the last one."""
    from everyrep.evidence.register import Answered, keep_answer
    from everyrep.values import Busy, SystemClock, UserError

    now, earlier = SystemClock().now(), standing.earlier
    answer = Answered.of(found, asked_by=who(), when=now, snapshot=snapshot)
    try:
        keep_answer(workspace, answer)
    except (Busy, UserError) as problem:
        output.hint(f"This answer is not kept: {problem}")
    changed = "" if earlier is None else answer.changed_from(earlier)
    return {"standing": standing.sentence(found.question), "changed": changed}


def _print(found: Finding, worth: str) -> None:
    output.say(f"{found.claim.heading()}. {found.sentence}", style="bold")
    output.say(found.claim.sentence)
    if found.estimate.estimable:
        output.say(f"Effect: {found.estimate.describe()}")
    if found.headline is not None:
        output.say(f"Less what being picked as remarkable adds: {found.headline.describe()}")
    if worth:
        output.say(worth)
    for need in found.needs:
        output.say(f"To tell more: {need}")
    _print_way(found)
    if found.family:
        sized = partial(_sized, unit=found.estimate.unit)
        output.say()
        output.print_table(
            f"What each way of comparing says, in {_plainly(found.estimate.unit)}",
            ("comparison", "effect", "range", "right if", "believed"),
            [
                (m.title, sized(m.value), f"{sized(m.low)} to {sized(m.high)}", m.right_if,
                 "yes" if m.believed else "")
                for m in found.family
            ],
            numbers=("effect",),
        )  # fmt: skip
    if found.checks:
        output.say()
        output.print_table(
            "What was tried on it",
            ("check", "", "found"),
            [(one.title, _mark(one), one.sentence) for one in found.checks],
        )


def _plainly(unit: str) -> str:
    """A unit as a heading has it."""
    return unit.removeprefix("money:")


def _sized(number: float, unit: str) -> str:
    """A size in the unit of the effect that stands above: points, or major units of money."""
    whole = unit.partition("/")[0]
    if whole == "points":
        return f"{100 * number:.3g}"
    if whole.startswith("money:"):
        return f"{number / Currency.of(whole.partition(':')[2]).scale:,.0f}"
    return f"{number:.4g}"


def _mark(one: Checked) -> str:
    return {True: "passed", False: "failed", None: "not tried"}[one.passed]


def _print_way(found: Finding) -> None:
    output.say()
    output.print_table(
        "How the design was chosen",
        ("design", "", "why"),
        [(one.design.title, one.fit.value, one.why) for one in found.way],
    )
