"""A statement on paper: the same sums and lines as its page, as plain data for the typesetter."""

from __future__ import annotations

from typing import Any

from everyrep.faces.reports.colours import LIGHT
from everyrep.faces.reports.numbers import label, printable
from everyrep.faces.reports.pdf import set_on_paper
from everyrep.faces.web.pay.models import Payslip
from everyrep.faces.web.pay.statement import Line, Statement
from everyrep.pay.plan.wording import written

MOST = 2_000
"""Lines that are printed; a statement of more says how many, and where the others are."""
SUMMARY = (
    ("released", "Due in this period", 1),
    ("draw", "Paid ahead (draws)", 1),
    ("recovered", "Recovered of what was paid ahead", -1),
    ("clawed_back", "Taken back", -1),
    ("carried", "Carried over", 1),
)
BALANCES = (
    ("held", "Earned, and not due yet"),
    ("draw_balance", "Paid ahead, still to be recovered"),
    ("clawback_balance", "Still to be taken back"),
    ("carried_balance", "Owed from earlier periods"),
)


def statement_pdf(found: Statement, name: str, company: str) -> bytes:
    """The statement as a PDF.

    Args:
        found: The statement.
        name: Of the payee.
        company: Of the company.
    """
    slip, run = found.payslip, found.payslip.run
    at = run.approved_at or run.asked_at
    return set_on_paper(_cleaned(_told(found, name, company, slip)), int(at.timestamp()),
                        "statement")  # fmt: skip


def summary_of(slip: Payslip) -> list[tuple[str, int]]:
    """How what is paid comes about: parts that are something, in order; they sum to it."""
    signed = [(words, sign * getattr(slip, name)) for name, words, sign in SUMMARY]
    return [one for one in signed if one[1]]


def balances_of(slip: Payslip) -> list[tuple[str, int]]:
    """Balances that are not zero."""
    found = [(words, getattr(slip, name)) for name, words in BALANCES]
    return [one for one in found if one[1]]


def _told(found: Statement, name: str, company: str, slip: Payslip) -> dict[str, Any]:
    run = slip.run
    earned = ["Earned in this period", found.money(slip.earned), False]
    rows = [[words, found.money(minor), False] for words, minor in summary_of(slip)]
    parts = [[one.title, found.money(one.minor), False] for one in found.parts()]
    count = found.count
    return {
        "colours": LIGHT,
        "title": f"Statement of pay, {run.period}",
        "about": f"{name}: {slip.version}, in {slip.currency}",
        "company": label(company or "Your company", 70),
        "draft": _not_final(found),
        "summary": [*rows, ["Paid", found.money(slip.paid), True]],
        "parts": [*parts, [earned[0], earned[1], True]],
        "volume": [
            [one["measure"], one["window"], one["reached"], one["quota"], one["share"]]
            for one in slip.volume
        ],
        "lines": [_line(one, found) for one in found.lines(0, MOST)],
        "taken": [_line(one, found) for one in found.taken()],
        "more": f"{count - MOST:,} more lines are on the page." if count > MOST else "",
        "balances": [[words, found.money(minor), False] for words, minor in balances_of(slip)],
        "rules": list(written(found.plan).values()),
        "foot": f"{label(company or 'Your company', 70)} · {run.period} · run {run.pk}",
        "last": "Every line opens on the page of this statement, with the steps that lead to it.",
    }


def _not_final(found: Statement) -> str:
    """Why its sums may still change; empty where they do not."""
    if not found.payslip.run.posted:
        return "A draft: it is not approved, and may change."
    if not found.since:
        return ""
    return f"{found.money(found.since)} was added after this was calculated: no sum has it yet."


def _line(one: Line, found: Statement) -> list[str]:
    told = [one.reason, f"of {one.source}" if one.source and one.of != one.source else ""]
    if one.backwards:
        told.insert(0, "moved back, whole")
    what = f"{one.of} ({one.id})" if one.id else one.of or one.title
    return [one.day.isoformat(), label(what, 80), one.title,
            ", ".join(part for part in told if part), found.money(one.minor)]  # fmt: skip


def _cleaned(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _cleaned(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_cleaned(one) for one in value]
    return printable(value) if isinstance(value, str) else value
