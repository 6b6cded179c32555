"""Pay in the company's accounts: journal, amortised costs, reconciliation and payroll."""

from everyrep.pay.accounts.amortisation import (
    COSTS,
    EVENTS,
    EXPEDIENT,
    SCHEDULE,
    amortise,
    straight_line,
)
from everyrep.pay.accounts.capitalising import LAYERS, POSTED, Term, Terms, capitalised
from everyrep.pay.accounts.journal import JOURNAL, journal
from everyrep.pay.accounts.payroll import PAYROLL, guarded, payroll, write_csv, write_excel
from everyrep.pay.accounts.reconciling import KNOWN, Difference, reconcile

__all__ = [
    "COSTS",
    "EVENTS",
    "EXPEDIENT",
    "JOURNAL",
    "KNOWN",
    "LAYERS",
    "PAYROLL",
    "POSTED",
    "SCHEDULE",
    "Difference",
    "Term",
    "Terms",
    "amortise",
    "capitalised",
    "guarded",
    "journal",
    "payroll",
    "reconcile",
    "straight_line",
    "write_csv",
    "write_excel",
]
