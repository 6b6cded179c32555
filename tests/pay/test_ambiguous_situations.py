"""Every word that tells one reading from another must stand in a plan; what is doubtful is told.

The plans are those of the situations. Each is read again without one of its words, and must be
refused; and of what can be read, the linter tells the jumps, leaks and ends that its family is
known for, with their size in money.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from everyrep.pay.plan.linting import lint
from everyrep.pay.plan.reading import PlanError, read_plan

FOLDER = Path(__file__).parent / "situations"
TEXTS = {path.stem: path.read_text(encoding="utf-8") for path in sorted(FOLDER.glob("*.toml"))}
WORDS = (
    "currency", "zone", "year_begins", "model", "rounding", "date", "spread", "proration", "window",
    "quota_counts", "over", "bounds", "mode", "boundary", "above", "below", "of", "stacking",
    "prorated", "recover_share", "only_paid", "share", "to", "levels", "floor",
)  # fmt: skip
INLINE = ("pays", "boundary", "bounds", "beyond", "window", "least")
MOST = 5
"""Situations in which one word is tried."""
LINES = [
    pair
    for word in WORDS
    for pair in [
        (name, word) for name in TEXTS if re.search(rf"^{word} = ", TEXTS[name], re.MULTILINE)
    ][:MOST]
]
INNER = [(name, word) for name in TEXTS for word in INLINE
         if re.search(rf"^(threshold|cap|gates|    {{ title).*, {word} = ", TEXTS[name],
                      re.MULTILINE)]  # fmt: skip


@pytest.mark.parametrize(("name", "word"), LINES)
def test_a_plan_without_a_word_that_tells_readings_apart_is_refused(name: str, word: str) -> None:
    text = re.sub(rf"^{word} = .*\n", "", TEXTS[name], count=1, flags=re.MULTILINE)
    with pytest.raises(PlanError) as refused:
        read_plan(text)
    assert f"'{word}' is missing" in str(refused.value)


@pytest.mark.parametrize(("name", "word"), INNER)
def test_so_is_one_without_a_word_of_a_threshold_or_a_cap(name: str, word: str) -> None:
    text = re.sub(
        rf'^((?:threshold|cap|gates|    {{ title).*), {word} = "[^"]*"', r"\1", TEXTS[name],
        count=1, flags=re.MULTILINE,
    )  # fmt: skip
    with pytest.raises(PlanError, match=f"'{word}' is missing"):
        read_plan(text)


def test_refunds_must_be_told_wherever_lines_are_paid() -> None:
    for name, text in TEXTS.items():
        found = re.search(r'^refund = "\w+"\n', text, re.MULTILINE)
        if found is not None:
            with pytest.raises(PlanError, match="'refund' is missing"):
                read_plan(text.replace(found[0], "", 1), where=name)


CLOSED = [
    # (a situation, its bounds as they are often written, what is told of them)
    ("tiers-without-gaps", '{ from = "0 USD", pays = "5%" }',
     '{ from = "0 USD", to = "1_000 USD", pays = "5%" }', "There is a gap"),
    ("tiers-by-fortnight", '{ from = "0 USD", pays = "25%" }',
     '{ from = "0 USD", to = "499.99 USD", pays = "25%" }',
     "A value such as 499.995 USD would lie in no tier"),
    ("tiers-of-one-deal", '{ from = "0 USD", pays = "1%" }',
     '{ from = "0 USD", to = "1_500 USD", pays = "1%" }', "Two tiers overlap"),
    ("four-readings-of-one-table", '{ from = "50%", pays = "10%" }',
     '{ from = "50", pays = "10%" }', "could be 50%, 50 times or an amount of money"),
    ("multipliers", 'factor = "1.5x"', 'factor = "1.5 USD"', "is a money"),
    ("multipliers", "margin > 40%", "amount > 40%", "money meets number"),
    ("multipliers", "process_began + 90", "process_began + 3 USD", "date meets money"),
    ("curves", 'above = { slope = "2" }', 'above = "2x"', "Write one of: open, flat, error"),
    ("clawbacks", '{ from_month = 12, share = "50%" }', '{ from_month = 18, share = "50%" }',
     "Its months do not rise"),
    ("overlays-and-managers", 'credits = ["primary"]\nwindow', "window",
     "counting them all would count a deal twice"),
    ("who-comes-within-a-year", '["20%", "20%", "20%", "40%"]', '["20%", "20%", "20%", "30%"]',
     "90%"),
    ("caps", 'rate = "10%"', 'rate = "10"', "10 as a rate could be 10%, 10 times"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "said", "instead", "told"), CLOSED)
def test_what_could_be_read_in_two_ways_is_refused(
    name: str, said: str, instead: str, told: str
) -> None:
    assert said in TEXTS[name]
    with pytest.raises(PlanError) as refused:
        read_plan(TEXTS[name].replace(said, instead, 1))
    assert told in str(refused.value)


# What the linter tells of the situations whose plans can be read and are doubtful: its word, the
# part, and its size in cents where that is known.
FINDINGS = {
    ("four-readings-of-one-table", "cliff", "table.all.tiers[2]", 825_00),
    ("four-readings-of-one-table", "cliff", "table.before.tiers[2]", 165_00),
    ("four-readings-of-one-table", "cliff", "table.after.tiers[4]", 99_00),
    ("four-readings-of-one-table", "two-boundaries", "table.passed", None),
    ("tiers-parts-or-all", "cliff", "table.accelerator-all.tiers[2]", 2_00),
    ("tiers-parts-or-all", "cliff", "table.half_more-all.tiers[2]", 2_500_00),
    ("tiers-parts-or-all", "cliff", "table.minutes-all.tiers[2]", 360_00),
    ("tiers-without-gaps", "cliff", "table.sections.tiers[2]", 30_03),
    ("thresholds", "cliff", "pay.own.threshold", 70_000_00),
    ("thresholds", "cliff", "pay.override.threshold", 6_750_00),
    ("caps", "decelerating", "table.ends.tiers[2]", None),
    ("curves", "cliff", "table.chief.points[1]", None),
    ("curves", "cliff", "table.rate.points[1]", 1_000_00),
    ("curves", "extrapolated", "table.goes-on.above", None),
    ("multipliers", "kicker-on-accelerator", "pay.kicked", None),
    ("refunds", "refund-gain", "pay.current", None),
    ("month-by-month-or-to-date", "taken-back", "measure.to_date.quota_counts", None),
    ("plan-that-changes-in-a-quarter-first", "cut-window", "measure.sales", None),
    ("spiffs-and-bonuses", "cliff", "table.steps.tiers[2]", 2_250_00),
    ("draws", "all-of-it", "pay.deals", None),
}


def test_what_is_doubtful_is_told_with_its_size() -> None:
    found = {(name, one.code, one.path, one.amount)
             for name, text in TEXTS.items() for one in lint(read_plan(text))}  # fmt: skip
    assert sorted(map(str, FINDINGS - found)) == []


def test_what_is_plain_raises_no_doubt() -> None:
    plain = ("splits-in-a-currency-without-cents", "quotas-that-must-be-there", "ramps")
    weights = {str(one.weight) for name in plain for one in lint(read_plan(TEXTS[name]))}
    assert weights <= {"note"}
