"""A mistake in a plan file is told with its line, its path, why it matters and what to write."""

from __future__ import annotations

from pathlib import Path

import pytest

from everyrep.pay.plan.reading import PlanError, read_plan

HUNTER = (Path(__file__).parents[2] / "plans" / "hunter.toml").read_text()


def refusal(text: str) -> PlanError:
    with pytest.raises(PlanError) as caught:
        read_plan(text, where="hunter.toml")
    return caught.value


def edited(old: str, new: str) -> str:
    assert HUNTER.count(old) >= 1, old
    return HUNTER.replace(old, new, 1)


# What is changed, and what the message must hold: the path, and words of the finding.
EDITS = [
    # head
    ("format = 1", "format = 2", "(format)", "Only format 1"),
    ('plan = "hunter"', 'plan = "The Hunter"', "(plan)", "is no id"),
    ('title = "New', 'titel = "New', "(titel)", "'title'"),
    ("from = 2026-01-01\n", 'from = "1 Jan"\n', "(from)", "a day such as 2026-01-31"),
    ("from = 2026-01-01\n", "from = 2026-01-01 10:00:00\n", "(from)", "a day such as"),
    ("until = 2027-01-01", "until = 2025-01-01", "(until)", "not after it begins"),
    ('currency = "USD"', 'currency = "USB"', "(currency)", "'USD'"),
    ('zone = "America/New_York"', 'zone = "America/NewYork"', "(zone)", "'America/New_York'"),
    ('year_begins = "January"', 'year_begins = "Januar"', "(year_begins)", "'January'"),
    ('model = "base_with_commission"', 'model = "commision_only"', "(model)", "'commission_only'"),
    ('rounding = "half_up"', 'rounding = "nearest"', "(rounding)", "half_up, half_even"),
    ('date = "closed_at"', 'date = "closed_on"', "(date)", "'closed_at'"),
    ('date = "closed_at"', 'date = "amount"', "(date)", "There is no fact of kind date"),
    # names
    ('cost = "money"', 'cost = "mony"', "(facts.cost)", "'money'"),
    ('cost = "money"', 'share = "money"', "(facts.share)", "a meaning of its own"),
    ('cost = "money"', 'Cost = "money"', "(facts.Cost)", "is no name"),
    ("margin = \"(amount", "kicker = \"(amount", "(derived.kicker)", "the name of something else"),
    ("(amount - cost)", "(amount - cots)", "(derived.margin)", "'cost'"),
    ('base_rate = "8%"', 'base_rate = "8% * amount"', "(parameters.base_rate)", "reads no facts"),
    ('base_rate = "8%"', 'base_rate = "1 / 0"', "(parameters.base_rate)", "divides by zero"),
    ('base_rate = "8%"', 'base_rate = "8 EUR"', "(parameters.base_rate", "pays in USD"),
    ('base_rate = "8%"', "base_rate = [8]", "(parameters.base_rate)", "an expression in quotes"),
    ('base_rate = "8%"', "base_rate = inf", "(parameters.base_rate)", "not a finite number"),
    ('base_rate = "8%"', "base_rate = 1e999999999", "(parameters.base_rate)", "digits"),
    ('EUR = "1.10"', 'EUX = "1.10"', "(exchange.EUX)", "no currency named 'EUX'"),
    ('EUR = "1.10"', 'EUR = "-1"', "(exchange.EUR)", "is no rate"),
    ('EUR = "1.10"', 'EUR = "1.10"\nspot = true', "(exchange.spot)", "Two ways"),
    # credit
    ('to = "split"', 'to = "splits"', "(credit[1].to)", "'split'"),
    ('of = "primary"', 'of = "primery"', "(credit[3].of)", "'primary'"),
    ('levels = 2', 'levels = 0', "(credit[3].levels)", "outside 1"),
    ('to = "engineer"', 'to = "amount"', "(credit[2].to)", "There is no credited"),
    ('"engineer is not missing"', '"person.salary > 5"', "(credit[2].when)", "no fact or"),
    ('"engineer is not missing"', '"engineer"', "(credit[2].when)", "where flag is needed"),
    # quotas and measures
    ('kind = "money"\nwindow = "quarter"\nspread', 'kind = "date"\nwindow = "quarter"\nspread',
     "(quota.bookings.kind)", "money, number, count."),
    ('spread = "weights"', 'spread = "weighted"', "(quota.bookings.spread)", "'weights'"),
    ('"20%", "40%"]', '"20%", "30%"]', "(quota.bookings.weights)", "sum to 90% instead of 100%"),
    ('"20%", "40%"]', '"60%"]', "(quota.bookings.weights)", "3 weights are given for the 4"),
    ('missing = "refuse"', 'missing = "reached"', "(quota.bookings.missing)", "not there"),
    ('quota = "bookings"\n', 'quota = "booking"\n', "(measure.bookings.quota)", "'bookings'"),
    ('quota_counts = "whole"', "", "(measure.bookings.quota_counts)", "different tiers"),
    ('credits = ["primary"]\nwindow = "quarter"', 'credits = ["primary"]\nwindow = "month"',
     "(measure.bookings.quota)", "over a month, and its quota is for a quarter"),
    ('credits = ["primary"]\nwindow = "quarter"', 'window = "quarter"',
     "(measure.bookings.credits)", "several kinds of credit"),
    ('window = "month"\n\n[table', 'window = "monthly"\n\n[table',
     "(measure.meetings.window)", "'month'"),
    ('window = "month"\n\n[table', 'window = "cycle"\n\n[table',
     "(measure.meetings.window)", "cycle of 14 days"),
    # tables
    ('over = "bookings"\n', 'over = "booking"\n', "(table.accelerator.over)", "'bookings'"),
    ('over = "bookings"\n', 'over = "meetings"\n', "(table.accelerator.bounds)", "has no quota"),
    ('mode = "marginal"', 'mode = "margin"', "(table.accelerator.mode)", "'marginal'"),
    ('mode = "marginal"', 'mod = "marginal"', "(table.accelerator.mod)", "pay different sums"),
    ('mode = "marginal"', "", "(table.accelerator.mode)", "pay different sums"),
    ('boundary = "lower_inclusive" # or', "# or", "(table.accelerator.boundary)",
     "right on a bound"),
    ('bounds = "quota" # parts', "# parts", "(table.accelerator.bounds)", "parts of a quota or"),
    ('above = "open"', "", "(table.accelerator.above)", "must not be guessed"),
    ('above = "open"', 'above = "flat"', "(table.accelerator.tiers[3].from)", "has no end"),
    ('above = "open"', 'above = { slope = "2" }', "(table.accelerator.above)", "Only a curve"),
    ('refund = "original" # or', "# or", "(table.accelerator.refund)", "Refunds are worth"),
    ('below = "0%"', "", "(table.payout.below)", "nothing of what lies below"),
    ('pays = "base_rate"', 'pays = "base_rat"', "(table.accelerator.tiers[1].pays", "'base_rate'"),
    ('pays = "base_rate"', 'pays = "8"', "(table.accelerator.tiers[1].pays)", "could be 8%"),
    ('pays = "base_rate"', 'pays = "amount"', "(table.accelerator.tiers[1].pays", "no fact or"),
    ('pays = "10%"', 'pays = "10 USD"', "(table.accelerator)", "some pays amounts"),
    ('from = "100%"', 'from = "100"', "(table.accelerator.tiers[2].from)", "could be 100%"),
    ('from = "100%"', 'from = "100 USD"', "(table.accelerator.tiers[2].from)", "is a money"),
    ('from = "100%"', 'from = "150%"', "(table.accelerator.tiers[3])", "not above 150%"),
    ('from = "100%"', 'from = "-1%"', "(table.accelerator.tiers[2].from)", "below zero"),
    ('from = "100%"', 'form = "100%"', "(table.accelerator.tiers[2].form)", "'from'"),
    ('"0%", pays = "base_rate"', '"0%", to = "99%", pays = "base_rate"',
     "(table.accelerator.tiers[2])",
     "gap: the tier before ends at 99%, and this one begins at 100%"),
    ('"0%", pays = "base_rate"', '"0%", to = "101%", pays = "base_rate"',
     "(table.accelerator.tiers[2])", "overlap: the one before ends at 101%"),
    ('{ from = "150%", pays', '{ from = "150%", to = "200%", pays',
     "(table.accelerator.tiers[3].to)", "says that it goes on"),
    ('pays = "0%" }', 'pays = "0 USD" }', "(table.payout.points[1].pays)", "is a money"),
    # grids
    ('["2%", "3%", "4%"]', '["2%", "3%"]', "(grid.margin.rates[1])", "2 rates"),
    ('    ["2%", "3%", "4%"],\n', "", "(grid.margin.rates)", "It has 2 rows"),
    ('["20%", "40%"] }\nb', '["40%", "20%"] }\nb', "(grid.margin.down.bounds)", "do not rise"),
    # components
    ('kind = "commission"', 'kind = "comission"', "(pay[1].kind)", "'commission'"),
    ('id = "meetings"', 'id = "new-business"', "(pay.new-business.id)", "Two components"),
    ('new business"\nof = "amount"', 'new business"', "(pay.new-business.of)",
     "A rate without a base"),
    ('of = "amount"\nwhere = "kind = \'new\'"\ncredits = ["primary"]\ntable',
     'of = "1"\nwhere = "kind = \'new\'"\ncredits = ["primary"]\ntable',
     "(pay.new-business.of)", "a share of a number"),
    ('table = "accelerator"', 'table = "accelerater"', "(pay.new-business.table)", "'accelerator'"),
    ('table = "accelerator"', 'rate = "8%"\ntable = "accelerator"', "(pay.new-business)",
     "rate and table"),
    ('table = "accelerator" #', "#", "(pay.new-business)", "no rate, no table and no grid"),
    ('stacking = "multiply"', "", "(pay.new-business.stacking)", "1.875x where they multiply"),
    ('factor = "2x"', "", "(pay.new-business.times[1].factor)", "say by how much"),
    ('factor = "2x"', 'factor = "2 USD"', "(pay.new-business.times[1].factor)", "is a money"),
    ('beyond = "forfeited"', 'beyond = "lost"', "(pay.new-business.cap.beyond)", "lost or comes"),
    ('"200_000 USD"', '"200_000 EUR"', "(pay.new-business.cap.amount", "pays in USD"),
    ('"200_000 USD"', '"20%"', "(pay.new-business.cap.amount)", "such as 250 USD"),
    ('rate = "50 USD"', 'rate = "5%"', "(pay.meetings.of)", "a share of a number"),
    ('refund = "original"\nthreshold', "threshold", "(pay.meetings.refund)", "Refunds are worth"),
    ('pays = "from_first"', 'pays = "first"', "(pay.meetings.threshold.pays)", "from the first"),
    ('boundary = "lower_inclusive", pays', "pays", "(pay.meetings.threshold.boundary)",
     "right on a bound"),
    ('target = "person.target_bonus / 4"\n', "", "(pay.quarter.target)", "shares of a target"),
    ('table = "payout"', 'table = "accelerator"', "(pay.quarter.target)", "pays money by itself"),
    ('proration = "days"\ngates', "gates", "(pay.quarter.proration)", "comes or goes"),
    ('weight = "60%"', 'weight = "50%"', "(pay.objectives.objectives)", "sum to 90%"),
    ('target = "2_000 USD"\n', "", "(pay.objectives.target)", "shares of it"),
    ('prizes = ["1_000 USD", "500 USD"]', 'prizes = ["0.005 USD"]', "(pay.race.prizes[1])",
     "USD has 2 decimals"),
    ('ties = "shared"', "", "(pay.race.ties)", "share a rank"),
    ('"1% * sum.bookings"', '"1% * sum.booking"', "(pay.team.amount", "'sum.bookings'"),
    ('"1% * sum.bookings"', '"1% * amount"', "(pay.team.amount", "no fact or parameter"),
    # paying
    ('kind = "recoverable"', 'kind = "guarantee"', "(draw.start.recover_share)",
     "A draw of kind 'guarantee' is never recovered"),
    ('kind = "recoverable"', 'kind = "recoverble"', "(draw.start.kind)", "'recoverable'"),
    ('recover_share = "100%"', "", "(draw.start.recover_share)", "kept back"),
    ("months = 6", "months = 6\nuntil = 2026-06-01", "(draw.start.months)", "told twice"),
    ("prorated = true", 'prorated = "yes"', "(draw.start.prorated)", "true or false"),
    ("from_month = 0,", "from_month = 1,", "(clawback.schedule)", "begin with month 0"),
    ("from_month = 18,", "from_month = 12,", "(clawback.schedule)", "do not rise"),
    ("only_paid = true", "", "(clawback.only_paid)", "cancelled"),
    ('share = "50%", on = "date"', 'share = "40%", on = "date"', "(payment.instalments)", "90%"),
    ('on = "invoiced_on"', 'on = "invoiced"', "(payment.instalments[2].on)", "'invoiced_on'"),
    ('recover = ["draw", "clawback"]', "", "(payment.recover)", "leaves the other balance"),
    ('recover = ["draw", "clawback"]', 'recover = ["draw"]', "(payment.recover)", "names draw"),
    # examples
    ('cost = "5_000"', 'costs = "5_000"', "(example[1].lines[1].costs)", "'cost'"),
    ("bookings = \"400_000\"", "booking = \"400_000\"", "(example[1].people[1].quota.booking)",
     "'bookings'"),
    ('expect = { total', 'expect = { totals', "(example[1].expect.totals)", "'total'"),
    ('expect = { total = "1_600"', 'expect = { total = "lots"', "(example[1].expect.total)",
     "no amount"),
    ("[clawback]", "[claw_back]", "(claw_back)", "'clawback'"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "path", "said"), EDITS)
def test_a_mistake_is_told_with_its_place(old: str, new: str, path: str, said: str) -> None:
    text = edited(old, new)
    told = [str(one) for one in refusal(text).problems if path in str(one)]
    assert any(said in one for one in told), str(refusal(text))


@pytest.mark.parametrize(("old", "new", "path"), [edit[:3] for edit in EDITS if edit[1]])
def test_the_line_is_that_of_the_mistake(old: str, new: str, path: str) -> None:
    """The line that a message names is the changed one, or the head of the part it is in."""
    text = edited(old, new)
    first = text[: HUNTER.index(old)].count("\n") + 1
    within = range(first, first + new.count("\n") + 2)
    problem = next(one for one in refusal(text).problems if path in str(one))
    line = int(str(problem.where).split("line ")[1].split()[0])
    part = text.splitlines()[line - 1]
    key = path.strip("()").rpartition(".")[2].partition("[")[0]
    assert line in within or part.startswith("[") or key in part


def test_all_mistakes_are_told_together_in_the_order_of_the_file() -> None:
    text = edited('mode = "marginal"', "").replace('factor = "2x"', 'factor = "2y"')
    text = text.replace('title = "New', "titel = 5 # ")
    error = refusal(text)
    assert [str(one).split(":")[0] for one in error.problems] == [
        "hunter.toml, line 4 (titel)",
        "hunter.toml, line 85 (table.accelerator.mode)",
        "hunter.toml, line 138 (pay.new-business.times[1].factor, character 2 of '2y')",
    ]
    assert str(error).startswith("hunter.toml cannot be read as a plan: 3 mistakes.\n- ")


def test_at_most_twenty_are_told_and_all_are_counted() -> None:
    tiers = "\n".join(f'    {{ from = "{at}%", pay = "1%" }},' for at in range(60))
    error = refusal(edited('    { from = "0%", pays = "base_rate" },', tiers))
    assert len(error.problems) == 20
    assert error.count > 50
    assert "of which these are the first 20" in str(error)


def test_one_misspelt_key_is_one_mistake() -> None:
    error = refusal(edited('mode = "marginal"', 'mod = "marginal"'))
    assert error.count == 1
    assert error.near == ("mode",)
    assert "'mode' is missing, and 'mod' is not known" in str(error)


def test_a_mistake_is_no_reason_for_others_that_follow_from_it() -> None:
    """One wrong bound does not make the tables and components that use it wrong as well."""
    assert refusal(edited('from = "100%"', 'from = "100 USD"')).count == 1
    assert refusal(edited('pays = "base_rate"', 'pays = "base_rat"')).count == 1
    assert refusal(edited('mode = "marginal"', 'mode = "margin"')).count == 1
    assert refusal(edited('of = "amount"\nwhere', 'of = "amont"\nwhere')).count == 1
