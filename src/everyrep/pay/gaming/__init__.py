"""Gaming: what a plan pays most for at least effort, tried on the lines that there were."""

from everyrep.pay.gaming.finding import Finding
from everyrep.pay.gaming.probing import probe
from everyrep.pay.gaming.tries import Way

__all__ = ["Finding", "Way", "probe"]
