"""Which module each public name lives in, and how it is fetched when first asked for.

`__init__.pyi` says the same to the type checker; a test holds the two together.
"""

from __future__ import annotations

import sys
from importlib import import_module

_HOME = {
    "clock": "Clock FixedClock SystemClock",
    "currency": "Currency",
    "errors": (
        "Busy DataError EveryrepError InternalError MissingExtra SettingsError TerminalError "
        "TransientError UnknownName UserError near_names require"
    ),
    "estimate": "Estimate NotEstimable",
    "fiscal": "FiscalCalendar YearEnd",
    "ids": (
        "AccountId BuildId LoadId OpportunityId PersonId SnapshotId TeamId account_id "
        "build_id load_id opportunity_id person_id ref shown_ref snapshot_id split_ref team_id"
    ),
    "money": "CurrencyMismatch Money Rate money_major",
    "period": "Grain Period add_days add_months week_start",
    "provenance": "Grade Provenance Reason",
    "rounding": "Rounding exact_fraction round_exact",
    "scope": "ABILITIES Scope",
    "units": "PLAIN_UNITS Value as_number check_unit money_from_minor unit_currency",
}
MODULE_OF = {name: module for module, names in _HOME.items() for name in names.split()}


def load_name(name: str) -> object:
    """The public name, fetched from its module and kept in the package for the next time.

    Raises:
        AttributeError: There is no such name.
    """
    module = MODULE_OF.get(name)
    if module is None:
        raise AttributeError(f"module {__package__!r} has no attribute {name!r}")
    value: object = getattr(import_module(f"{__package__}.{module}"), name)
    setattr(sys.modules[__package__], name, value)
    return value


def public_names() -> list[str]:
    """Every public name of the package, in order."""
    return sorted(MODULE_OF)
