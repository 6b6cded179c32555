"""`everyrep pay new | check | test | show | diff`: plans written, judged, tried and read."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from everyrep.faces.cli import output
from everyrep.faces.cli.options import JsonOption
from everyrep.faces.cli.pay_tables import plan_in
from everyrep.values import UserError

if TYPE_CHECKING:
    from everyrep.pay import Complexity, Doubt, Outcome, Plan
    from everyrep.values.currency import Currency

app = typer.Typer()

PlanArgument = Annotated[Path, typer.Argument(metavar="PLAN", help="Plan file.")]
_ID = re.compile(r'^plan = "[^"\n]*"$', re.MULTILINE)
_STYLES = {"error": "red", "warning": "yellow"}


@app.command()
def new(
    name: Annotated[
        Path | None, typer.Argument(metavar="NAME", help="File to be written, such as closer.toml.")
    ] = None,
    template: Annotated[
        str | None, typer.Option("--template", help="Which one; without NAME all are listed.")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Begin a plan from a template, with examples that show what it pays; never over a file."""
    from everyrep.pay import template as text_of
    from everyrep.pay import template_names

    if name is None or template is None:
        if name is not None:
            raise UserError(
                "No template is named",
                remedy=f"add --template with one of: {', '.join(template_names())}",
            )
        _list_templates(template_names(), as_json=as_json)
        return
    path = name if name.suffix else name.with_suffix(".toml")
    text = _ID.sub(f'plan = "{_id_of(path)}"', text_of(template), count=1)
    _write_new(path, text)
    if as_json:
        output.print_json({"file": str(path), "template": template})
        return
    output.say(f"Wrote {path}. Change its names and numbers, then try it:")
    output.say(f"  {output.command()} pay test {path}")


def _list_templates(names: Sequence[str], *, as_json: bool) -> None:
    from everyrep.pay import read_plan, template

    titles = {name: read_plan(template(name), where=name).title for name in names}
    if as_json:
        output.print_json([{"template": name, "title": title} for name, title in titles.items()])
        return
    output.print_table("Templates", ("template", "title"), list(titles.items()))


def _id_of(path: Path) -> str:
    """The id of a plan of that file name."""
    return re.sub(r"[^a-z0-9_-]+", "-", path.stem.casefold()).strip("-") or "plan"


def _write_new(path: Path, text: str) -> None:
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError:
        raise UserError(
            "There is such a file already", where=str(path), why="It is never written over",
            remedy="name another file",
        ) from None  # fmt: skip
    except OSError as problem:
        raise UserError(
            f"It cannot be written ({problem.strerror})", where=str(path),
            remedy="name a file in a folder that is there",
        ) from None  # fmt: skip


@app.command()
def check(
    plan: PlanArgument,
    strict: Annotated[
        bool, typer.Option("--strict", help="Leave with exit code 1 where errors are found.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """What is wrong or doubtful in a plan, with its size in money, and how complex it is."""
    from everyrep.pay import complexity, lint

    read = plan_in(plan)
    doubts, found = lint(read), complexity(read)
    if as_json:
        output.print_json(
            {
                "plan": read.id, "version": read.version,
                "doubts": [_doubt(one) for one in doubts],
                "complexity": {**vars(found), "score": found.score, "heavy": found.is_heavy},
                "examples": len(read.examples),
            }
        )  # fmt: skip
    else:
        _print_doubts(read, plan.name, doubts, found)
    if strict and any(str(one.weight) == "error" for one in doubts):
        raise typer.Exit(1)


def _doubt(one: Doubt) -> dict[str, object]:
    return {
        "code": one.code, "weight": str(one.weight), "path": one.path, "line": one.line,
        "what": one.what, "why": one.why, "remedy": one.remedy, "amount_minor": one.amount,
    }  # fmt: skip


def _print_doubts(plan: Plan, name: str, doubts: Sequence[Doubt], found: Complexity) -> None:
    output.say(f"{name} can be read: {plan.title}, version {plan.version}.")
    for one in doubts:
        size = "" if one.amount is None else f" ({_money(one.amount, plan.currency)})"
        said = f"{one.weight}: {name}, line {one.line} ({one.path}): {one.what}{size}."
        output.say()
        output.say(said, style=_STYLES.get(str(one.weight)))
        output.say(f"  {one.why}.")
        output.say(f"  What to do: {one.remedy}.")
    if not doubts:
        output.say("Nothing in it is doubtful.")
    output.say()
    counted = {
        "component": found.components, "rate": found.rates, "condition": found.conditions,
        "limit": found.limits, "other": found.others,
    }  # fmt: skip
    listed = [_counted(number, word) for word, number in counted.items() if number]
    output.say(f"A payee must know {_counted(found.score, 'thing')}: {', '.join(listed)}.")
    count = len(plan.examples)
    if count:
        said = _counted(count, "example")
        output.say(f"It has {said}; to run: {output.command()} pay test {name}")
    else:
        output.say("It has no example: nothing shows that it pays what is meant.")


def _counted(number: int, word: str) -> str:
    return f"{number} {word}{'' if number == 1 else 's'}"


def _money(minor: int, currency: Currency) -> str:
    from everyrep.values.money import Money

    return str(Money(minor, currency))


@app.command("test")
def try_examples(
    plans: Annotated[list[Path], typer.Argument(metavar="PLAN...", help="Plan files.")],
    only: Annotated[
        str, typer.Option("--only", metavar="EXAMPLE", help="The id or title of one example.")
    ] = "",
    as_json: JsonOption = False,
) -> None:
    """Run the examples of plans; where one differs, the difference and why. Exit code 1 then."""
    from everyrep.pay import run_examples

    found = [(path, run_examples(plan_in(path), only)) for path in plans]
    if as_json:
        output.print_json(
            [
                {"plan": str(path), "passed": all(one.passed for one in outcomes),
                 "examples": [one.to_dict() for one in outcomes]}
                for path, outcomes in found
            ]
        )  # fmt: skip
    else:
        for path, outcomes in found:
            _print_outcomes(path.name, outcomes)
    if not all(one.passed for _, outcomes in found for one in outcomes):
        raise typer.Exit(1)


def _print_outcomes(name: str, outcomes: Sequence[Outcome]) -> None:
    for one in outcomes:
        word, style = ("ok", "green") if one.passed else ("differs", "red")
        which = f"{one.id}: {one.title}" if one.id else one.title
        output.say(f"{word}: {which} ({name}, line {one.line})", style=style)
        for difference in one.differences:
            output.say(f"  {difference.sentence}")
            for told in difference.told:
                for line in told.splitlines():
                    output.say(f"    {line}", style="dim")
    passed = sum(one.passed for one in outcomes)
    if outcomes:
        output.say(f"{name}: {passed} of {len(outcomes)} examples pass.")
    else:
        output.say(f"{name}: it has no example, so that nothing was tried.")


@app.command()
def show(plan: PlanArgument, as_json: JsonOption = False) -> None:
    """A plan in sentences, one for each part."""
    from everyrep.pay import written

    sentences = written(plan_in(plan))
    if as_json:
        output.print_json([{"part": path, "said": said} for path, said in sentences.items()])
        return
    for said in sentences.values():
        output.say(said)


@app.command()
def diff(
    old: Annotated[Path, typer.Argument(metavar="OLD", help="Plan file, the earlier version.")],
    new: Annotated[Path, typer.Argument(metavar="NEW", help="Plan file, the later version.")],
    as_json: JsonOption = False,
) -> None:
    """What changed between two versions of a plan; what means the same is no change."""
    from everyrep.pay import difference

    found = difference(plan_in(old), plan_in(new))
    if as_json:
        output.print_json(list(found))
        return
    for said in found:
        output.say(said)
    if not found:
        output.say("Both say the same.")
