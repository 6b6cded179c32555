"""The small language of a plan's conditions and amounts: read, checked with units, worked out."""

from everyrep.pay.language.checking import Checked, check, taken_as
from everyrep.pay.language.constant import value_of
from everyrep.pay.language.kinds import Kind
from everyrep.pay.language.reading import read
from everyrep.pay.language.tree import Node

__all__ = ["Checked", "Kind", "Node", "check", "read", "taken_as", "value_of"]
