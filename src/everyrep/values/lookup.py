"""Which module each public name lives in, and how it is fetched when first asked for.

`__init__.pyi` says the same to the type checker; a test holds the two together.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
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


class Doors:
    """The public names of a package, each fetched from its module when it is first asked for.

    Attributes:
        package: The package's dotted name.
        module_of: The module of each public name, within the package.
    """

    def __init__(self, package: str, home: Mapping[str, str]) -> None:
        """Open doors.

        Args:
            package: The package's dotted name.
            home: Names, parted by spaces, by the module that they live in.
        """
        self.package = package
        self.module_of = {name: module for module, names in home.items() for name in names.split()}

    def load_name(self, name: str) -> object:
        """The public name, kept in the package for the next time.

        Raises:
            AttributeError: There is no such name.
        """
        module = self.module_of.get(name)
        if module is None:
            raise AttributeError(f"module {self.package!r} has no attribute {name!r}")
        value: object = getattr(import_module(f"{self.package}.{module}"), name)
        setattr(sys.modules[self.package], name, value)
        return value

    def public_names(self) -> list[str]:
        """Every public name of the package, in order."""
        return sorted(self.module_of)


_DOORS = Doors("everyrep.values", _HOME)
MODULE_OF = _DOORS.module_of
load_name, public_names = _DOORS.load_name, _DOORS.public_names
