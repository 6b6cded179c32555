"""The reference of plans says what the reader reads: its examples are a plan, its words are all."""

from __future__ import annotations

import re
from enum import StrEnum
from pathlib import Path

import pytest

from everyrep.pay.plan import (
    Above,
    Beyond,
    Commission,
    DrawKind,
    Missing,
    Mode,
    Model,
    Proration,
    QuotaBasis,
    Refund,
    Spread,
    Stacking,
    Ties,
)
from everyrep.pay.plan.linting import Weight, lint
from everyrep.pay.plan.reading import read_plan
from everyrep.pay.shape import Boundary
from everyrep.values.rounding import Rounding

ROOT = Path(__file__).parents[3]
PAGE = (ROOT / "docs" / "reference" / "pay-plan.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL)
ENUMS: list[type[StrEnum]] = [
    Above, Beyond, Boundary, DrawKind, Missing, Mode, Model, Proration, QuotaBasis, Refund,
    Rounding, Spread, Stacking, Ties,
]  # fmt: skip


def test_its_examples_are_one_plan_without_an_error() -> None:
    plan = read_plan("\n".join(BLOCKS), where="docs/reference/pay-plan.md")
    assert [one for one in lint(plan) if one.weight is Weight.ERROR] == []
    assert isinstance(plan.pay[0], Commission)


@pytest.mark.parametrize("words", ENUMS)
def test_every_word_is_told(words: type[StrEnum]) -> None:
    assert [word.value for word in words if f"`{word.value}`" not in PAGE] == []


def test_every_key_that_is_read_is_told() -> None:
    sources = (ROOT / "src" / "everyrep" / "pay" / "plan" / "reading").glob("*.py")
    called = re.compile(
        r"\.(?:raw|text|flag|whole|day|choice|one_of|texts|items|part|parts|has|of_key|number|share"
        r"|perhaps|condition)\(\s*(?:\w+, )?\"(\w+)\""
    )
    keys = {key for file in sources for key in called.findall(file.read_text(encoding="utf-8"))}
    assert {"quota_counts", "recover_after_months", "only_paid", "slope"} <= keys
    assert sorted(key for key in keys if not re.search(rf"\b{key}\b", PAGE)) == []
