"""Effects where people came to it of their own accord, and what their coming could explain."""

from everyrep.evidence.uptake.coming import coming
from everyrep.evidence.uptake.lasting import Lasting, lasting
from everyrep.evidence.uptake.stacks import Figure, Stacks, Windows, stacks

__all__ = ["Figure", "Lasting", "Stacks", "Windows", "coming", "lasting", "stacks"]
