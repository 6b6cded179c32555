"""What can be computed from what has landed, what only weakly, and what is missing for the rest."""

from __future__ import annotations

from collections.abc import Iterable

from everyrep.faces.reports.asking import Asker
from everyrep.faces.reports.model import Block, Check, Checklist, Page
from everyrep.measures.computable import Computability, Verdict, computable

_ORDER = (Verdict.NOT, Verdict.WEAK, Verdict.COMPUTABLE)
_TITLES = {"measure": "Measures", "capability": "Later versions, and whether your data carry them"}
_WORDS = {
    "measure": ("not yet", "weak", "computable"),
    "capability": ("data are missing", "data are thin", "data are there"),
}


def computable_page(asker: Asker) -> Page:
    """Every measure and later capability, by what the data allow."""
    verdicts = computable(asker.warehouse, asker.catalogue)
    blocks: list[Block] = []
    for kind, title in _TITLES.items():
        found = [verdict for verdict in verdicts if verdict.kind == kind]
        if found:
            words = dict(zip(_ORDER, _WORDS[kind], strict=True))
            blocks.append(_checklist(title, found, words))
    return Page(
        "computable",
        "What can be computed",
        "What your data allow now, what they allow with care, and what one more file would bring.",
        tuple(blocks),
    )


def _checklist(
    title: str, verdicts: Iterable[Computability], words: dict[Verdict, str]
) -> Checklist:
    ordered = sorted(verdicts, key=lambda v: (_ORDER.index(v.verdict), v.title))
    counts = ((sum(v.verdict is state for v in ordered), words[state]) for state in words)
    told = ", ".join(f"{count} {word}" for count, word in counts if count)
    return Checklist(
        f"{title}: {told}",
        tuple(Check(v.title, v.verdict.value, words[v.verdict], v.unlocks, v.why) for v in ordered),
    )
