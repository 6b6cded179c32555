"""What speaks against a table that the names of columns speak for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from everyrep.sources.files.guessing.fitting import tells_apart
from everyrep.sources.files.guessing.lexicon import column_forms, table_names
from everyrep.sources.files.guessing.names import fold, singulars, stem_words, words
from everyrep.sources.files.profile import ColumnProfile
from everyrep.warehouse.schema import Table

_HISTORIES = ("stage_changes", "owner_changes", "opportunity_snapshots")


class Named(Protocol):
    """A pair, as far as it matters here: which source column was chosen."""

    @property
    def source(self) -> str:
        """The source column."""
        ...


Profiles = Mapping[str, ColumnProfile]
Pairs = Mapping[str, Named]


def is_no_step(table: Table, file_name: str, profiles: Profiles, pairs: Pairs) -> bool:
    """Whether what looks like steps of selling are whole processes, or steps of support cases."""
    if table.name != "stages":
        return False
    process = pairs.get("pipeline")
    whole = process is not None and profiles[process.source].unique
    return whole or bool(singulars(list(stem_words(file_name))) & table_names("tickets"))


def is_no_history(table: Table, profiles: Profiles, pairs: Pairs) -> bool:
    """Whether what looks like what deals went through are deals, some of them twice.

    A history names the day of the change; a list of deals has the day they were opened, whose
    they are and of whom. Or it has every deal once, and by name.
    """
    deal = pairs.get("opportunity")
    if table.name not in _HISTORIES or deal is None:
        return False
    told = {name for source in profiles for name, _ in _of_deals(source)}
    day = pairs.get("entered_at") or pairs.get("changed_at")
    opened = day is not None and "created_on" in {name for name, _ in _of_deals(day.source)}
    if opened and {"owner", "account"} <= told:
        return True
    return words(deal.source)[-1:] == ("name",) and tells_apart(profiles[deal.source])


def _of_deals(source: str) -> Sequence[tuple[str, float]]:
    """The columns of a deal that a name is a whole name of."""
    return column_forms("opportunities").get(fold(source), ())
