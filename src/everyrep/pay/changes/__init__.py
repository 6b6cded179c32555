"""Why pay changed: the difference between two runs, split to the cent by what changed."""

from everyrep.pay.changes.attribution import Attribution, Share
from everyrep.pay.changes.kinds import Inputs, Kind
from everyrep.pay.changes.why import why

__all__ = ["Attribution", "Inputs", "Kind", "Share", "why"]
