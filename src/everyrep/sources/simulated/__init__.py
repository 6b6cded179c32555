"""A simulated company with known truth, written as the files that real systems export."""

from everyrep.sources.simulated.options import LARGE, Scale, Traps
from everyrep.sources.simulated.world import SimulatedCompany, simulate

__all__ = ["LARGE", "Scale", "SimulatedCompany", "Traps", "simulate"]
