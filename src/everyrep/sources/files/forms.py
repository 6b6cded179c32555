"""How each column of a file writes days and numbers, in the words of a mapping.

Who gives one of our columns another column of the file wants that read as it is written, not as the
one before was.
"""

from __future__ import annotations

from everyrep.sources.files.guessing.specs import spec_of
from everyrep.sources.files.profile import ColumnProfile, profile
from everyrep.sources.files.raw import RawPart
from everyrep.sources.files.sample import sample
from everyrep.warehouse.mapping import OF_DAYS, OF_NUMBERS
from everyrep.warehouse.schema import TABLES

_DAY = TABLES["opportunities"].by_name["close_on"]
_AMOUNT = TABLES["opportunities"].by_name["amount"]
Form = dict[str, str]


def forms_of(part: RawPart) -> dict[str, Form]:
    """Words by column; none for a column that is written as Everyrep expects it."""
    found = {name: _form(one) for name, one in profile(sample(part)).items()}
    return {name: words for name, words in found.items() if words}


def _form(one: ColumnProfile) -> Form:
    days, numbers = spec_of(_DAY, one)[0], spec_of(_AMOUNT, one)[0]
    told = {name: getattr(days, name) for name in OF_DAYS}
    told |= {name: getattr(numbers, name) for name in OF_NUMBERS}
    return {name: word for name, word in told.items() if word}
