"""Who is credited, and when what is earned is paid: `[[credit]]`, `[[draw]]`, `[clawback]` ..."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction
from itertools import pairwise

from everyrep.pay.language import Kind
from everyrep.pay.plan.measuring import Span, Window
from everyrep.pay.plan.paying import Clawback, Crediting, Draw, DrawKind, Instalment, Payment
from everyrep.pay.plan.reading.heading import read_id
from everyrep.pay.plan.reading.measures import check_sum, read_window
from everyrep.pay.plan.reading.part import Part, not_among
from everyrep.pay.plan.reading.words import Words
from everyrep.values import UnknownName, UserError

_ONE = Fraction(1)
PRIMARY = Crediting("primary", "split", _ONE)
_RECOVERED = (DrawKind.RECOVERABLE, DrawKind.ADVANCE)
_WHY_TO = "Credit that nobody gets is pay that nobody gets"


def read_credits(top: Part, words: Words) -> tuple[Crediting, ...]:
    """All of `[[credit]]`; primary credit as split where there is none."""
    found = [_credit(part, words) for part in top.parts("credit")]
    kinds = {one.kind for one in found}
    for part, one in zip(top.parts("credit"), found, strict=True):
        if one.to == "managers" and one.of not in kinds and part.clean:
            part.wrong("of", UnknownName("kind of credit", one.of, kinds))
    return tuple(found) or (PRIMARY,)


def _credit(part: Part, words: Words) -> Crediting:
    names = [name for name, kind in words.facts.items() if kind is Kind.TEXT]
    to = part.text("to", _WHY_TO)
    if to and to not in ("split", "managers", *names):
        part.wrong("to", not_among("credited", to, ["split", "managers", *names], _WHY_TO))
    found = Crediting(
        kind=part.text("kind", "Measures and components name the credit that counts for them"),
        to=to,
        share=words.share(part, "share", "It says what part of the line is credited"),
        when=words.condition(part, "when", words.of_line),
    )
    if to == "managers":
        found = replace(found, of=part.text("of", _WHY_OF), levels=_levels(part))
    if found.kind == "rollup" and to == "split":
        part.wrong("to", UserError("A roll-up goes to managers", remedy='write to = "managers"'))
    part.done()
    return found


_WHY_OF = "It says whose credit goes up to managers"


def _levels(part: Part) -> int | None:
    why = "It says how far up credit goes"
    if part.keys.get("levels") == "all":
        part.has("levels")
        return None
    return part.whole("levels", why, least=1)


def read_draws(top: Part, words: Words) -> tuple[Draw, ...]:
    """All of `[[draw]]`."""
    found: list[Draw] = []
    for part in top.parts("draw"):
        draw = _draw(part, words)
        if draw.id and draw.id in [one.id for one in found]:
            part.wrong("id", UserError(f"Two draws are called {draw.id!r}", remedy="rename one"))
        found.append(draw)
    return tuple(found)


def _draw(part: Part, words: Words) -> Draw:
    id_ = read_id(part, "id")
    part.name = f"draw.{id_}" if id_ else part.name
    kind = part.choice("kind", DrawKind, "The four draws are paid and recovered differently")
    share, day, months = _recovery(part, words, kind)
    until = part.day("until", needed=False)
    draw = Draw(
        id=id_,
        kind=kind,
        amount=words.of_key(part, "amount", words.of_person, (Kind.MONEY,)),
        since=part.day("since", needed=False),
        until=until,
        months=part.whole("months", least=1) if part.has("months") else None,
        recover_from=day,
        recover_after=months,
        recover_share=share,
        prorated=part.flag("prorated", "Somebody will come within a period"),
    )
    if draw.months is not None and (draw.until or draw.since):
        said = "Its end is told twice" if draw.until else "It has days and months"
        remedy = "write months from each one's first day, or since and until"
        part.wrong("months", UserError(said, remedy=remedy))
    if draw.since and draw.until and draw.since >= draw.until:
        part.wrong("until", UserError(f"It ends on {draw.until}, not after {draw.since}"))
    part.done()
    return draw


def _recovery(part: Part, words: Words, kind: DrawKind) -> tuple[Fraction, date | None, int]:
    """The share that is recovered, and from when on."""
    keys = [key for key in ("recover_share", "recover_from", "recover_after_months")
            if part.has(key)]  # fmt: skip
    if part.raw("kind", needed=False) != kind.value:
        return Fraction(0), None, 0
    if kind not in _RECOVERED:
        for key in keys:
            said = f"A draw of kind {kind.value!r} is never recovered"
            part.wrong(key, UserError(said, remedy='leave it out, or write kind = "recoverable"'))
        return Fraction(0), None, 0
    share = words.share(part, "recover_share", "It says how much of later pay is kept back")
    if share > 1 or (share == 0 and part.clean):
        part.wrong("recover_share", UserError("It must lie above 0% and not above 100%"))
    if "recover_from" in keys and "recover_after_months" in keys:
        part.wrong("recover_from", UserError("Its begin is told twice", remedy="write one of both"))
    day = part.day("recover_from", needed=False)
    return share, day, part.whole("recover_after_months", default=0)


def read_clawback(top: Part, words: Words) -> Clawback | None:
    """`[clawback]`."""
    part = top.part("clawback", needed=False)
    if part is None:
        return None
    rows = part.parts("schedule", "It says what is taken back", needed=True)
    schedule = tuple(_taken_back(row, words) for row in rows)
    months = [month for month, _ in schedule]
    if part.clean and (not months or months[0] != 0):
        said = "It must begin with month 0"
        part.wrong("schedule", UserError(said, why="Else the first months say nothing"))
    if any(one >= two for one, two in pairwise(months)) and part.clean:
        part.wrong(
            "schedule", UserError("Its months do not rise", remedy="write each once, rising")
        )
    only_paid = part.flag("only_paid", "What was not paid yet can be cancelled, or taken back too")
    part.done()
    return Clawback(schedule, only_paid)


def _taken_back(row: Part, words: Words) -> tuple[int, Fraction]:
    month = row.whole("from_month", "It says from when on")
    share = words.share(row, "share", "It says how much is taken back")
    if share > 1:
        row.wrong("share", UserError("More than all cannot be taken back"))
    row.done()
    return month, share


def read_payment(
    top: Part, words: Words, draws: tuple[Draw, ...], clawback: Clawback | None
) -> Payment:
    """`[payment]`; every month, on the line's day, never below zero, where it is left out."""
    balances = _balances(draws, clawback)
    part = top.part("payment", needed=len(balances) > 1)
    if part is None:
        return Payment(Window(Span.MONTH), (Instalment(_ONE, "date"),), 0, balances)
    found = Payment(
        every=read_window(part, "every", (Span.MONTH, Span.QUARTER)),
        instalments=_instalments(part, words),
        floor=_floor(part, words),
        recover=_recover(part, balances),
    )
    part.done()
    return found


def _balances(draws: tuple[Draw, ...], clawback: Clawback | None) -> tuple[str, ...]:
    draw = ("draw",) if any(one.kind in _RECOVERED for one in draws) else ()
    return (*draw, "clawback") if clawback else draw


def _instalments(part: Part, words: Words) -> tuple[Instalment, ...]:
    if not part.has("instalments"):
        return (Instalment(_ONE, "date"),)
    found = tuple(_instalment(inner, words) for inner in part.parts("instalments"))
    if not found and part.clean:
        part.wrong("instalments", UserError("There is none", remedy="give at least one"))
    check_sum(part, "instalments", tuple(one.share for one in found))
    return found


def _instalment(part: Part, words: Words) -> Instalment:
    known: Mapping[str, Kind] = {"date": Kind.DATE, **words.facts}
    dates = [name for name, kind in known.items() if kind is Kind.DATE]
    on = part.text("on", "It says which day releases the money")
    if on and on not in dates:
        part.wrong("on", UnknownName("fact of kind date", on, dates))
    share = words.share(part, "share")
    months = part.whole("months", default=0)
    part.done()
    return Instalment(share, on, months)


def _floor(part: Part, words: Words) -> int:
    why = "Below it nothing is paid out, and the rest is carried"
    found = part.raw("floor", why)
    return 0 if found is None else words.whole_amount(found, part.spot("floor"))


def _recover(part: Part, balances: tuple[str, ...]) -> tuple[str, ...]:
    if not part.has("recover") and len(balances) < 2:
        return balances
    found = part.texts("recover", "What is recovered first leaves the other balance", needed=True)
    if part.has("recover") and part.clean and sorted(found) != sorted(balances):
        said = f"It names {', '.join(found) or 'nothing'}"
        there = " and ".join(balances) or "nothing that is recovered"
        part.wrong("recover", UserError(f"{said}, and the plan has {there}"))
    return found
