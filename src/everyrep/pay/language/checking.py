"""Checks an expression before anything is paid by it: every name is known, and units make sense.

A bare number takes the kind of what it meets: in `amount >= 10_000` it is money, in major units of
the plan's currency. A share such as 40% is no bare number and never becomes money. Money times
money, or text that is added up, is no sense and is refused.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from everyrep.pay.language.kinds import ADDABLE, ORDERED, Kind
from everyrep.pay.language.tree import (
    Among,
    Both,
    Chosen,
    Literal,
    Missing,
    Name,
    Node,
    Not,
    Picked,
    Rounded,
)
from everyrep.values import UnknownName, UserError

_TIMES = {
    (Kind.MONEY, Kind.NUMBER): Kind.MONEY,
    (Kind.MONEY, Kind.COUNT): Kind.MONEY,
    (Kind.COUNT, Kind.NUMBER): Kind.NUMBER,
    (Kind.DAYS, Kind.NUMBER): Kind.NUMBER,
    (Kind.NUMBER, Kind.NUMBER): Kind.NUMBER,
}
_PER = {
    (Kind.MONEY, Kind.MONEY): Kind.NUMBER,
    (Kind.MONEY, Kind.NUMBER): Kind.MONEY,
    (Kind.MONEY, Kind.COUNT): Kind.MONEY,
    (Kind.COUNT, Kind.COUNT): Kind.NUMBER,
    (Kind.COUNT, Kind.NUMBER): Kind.NUMBER,
    (Kind.DAYS, Kind.DAYS): Kind.NUMBER,
    (Kind.DAYS, Kind.NUMBER): Kind.NUMBER,
    (Kind.NUMBER, Kind.NUMBER): Kind.NUMBER,
}


@dataclass(frozen=True)
class Checked:
    """An expression that makes sense.

    Attributes:
        node: Its tree, in which bare numbers have the kind of what they meet.
        kind: What it gives.
        names: Facts and parameters that it reads, each once, in order.
        text: As written.
    """

    node: Node
    kind: Kind
    names: tuple[str, ...]
    text: str = field(default="", compare=False)


def check(node: Node, known: Mapping[str, Kind], text: str, currency: str = "") -> Checked:
    """Check an expression.

    Args:
        node: As read.
        known: Kinds of facts and parameters by name.
        text: As written, for messages.
        currency: Code of the currency that money is in; where empty, any may be written.

    Raises:
        UnknownName: A name is not known; near names are offered.
        UserError: Units make no sense.
    """
    checker = _Checker(known, text, currency)
    found, kind = checker.of(node)
    return Checked(found, kind, tuple(dict.fromkeys(checker.names)), text)


def taken_as(checked: Checked, kind: Kind) -> Checked:
    """The expression as of a kind, where it is that or a bare number; else as it is."""
    if checked.kind is not Kind.NUMBER or kind not in ADDABLE or not _bare(checked.node):
        return checked
    return replace(checked, node=_as(checked.node, kind), kind=kind)


class _Checker:
    def __init__(self, known: Mapping[str, Kind], text: str, currency: str) -> None:
        self.known, self.text, self.currency = known, text, currency
        self.names: list[str] = []

    def wrong(self, at: int, found: str, remedy: str) -> UserError:
        return UserError(found, where=f"character {at + 1} of {self.text!r}", remedy=remedy)

    def of(self, node: Node) -> tuple[Node, Kind]:
        way: Callable[..., tuple[Node, Kind]] = getattr(self, f"_{type(node).__name__.lower()}")
        return way(node)

    def _literal(self, node: Literal) -> tuple[Node, Kind]:
        if node.kind is Kind.MONEY and self.currency and node.unit not in ("", self.currency):
            raise self.wrong(
                node.at,
                f"{node.unit} stands where the plan pays in {self.currency}",
                f"write the amount in {self.currency}, or change the plan's currency",
            )
        return node, node.kind

    def _name(self, node: Name) -> tuple[Node, Kind]:
        if node.name not in self.known:
            raise UnknownName("fact or parameter", node.name, list(self.known))
        self.names.append(node.name)
        return node, self.known[node.name]

    def _missing(self, node: Missing) -> tuple[Node, Kind]:
        self._name(node.name)
        return node, Kind.FLAG

    def _not(self, node: Not) -> tuple[Node, Kind]:
        return Not(self.flag(node.inner), node.at), Kind.FLAG

    def _both(self, node: Both) -> tuple[Node, Kind]:
        if node.sign in ("and", "or"):
            return replace(node, left=self.flag(node.left), right=self.flag(node.right)), Kind.FLAG
        left, right = self.of(node.left), self.of(node.right)
        if node.sign in ("*", "/"):
            return self.multiplied(node, left, right)
        (one, kind), (two, other) = self.alike(left, right)
        kind = self.combined(node, kind, other)
        return replace(node, left=one, right=two), kind

    def multiplied(
        self, node: Both, left: tuple[Node, Kind], right: tuple[Node, Kind]
    ) -> tuple[Node, Kind]:
        table = _TIMES if node.sign == "*" else _PER
        kinds = (left[1], right[1])
        kind = table.get(kinds) or (table.get(kinds[::-1]) if node.sign == "*" else None)
        if kind is None:
            word = "times" if node.sign == "*" else "divided by"
            raise self.wrong(
                node.at, f"{left[1]} {word} {right[1]} is nothing that could be paid by",
                "bring both to money, numbers or counts that belong together",
            )  # fmt: skip
        return replace(node, left=left[0], right=right[0]), kind

    def combined(self, node: Both, kind: Kind, other: Kind) -> Kind:
        """Kind of a sum, a difference or a comparison."""
        if node.sign == "-" and kind is other is Kind.DATE:
            return Kind.DAYS
        if node.sign in ("+", "-") and kind is Kind.DATE and other is Kind.DAYS:
            return Kind.DATE
        if kind is not other:
            raise self.apart(node.at, kind, other)
        allowed = ADDABLE if node.sign in ("+", "-") else ORDERED
        if node.sign not in ("=", "<>") and kind not in allowed:
            raise self.wrong(
                node.at, f"{kind}s cannot be joined by {node.sign!r}", "compare them by = or <>"
            )
        return kind if node.sign in ("+", "-") else Kind.FLAG

    def alike(
        self, left: tuple[Node, Kind], right: tuple[Node, Kind]
    ) -> tuple[tuple[Node, Kind], tuple[Node, Kind]]:
        """Both sides, a bare number being of the kind of the other side."""
        if left[1] is not right[1]:
            if _bare(left[0]):
                left = self.taken_for(left, right[1])
            elif _bare(right[0]):
                right = self.taken_for(right, Kind.DAYS if left[1] is Kind.DATE else left[1])
        return left, right

    def taken_for(self, side: tuple[Node, Kind], kind: Kind) -> tuple[Node, Kind]:
        node, own = side
        if own is not Kind.NUMBER or kind not in ADDABLE or not _bare(node):
            return side
        return _as(node, kind), kind

    def _among(self, node: Among) -> tuple[Node, Kind]:
        inner, kind = self.of(node.inner)
        listed = []
        for one in node.listed:
            found, own = self.taken_for(self._literal(one), kind)
            if own is not kind:
                raise self.apart(one.at, kind, own)
            listed.append(found)
        return Among(inner, tuple(one for one in listed if isinstance(one, Literal)), node.at), (
            Kind.FLAG
        )

    def _picked(self, node: Picked) -> tuple[Node, Kind]:
        parts, kind = self.together([self.of(part) for part in node.parts], node.at)
        if kind not in ORDERED:
            raise self.wrong(node.at, f"{kind}s have no {node.word}", "give money or numbers")
        return replace(node, parts=parts), kind

    def _chosen(self, node: Chosen) -> tuple[Node, Kind]:
        condition = self.flag(node.condition)
        (one, other), kind = self.together([self.of(node.one), self.of(node.other)], node.at)
        return Chosen(condition, one, other, node.at), kind

    def _rounded(self, node: Rounded) -> tuple[Node, Kind]:
        inner, kind = self.of(node.inner)
        if kind is not Kind.MONEY:
            raise self.wrong(
                node.at, f"a {kind} is rounded, and only money has a last digit that is paid",
                "round an amount, such as rounded(amount * 15%)",
            )  # fmt: skip
        return Rounded(inner, node.at), kind

    def together(self, sides: list[tuple[Node, Kind]], at: int) -> tuple[tuple[Node, ...], Kind]:
        """Parts that must be of one kind."""
        kind = next((own for part, own in sides if not _bare(part)), sides[0][1])
        found = [self.taken_for(side, kind) if _bare(side[0]) else side for side in sides]
        for _, own in found:
            if own is not kind:
                raise self.apart(at, kind, own)
        return tuple(part for part, _ in found), kind

    def flag(self, node: Node) -> Node:
        found, kind = self.of(node)
        if kind is not Kind.FLAG:
            raise self.wrong(
                node.at, f"a {kind} stands where something must be true or false",
                "compare it with something",
            )  # fmt: skip
        return found

    def apart(self, at: int, one: Kind, other: Kind) -> UserError:
        return self.wrong(
            at,
            f"{one} meets {other}",
            "both sides must be of one kind: money, a number, a text ...",
        )


def _bare(node: Node) -> bool:
    """Whether a node is a number that is written out without a unit, perhaps with a sign."""
    if isinstance(node, Both):
        return node.sign == "-" and _bare(node.left) and _bare(node.right)
    return isinstance(node, Literal) and node.kind is Kind.NUMBER and not node.unit


def _as(node: Node, kind: Kind) -> Node:
    if isinstance(node, Both):
        return replace(node, left=_as(node.left, kind), right=_as(node.right, kind))
    return replace(node, kind=kind) if isinstance(node, Literal) else node
