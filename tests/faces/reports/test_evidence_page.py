"""The evidence page stays short: pictures and checks are folded, and only some stand in full."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import Any

from everyrep.evidence.findings import Claim, Finding
from everyrep.evidence.inference import Worth
from everyrep.faces.reports.model import Chart, Notes, Table
from everyrep.faces.reports.pages.evidence import _counted, _in_full
from everyrep.faces.reports.placing import placed
from tests.evidence.answering.test_trial_months import asked, tried


class Titles:
    """What the page asks for names."""

    def title(self, name: str) -> str:
        return name


def blocks(findings: list[Finding]) -> list[Any]:
    asker: Any = Titles()
    return list(_in_full(asker, findings))


def test_pictures_and_checks_are_folded_away() -> None:
    shown = blocks([asked(tried(0.8, 4, 400))])
    (chart,) = [one for one in shown if isinstance(one, Chart)]
    (checks,) = [one for one in shown if isinstance(one, Table)]
    assert chart.folded
    assert checks.folded
    assert not any(half for _, half in placed(shown))


def test_what_can_be_told_comes_first_and_the_rest_is_counted() -> None:
    told = asked(tried(0.8, 4, 400))
    assert told.claim is Claim.CAUSAL
    unsure = replace(told, claim=Claim.INCONCLUSIVE)
    shown = blocks([unsure] * 8 + [told])
    notes = [one for one in shown if isinstance(one, Notes)]
    assert notes[0].notes[0].title == "Causal"
    assert len([one for one in shown if isinstance(one, Chart)]) == 6
    assert notes[-1].notes[0].text == "3 of 9 are in the tables above alone."


def test_the_sentence_counts_what_the_tables_under_it_list() -> None:
    """An object that is told on one outcome and not on another is no object that cannot be told."""
    line = SimpleNamespace(word=Worth.NO_WORTHWHILE_EFFECT)
    open_line = SimpleNamespace(word=Worth.CANNOT_TELL)
    reviewed: Any = SimpleNamespace(
        objects=range(2), people=90, months=24, lines=(line, open_line, open_line, open_line)
    )
    said = _counted(reviewed)
    assert "Of 4 effects, each object on each outcome: works: 0; no worthwhile effect: 1" in said
    assert "cannot tell: 3" in said
