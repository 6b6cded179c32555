"""What can be computed from what has landed, what only weakly, and what is missing for the rest."""

from __future__ import annotations

from everyrep.faces.reports.asking import Asker
from everyrep.faces.reports.model import Check, Checklist, Page
from everyrep.measures.computable import computable

_TITLES = {"computable": "Computable now", "weak": "Weak", "not": "Not yet"}


def computable_page(asker: Asker) -> Page:
    """Every measure and later capability, by what the data allow."""
    verdicts = computable(asker.warehouse)
    checks: dict[str, list[Check]] = {}
    for verdict in verdicts:
        state = str(verdict.verdict)
        checks.setdefault(state, []).append(
            Check(verdict.title, state, verdict.why, getattr(verdict, "unlocks", "") or "")
        )
    return Page(
        "computable",
        "What can be computed",
        "What your data allow now, what they allow with care, and what one more file would bring.",
        tuple(
            Checklist(f"{title}: {len(checks[state])}", tuple(checks[state]))
            for state, title in _TITLES.items()
            if state in checks
        ),
    )
