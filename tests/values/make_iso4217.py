"""Makes iso4217.csv: codes and minor digits, from ISO 4217 list one (list-one.xml of SIX).

python make_iso4217.py list-one.xml > iso4217.csv
"""

from __future__ import annotations

import sys
from xml.etree import ElementTree


def main(path: str) -> None:
    """Print the table, one currency a line, in the order of the codes."""
    entries = ElementTree.parse(path).getroot().iter("CcyNtry")
    found = {entry.findtext("Ccy"): entry.findtext("CcyMnrUnts") for entry in entries}
    lines = [f"{code},{digits}" for code, digits in found.items() if code]
    sys.stdout.write("\n".join(["code,digits", *sorted(lines)]) + "\n")


if __name__ == "__main__":
    main(sys.argv[1])
