"""Plans in plain sentences: what one says, and what changed between two versions."""

from everyrep.pay.plan.wording.changes import difference
from everyrep.pay.plan.wording.whole import written

__all__ = ["difference", "written"]
