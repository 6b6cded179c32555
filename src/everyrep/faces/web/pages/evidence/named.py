"""Under which names answers and reviews are kept, and asked for."""

from __future__ import annotations

from collections.abc import Sequence

MARGIN = 10
"""Smallest effect worth having where nobody said, in percent of what is usual."""


def question_name(key: str) -> str:
    """Of the answer to a question.

    Args:
        key: Of the question.
    """
    return f"question {key}"


def review_name(outcomes: Sequence[str], margin: int) -> str:
    """Of a review of the curriculum.

    Args:
        outcomes: Names of measures.
        margin: Smallest effect worth having, in percent of what is usual.
    """
    return f"review {'+'.join(outcomes)} {margin}"
