"""Contracts of deals: what is filled in, what came before what, and whose they are."""

from __future__ import annotations

from collections.abc import Iterator

from everyrep.warehouse.checks.contract import Context, Contract, Join, day, person, show
from everyrep.warehouse.checks.finding import Severity
from everyrep.warehouse.checks.touched import OUTCOMES, PER_REP, PIPELINE, STEPS, TIMES
from everyrep.warehouse.staging.words import stage_outcome

WORTH = "t.amount_base_minor"
OPEN, CLOSED, WON = "t.outcome = 'open'", "t.outcome <> 'open'", "t.outcome = 'won'"
TABLE = "opportunities"
FAR_OUT = 6.0
"""Robust standard deviations of log amount from the median. Of deals that are log-normal, one in
five hundred million lies further out."""
ENOUGH = 30
"""Fewer deals than this say nothing of what is usual."""

DECLARED = Join(
    "meaning",
    "(SELECT name, bool_or(closed) AS closed, bool_or(won) AS won FROM stages "
    "WHERE origin = 'declared' GROUP BY name)",
    "meaning.name = t.stage",
    ("stages",),
)
OWNER = person("owner")


def deals(context: Context) -> Iterator[Contract]:
    """The contracts of opportunities."""
    yield from _missing_references()
    yield from _missing_days()
    yield from _amounts()
    yield from _days(context)
    yield from _stages()
    yield from _owners_gone(context)
    yield _owner_to_come()
    yield _twice()


def _missing_references() -> Iterator[Contract]:
    yield Contract(
        "deal-without-owner",
        TABLE,
        "t.owner_id IS NULL",
        "Without an owner",
        "they count for the company, but for no person, team or territory",
        "fill in the owner at the source",
        shows=show("name", "outcome"),
        measures=PER_REP,
        amount=WORTH,
        needs=("opportunities.owner_id",),
    )
    yield Contract(
        "deal-without-stage",
        TABLE,
        "t.stage IS NULL",
        "Open, and without a stage",
        "they are in the pipeline but in none of its steps",
        "fill in the stage at the source",
        of=OPEN,
        shows=show("name", "close_on"),
        measures=(*PIPELINE, *STEPS),
        amount=WORTH,
        needs=("opportunities.stage",),
    )
    yield Contract(
        "deal-without-account",
        TABLE,
        "t.account_id IS NULL",
        "Without a company",
        "figures by segment, industry and customer leave them out",
        "fill in the account at the source",
        Severity.NOTE,
        shows=show("name", "outcome"),
        measures=OUTCOMES,
        amount=WORTH,
        needs=("opportunities.account_id",),
    )


def _missing_days() -> Iterator[Contract]:
    yield Contract(
        "deal-without-creation",
        TABLE,
        "t.created_on IS NULL",
        "Without the day they were opened",
        "their cycle is unknown, and the pipeline of past days lacks them",
        "fill in the day at the source, or map created_on",
        shows=show("name", "close_on"),
        measures=("opportunities_created", *TIMES),
        amount=WORTH,
        needs=("opportunities.created_on",),
    )
    yield Contract(
        "closed-without-close-date",
        TABLE,
        "t.close_on IS NULL",
        "Closed, and without the day they were closed",
        "bookings and win rates of a period lack them, and those over all time hold them, so that "
        "the two do not agree",
        "fill in the day at the source, or map close_on",
        Severity.ERROR,
        of=CLOSED,
        shows=show("name", "outcome", "created_on"),
        measures=(*OUTCOMES, *TIMES),
        amount=WORTH,
    )


def _amounts() -> Iterator[Contract]:
    yield Contract(
        "won-without-amount",
        TABLE,
        "t.amount_minor IS NULL",
        "Won, and without an amount",
        "bookings lack what they brought in, and averages are of the others",
        "fill in the amount at the source",
        of=WON,
        shows=show("name", "close_on"),
        measures=OUTCOMES,
        needs=("opportunities.amount_minor",),
    )
    yield Contract(
        "open-without-amount",
        TABLE,
        "t.amount_minor IS NULL",
        "Open, and without an amount",
        "the pipeline is larger than its total says",
        "ask for an estimate when a deal is opened",
        Severity.NOTE,
        of=OPEN,
        shows=show("name", "stage", "close_on"),
        measures=PIPELINE,
        needs=("opportunities.amount_minor",),
    )
    yield Contract(
        "won-for-nothing",
        TABLE,
        "t.amount_minor <= 0",
        "Won for nothing or less",
        "they pull averages down; a negative amount takes away from bookings",
        "keep credit notes out with a row filter (where) in the mapping, or mend the amount",
        of=f"{WON} AND t.amount_minor IS NOT NULL",
        shows=show("name", "amount_minor", "currency"),
        measures=OUTCOMES,
        amount=WORTH,
    )
    yield Contract(
        "amount-far-out",
        TABLE,
        f"t.distance > {FAR_OUT}",
        f"With an amount more than {FAR_OUT:g} robust standard deviations from the median",
        "one such deal can move a mean or a total by itself; it may be true, or a slip of the "
        "decimal mark",
        "look at them; mend a slip at the source, or set decimal in the mapping",
        Severity.NOTE,
        of="t.distance IS NOT NULL",
        relation=_WITH_DISTANCE,
        shows=show("name", "outcome", "amount_minor", "currency"),
        measures=("bookings", "average_deal_size", "pipeline"),
        amount=WORTH,
        needs=("opportunities.amount_base_minor",),
    )


_WITH_DISTANCE = (
    "(SELECT deals.*, abs(ln(amount_base_minor) - middle) / nullif(1.4826 * spread, 0) AS distance "
    "FROM opportunities AS deals CROSS JOIN (SELECT median(ln(amount_base_minor)) AS middle, "
    "mad(ln(amount_base_minor)) AS spread FROM opportunities WHERE amount_base_minor > 0 "
    f"HAVING count(*) >= {ENOUGH}) WHERE amount_base_minor > 0)"
)


def _days(context: Context) -> Iterator[Contract]:
    yield Contract(
        "close-before-open",
        TABLE,
        "t.close_on < t.created_on",
        "Closed before they were opened",
        "their cycle is negative, so they are in no figure of time; often the day was opened is "
        "the day of a migration",
        "mend the days at the source; after a migration map created_on to the original day",
        Severity.ERROR,
        of=f"{CLOSED} AND t.close_on IS NOT NULL AND t.created_on IS NOT NULL",
        shows=show("name", "created_on", "close_on"),
        measures=TIMES,
        amount=WORTH,
    )
    yield Contract(
        "closed-in-the-future",
        TABLE,
        f"t.close_on > {day(context.today)}",
        "Closed on a day that is still to come",
        "bookings of a period that has not begun",
        "mend the day at the source",
        of=f"{CLOSED} AND t.close_on IS NOT NULL",
        shows=show("name", "outcome", "close_on"),
        measures=OUTCOMES,
        amount=WORTH,
    )
    yield Contract(
        "open-past-close-date",
        TABLE,
        f"t.close_on < {day(context.as_of)}",
        "Still open after the day they were expected to close",
        "the pipeline holds deals that nobody has looked at; coverage of the period looks better "
        "than it is",
        "close them, or move the day, at the source",
        of=f"{OPEN} AND t.close_on IS NOT NULL",
        shows=show("name", "stage", "close_on"),
        measures=PIPELINE,
        amount=WORTH,
    )


_ANY_DECLARED = "(SELECT count(*) > 0 FROM stages WHERE origin = 'declared')"


def _stages() -> Iterator[Contract]:
    yield Contract(
        "outcome-against-stage",
        TABLE,
        f"({OPEN} AND meaning.closed) OR ({CLOSED} AND NOT meaning.closed) "
        f"OR ({WON} AND meaning.closed AND NOT meaning.won) "
        "OR (t.outcome IN ('lost', 'no_decision') AND meaning.won)",
        "With an outcome that their stage contradicts",
        "the outcome counts; by stage the same deals look otherwise",
        "mend the stage at the source, or outcome in the mapping",
        Severity.ERROR,
        of="t.stage IS NOT NULL AND meaning.name IS NOT NULL",
        joins=(DECLARED,),
        shows=show("name", "stage", "outcome"),
        measures=(*PIPELINE, *OUTCOMES, *STEPS),
        amount=WORTH,
    )
    yield Contract(
        "stage-not-declared",
        TABLE,
        "meaning.name IS NULL",
        "In a stage that is not among the declared ones",
        "its place in the order is guessed",
        "add the stage to the file of stages, or correct its name at the source",
        of=f"t.stage IS NOT NULL AND {_ANY_DECLARED}",
        joins=(DECLARED,),
        shows=show("name", "stage"),
        measures=STEPS,
        amount=WORTH,
    )
    yield Contract(
        "outcome-guessed",
        TABLE,
        f"meaning.name IS NULL AND {stage_outcome('t.stage', forgiving=False)} IS NULL",
        "Closed, in a stage that is not declared and whose name is no known word for an end",
        "whether they were won, lost or ended without a decision is guessed from a flag or from "
        "a word that comes near",
        "correct the stage at the source, or say what it means under outcome in the mapping",
        of=f"{CLOSED} AND t.stage IS NOT NULL AND {_ANY_DECLARED}",
        joins=(DECLARED,),
        shows=show("name", "stage", "outcome"),
        measures=OUTCOMES,
        amount=WORTH,
    )


def _owners_gone(context: Context) -> Iterator[Contract]:
    yield Contract(
        "opened-after-owner-left",
        TABLE,
        "t.created_on >= owner.left_on",
        "Opened after their owner had left",
        "they are credited to somebody who cannot have sold them",
        "mend the owner at the source, or the exit date in HR",
        Severity.ERROR,
        of="t.owner_id IS NOT NULL",
        joins=(OWNER,),
        shows=(*show("name", "owner_ref", "created_on"), ("owner left", "owner.left_on")),
        measures=PER_REP,
        amount=WORTH,
        needs=("people.left_on",),
    )
    yield Contract(
        "open-deal-of-a-leaver",
        TABLE,
        f"owner.left_on <= {day(context.as_of)}",
        "Open, and owned by somebody who has left",
        "nobody works on them, yet they are in the pipeline of a team",
        "give them to somebody at the source",
        of=f"{OPEN} AND t.owner_id IS NOT NULL",
        joins=(OWNER,),
        shows=(*show("name", "owner_ref", "close_on"), ("owner left", "owner.left_on")),
        measures=(*PIPELINE, "revenue_per_rep"),
        amount=WORTH,
        needs=("people.left_on",),
    )
    yield Contract(
        "closed-after-owner-left",
        TABLE,
        "t.close_on >= owner.left_on",
        "Closed after their owner had left",
        "they are credited to somebody who did not close them",
        "load the changes of owner, or mend the owner at the source",
        of=f"{CLOSED} AND t.owner_id IS NOT NULL",
        joins=(OWNER,),
        shows=(*show("name", "owner_ref", "close_on"), ("owner left", "owner.left_on")),
        measures=PER_REP,
        amount=WORTH,
        needs=("people.left_on",),
    )


def _owner_to_come() -> Contract:
    return Contract(
        "closed-before-owner-was-hired",
        TABLE,
        "t.close_on < owner.hired_on",
        "Closed before their owner was hired",
        "they are credited to somebody who cannot have sold them, and shorten the ramp",
        "load the changes of owner, or mend the day of hire in HR",
        Severity.ERROR,
        of=f"{CLOSED} AND t.owner_id IS NOT NULL",
        joins=(OWNER,),
        shows=(*show("name", "owner_ref", "close_on"), ("owner hired", "owner.hired_on")),
        measures=PER_REP,
        amount=WORTH,
        needs=("people.hired_on",),
    )


def _twice() -> Contract:
    return Contract(
        "deal-twice",
        TABLE,
        "t.place > 1",
        "The same as an earlier one in company, name, owner, product, amount and day opened, "
        "under another id",
        "if they are one deal, it counts twice",
        "merge them at the source, or keep one out with a row filter (where) in the mapping",
        relation="(SELECT *, row_number() OVER (PARTITION BY account_id, name, owner_id, "
        "product_id, amount_minor, created_on ORDER BY load_id, line, id) AS place "
        "FROM opportunities WHERE name IS NOT NULL AND account_id IS NOT NULL "
        "AND created_on IS NOT NULL AND amount_minor IS NOT NULL)",
        shows=show("name", "account_id", "amount_minor", "created_on"),
        measures=(*PIPELINE, *OUTCOMES),
        amount=WORTH,
        needs=("opportunities.name", "opportunities.account_id"),
    )
