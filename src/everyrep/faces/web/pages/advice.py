"""What would mend a figure, for whoever reads it: only some can load files, nobody types here.

Remedies are written once, below the faces, for somebody who keeps the data and has a command line.
A rep or a manager is told whom to ask; who loads here is told the page.
"""

from __future__ import annotations

import re

from everyrep.values import Scope

_COMMANDS = (
    (re.compile(r"Run: everyrep load FILE"), "Load files on the page Sources and quality"),
    (re.compile(r"Run: everyrep matches list"), "Review them under Who is who, on that page"),
    (re.compile(r"`everyrep pipeline moves --since DAY`"), "what moved, on the page Pipeline"),
    (re.compile(r"`everyrep explain` lists every measure"), "the page Measures lists them all"),
    (re.compile(r"; everyrep check lists all"), ""),
)
_DONE_BY_FEW = re.compile(r"(^|[.:] )(Load|Map|Fill|Review) ")


def advised(text: str, scope: Scope | None) -> str:
    """A remedy as somebody can follow it.

    Args:
        text: As it is written below the faces.
        scope: Of who reads it; None is somebody without any.
    """
    if "everyrep" in text:
        for command, instead in _COMMANDS:
            text = command.sub(instead, text)
    if scope is not None and scope.can("load"):
        return text
    return _DONE_BY_FEW.sub(lambda at: f"{at[1]}Ask RevOps to {at[2].lower()} ", text)
