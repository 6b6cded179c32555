"""`everyrep evidence trial`: plan a trial, draw its lots, and look at it while it runs."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from everyrep.faces.cli import output
from everyrep.faces.cli.answered import kept, tell
from everyrep.faces.cli.asking import close_with, opened
from everyrep.faces.cli.options import JsonOption, WorkspaceOption, who, workspace_at
from everyrep.faces.cli.questioning import FactsOption, OutcomeArgument, SmallestOption

if TYPE_CHECKING:
    from everyrep.evidence.conducting import Draft, Proposal, Watched
    from everyrep.evidence.trials import Way

app = typer.Typer(
    help="Plan a trial, draw its lots, and look at it while it runs.", no_args_is_help=True
)

NameOption = Annotated[str, typer.Option("--name", help="Under which name it will be known.")]
WhoOption = Annotated[
    str | None,
    typer.Option("--people", metavar="EXPR", help="Who may take part, by what they are now."),
]
ByOption = Annotated[str, typer.Option("--by", help="What is drawn: person, team or territory.")]
StrataOption = Annotated[
    list[str] | None,
    typer.Option("--stratum", help="Lots within: role, region, level, tenure or result."),
]
WavesOption = Annotated[
    int, typer.Option("--waves", help="Waves of a staggered start; 0 for two sides.")
]
EveryOption = Annotated[int, typer.Option("--every", help="Months between two waves.")]
ShareOption = Annotated[float, typer.Option("--share", help="Share that is treated.")]
MonthsOption = Annotated[int, typer.Option("--months", help="Months that are counted.")]
BeforeOption = Annotated[
    int, typer.Option("--before", help="Months from before that are taken out.")
]
StartOption = Annotated[
    str | None, typer.Option("--start", metavar="DAY", help="First day of a month to come.")
]
CourseOption = Annotated[
    str,
    typer.Option("--course", help="The course that it gives; who has finished it is left out."),
]
SeedOption = Annotated[int, typer.Option("--seed", help="Of the lot.")]


@app.command()
def plan(  # noqa: PLR0913 - a trial has as many parts
    outcome: OutcomeArgument,
    name: NameOption = "Trial",
    where: FactsOption = None,
    people: WhoOption = None,
    by: ByOption = "person",
    stratum: StrataOption = None,
    waves: WavesOption = 0,
    every: EveryOption = 2,
    share: ShareOption = 0.5,
    months: MonthsOption = 6,
    before: BeforeOption = 12,
    smallest: SmallestOption = None,
    start: StartOption = None,
    course: CourseOption = "",
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Say what a trial would tell, and when, before anything starts."""
    from dataclasses import replace

    from everyrep.evidence.conducting import propose

    draft = _draft(
        name, outcome, where, people, by, stratum, waves, every, share, months, before, smallest,
        start,
    )  # fmt: skip
    with opened(workspace) as (warehouse, scope):
        proposal = propose(warehouse, replace(draft, course=course), scope)
        if as_json:
            output.print_json(proposal.to_dict())
            return
        _print_plan(proposal)
        close_with(proposal.warnings, warehouse.snapshot)


@app.command()
def assign(  # noqa: PLR0913 - a trial has as many parts
    outcome: OutcomeArgument,
    name: NameOption,
    where: FactsOption = None,
    people: WhoOption = None,
    by: ByOption = "person",
    stratum: StrataOption = None,
    waves: WavesOption = 0,
    every: EveryOption = 2,
    share: ShareOption = 0.5,
    months: MonthsOption = 6,
    before: BeforeOption = 12,
    smallest: SmallestOption = None,
    start: StartOption = None,
    course: CourseOption = "",
    seed: SeedOption = 1,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Draw who is treated; write the file of assignments and the frozen plan, once."""
    from dataclasses import replace

    from everyrep.evidence.conducting import ASSIGNMENTS, MAPPING, freeze, propose
    from everyrep.values import SystemClock

    draft = _draft(
        name, outcome, where, people, by, stratum, waves, every, share, months, before, smallest,
        start,
    )  # fmt: skip
    with opened(workspace) as (warehouse, scope):
        proposal = propose(warehouse, replace(draft, course=course, seed=seed), scope)
    now = SystemClock().now()
    drawn, place = freeze(workspace_at(workspace), proposal, asked_by=who(), now=now)
    if as_json:
        output.print_json(
            drawn.frozen.content() | {"hash": drawn.frozen.hash, "folder": str(place)}
        )
        return
    output.say(f"{name}: {drawn.frozen.lottery}")
    output.print_table(
        "",
        ("arm", f"{by}s drawn" if by != "territory" else "territories drawn", "people"),
        [
            (arm, drawn.frozen.units[arm], drawn.frozen.people[arm])
            for arm in sorted(drawn.frozen.people)
        ],
        numbers=("people",),
    )
    _print_left_out(proposal)
    output.say(f"The plan is frozen in {place}, hash {drawn.frozen.hash[:12]}.")
    output.hint(
        f"Load it: {output.command()} load {place / ASSIGNMENTS} --mapping {place / MAPPING}"
    )
    close_with(proposal.warnings, proposal.snapshot)


@app.command()
def watch(
    name: Annotated[str, typer.Argument(help="Name of the trial.")],
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Look at a running trial; its ranges hold however often one looks."""
    from everyrep.evidence.conducting import hold_untouched, recall
    from everyrep.evidence.conducting import watch as looked

    frozen, assignments = recall(workspace_at(workspace), name)
    hold_untouched(frozen, assignments)
    with opened(workspace) as (warehouse, scope):
        found = looked(warehouse, frozen, assignments, scope)
    if as_json:
        output.print_json(found.to_dict())
        return
    _print_watch(found)
    output.hint(f"Snapshot {found.snapshot}")


@app.command()
def conclude(
    name: Annotated[str, typer.Argument(help="Name of the trial.")],
    early: Annotated[
        bool,
        typer.Option("--early", help="Before its planned end; the finding says so for good."),
    ] = False,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Answer a trial after its planned end, as its frozen plan says; the finding is kept."""
    from everyrep.evidence import conducting
    from everyrep.evidence.register import read_register
    from everyrep.values import SystemClock

    here = workspace_at(workspace)
    frozen, assignments = conducting.recall(here, name)
    standing = read_register(here).standing(frozen.asked())
    with opened(workspace) as (warehouse, scope):
        concluded = conducting.conclude(
            warehouse, frozen, assignments, scope, early=early,
            registered=standing.before_looking,
            before=conducting.early_days(conducting.conclusions(here, frozen.program)),
        )  # fmt: skip
        now, snapshot = SystemClock().now(), warehouse.snapshot
        conducting.keep_conclusion(here, concluded, by=who(), when=now, snapshot=snapshot)
        told = kept(here, concluded.finding, standing, snapshot)
        more = {"plan_hash": frozen.hash, "early": concluded.early}
        tell(warehouse, scope, concluded.finding, told | more, as_json=as_json)


@app.command("list")
def listed(workspace: WorkspaceOption = None, as_json: JsonOption = False) -> None:
    """List the trials whose plans are frozen here."""
    from everyrep.evidence.conducting import recall, trials
    from everyrep.values import UserError

    here, found = workspace_at(workspace), []
    for name in trials(here):
        try:
            found.append(recall(here, name)[0])
        except UserError as problem:
            output.hint(f"{name} is left out: {problem.told}")
    if as_json:
        output.print_json([one.content() | {"hash": one.hash} for one in found])
        return
    if not found:
        output.say("No trial has been frozen here.")
        output.hint(f"Plan one: {output.command()} evidence trial plan OUTCOME --name NAME")
        return
    output.print_table(
        "Trials",
        ("trial", "outcome", "starts", "people", "plan"),
        [
            (one.program, one.asked().outcome, f"{one.starts[0]:%Y-%m-%d}",
             str(sum(one.people.values())), one.hash[:12])
            for one in found
        ],
        numbers=("people",),
    )  # fmt: skip
    output.hint(f"Look at one: {output.command()} evidence trial watch NAME")


def _draft(  # noqa: PLR0913 - a trial has as many parts
    name: str,
    outcome: str,
    where: str | None,
    people: str | None,
    by: str,
    stratum: list[str] | None,
    waves: int,
    every: int,
    share: float,
    months: int,
    before: int,
    smallest: float | None,
    start: str | None,
) -> Draft:
    from everyrep.evidence.conducting import Draft
    from everyrep.measures import load_catalogue

    return Draft(
        name, load_catalogue()[outcome].name, where, people, by, tuple(stratum or ()), waves,
        every, share, months, before, smallest, _day(start),
    )  # fmt: skip


def _day(text: str | None) -> date | None:
    from everyrep.values import UserError

    try:
        return None if text is None else date.fromisoformat(text)
    except ValueError:
        raise UserError(f"{text!r} is not a day", remedy="write it as 2026-07-01") from None


def _print_plan(proposal: Proposal) -> None:
    from everyrep.evidence.findings import size_in
    from everyrep.values import Reason

    draft, when = proposal.draft, proposal.calendar
    size = size_in(proposal.unit)
    if isinstance(proposal.found, Reason):
        output.say("Cannot tell", style="bold")
        output.say(f"{proposal.found.sentence} {proposal.found.remedy}".strip())
        if proposal.company is not None:
            output.say(
                f"The whole company, drawn person by person, would find effects from "
                f"{size(proposal.company)} up four times in five."
            )
    else:
        output.say(
            f"It would find effects from {size(proposal.found.effect)} up four times in five",
            style="bold",
        )
        chance = 0.0 if proposal.power is None else proposal.power
        output.say(
            f"The smallest worth having, {size(proposal.smallest)}, would be found in "
            f"{chance:.0%} of cases."
        )
    people = len(proposal.eligible.roster.person)
    units = "" if draft.by == "person" else f" in {proposal.eligible.units} {_many(draft.by)}"
    output.say(f"{people} people{units} could take part.")
    _print_left_out(proposal)
    output.say(
        f"Starts {', '.join(map(str, when.starts))}; counted from {when.counted_from}; known on "
        f"{when.counted_to}, {when.months} months after the start."
    )
    if proposal.reach is not None and proposal.reach.ways:
        output.say()
        output.print_table("What would detect more", ("", "smallest effect", "enough"),
                           [_way(way, proposal.unit) for way in proposal.reach.ways])  # fmt: skip


def _print_left_out(proposal: Proposal) -> None:
    for why, count in proposal.eligible.left_out.items():
        output.say(f"{count} left out: {why}.")


def _many(by: str) -> str:
    return "territories" if by == "territory" else f"{by}s"


def _way(way: Way, unit: str) -> tuple[str, str, str]:
    from everyrep.evidence.findings import size_in

    size = "" if way.effect is None else size_in(unit)(way.effect)
    return way.sentence, size, "yes" if way.enough else ""


def _print_watch(found: Watched) -> None:
    from everyrep.evidence.findings import size_in
    from everyrep.evidence.inference import Look
    from everyrep.evidence.trials import SampleRatio

    size = size_in(found.unit)
    output.say(found.sentence, style="bold")
    if isinstance(found.ratio, SampleRatio):
        word = "not as drawn" if found.ratio.broken else "as drawn"
        counts = " and ".join(map(str, found.ratio.counts))
        output.say(f"Sides: {counts} have an outcome, {word} (chance {found.ratio.p:.2g}).")
    if found.looks:
        output.print_table(
            f"{found.title}, a look after each month",
            ("month", "people", "effect so far", "range at all looks", "chance"),
            [
                (
                    one.month, " / ".join(str(count) for count in one.people.values()),
                    *((size(one.found.value), f"{size(one.found.low)} to {size(one.found.high)}",
                       f"{one.found.p:.2g}")
                      if isinstance(one.found, Look) else ("", one.found.sentence, "")),
                )
                for one in found.looks
            ],
        )  # fmt: skip
