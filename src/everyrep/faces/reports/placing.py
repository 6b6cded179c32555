"""Where blocks and figures go on a page of two columns, so that no row has a hole."""

from __future__ import annotations

from collections.abc import Sequence

from everyrep.faces.reports.model import Block, Chart, Missing


def placed(blocks: Sequence[Block]) -> list[tuple[Block, bool]]:
    """Blocks with whether each takes half of the width; a half without a neighbour takes all."""
    found: list[tuple[Block, bool]] = []
    run: list[Block] = []
    for block in blocks:
        if _is_half(block):
            run.append(block)
            continue
        found += _run(run)
        run = []
        found.append((block, False))
    return found + _run(run)


def columns(count: int) -> list[int]:
    """Widths of figures side by side, in twelfths, so that every row is full.

    Rows hold three or four; what is left over is spread, as two rows of three and two.
    """
    if count <= 1:
        return [4] * count
    rows = -(-count // 4)
    long, short = -(-count // rows), count // rows
    longer = count - short * rows
    return [12 // long] * (long * longer) + [12 // short] * (short * (rows - longer))


def _is_half(block: Block) -> bool:
    return isinstance(block, Missing) or (
        isinstance(block, Chart) and not block.wide and not block.folded
    )


def _run(blocks: list[Block]) -> list[tuple[Block, bool]]:
    odd = len(blocks) % 2
    return [(block, not (odd and place == len(blocks) - 1)) for place, block in enumerate(blocks)]
