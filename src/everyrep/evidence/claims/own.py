"""Claims of one's own: about the size of a figure, or of an effect."""

from __future__ import annotations

from everyrep.evidence.asking import treatment as read
from everyrep.evidence.claims.claimed import Claimed
from everyrep.evidence.claims.way import By, Way
from everyrep.measures import load_catalogue
from everyrep.values import UserError

_REFUTED = "A range that lies wholly outside what is claimed."


def of_ones_own(  # noqa: PLR0913 - a claim has as many parts
    statement: str,
    outcome: str,
    *,
    treatment: str = "",
    where: str | None = None,
    least: float | None = None,
    most: float | None = None,
    relative: bool = False,
    source: str = "",
    trap: str = "",
    topic: str = "",
) -> Claimed:
    """A claim as it was written down, not yet in the ledger.

    Args:
        statement: What is said.
        outcome: The measure that it is about.
        treatment: What is said to move it; empty: the claim is about the figure itself.
        where: Which of its facts count.
        least, most: The claimed size: from the one on, up to the other.
        relative: Whether a size of an effect is a share of what is usual.
        source, trap, topic: See `Claimed`.

    Raises:
        UnknownName: The measure or the kind of treatment does not exist; near names are offered.
        UserError: It says nothing, or nothing that a figure could be held against.
    """
    if not treatment and least is None and most is None:
        raise UserError(
            "The claim names no size",
            why="any figure would agree with it",
            remedy="say at least how much, or at most; or name what is said to move it",
        )
    if least is not None and most is not None and least > most:
        raise UserError(
            f"At least {least:g} and at most {most:g} leave nothing between them",
            remedy="give the smaller number as the least",
        )
    way = Way(
        By.QUESTION if treatment else By.MEASURE,
        read(treatment).text if treatment else "",
        load_catalogue()[outcome].name,
        where=where,
        least=least,
        most=most,
        relative=relative,
    )
    return Claimed("", statement, way, trap, _REFUTED, source, topic)
