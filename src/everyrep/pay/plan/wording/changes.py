"""What changed between two versions of a plan, part by part."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from decimal import Decimal

from everyrep.pay.language import Node, read
from everyrep.pay.language.tree import Literal
from everyrep.pay.plan.plan import Plan
from everyrep.pay.plan.reading.words import written_out
from everyrep.pay.plan.wording.numbers import listed
from everyrep.pay.plan.wording.whole import written
from everyrep.values import UserError

_BY_ID = ("pay", "draw")
_ALONE = ("clawback", "payment", "exchange", "year_of_weeks")
_LEFT_OUT = ("example", "format", "version")


def difference(old: Plan, new: Plan) -> tuple[str, ...]:
    """What changed, one sentence for each part, in the order of the new plan's file.

    Words that mean the same, such as 8% and 8.0%, comments and examples are no change.
    """
    before, after = _parts(old.text), _parts(new.text)
    said, told_before = written(new), written(old)
    found = []
    for path, keys in after.items():
        if path not in before:
            found.append(f"New: {said.get(path, path)}")
            continue
        changes = list(_changes(before[path], keys))
        if changes:
            found.append(f"{path or 'The plan'}: {listed(changes)}.")
    gone = [path for path in before if path not in after]
    return (*found, *(f"Gone: {told_before.get(path, path)}" for path in gone))


def _parts(text: str) -> dict[str, object]:
    """Parts of a file by their paths: `""` for its head, table.NAME, pay.ID, credit[1] ..."""
    content = tomllib.loads(text, parse_float=Decimal)
    head = {key: one for key, one in content.items() if not isinstance(one, (dict, list))}
    parts: dict[str, object] = {"": {key: one for key, one in head.items() if key not in _LEFT_OUT}}
    for key, one in content.items():
        if key in _LEFT_OUT or key in head:
            continue
        if key in _ALONE:
            parts[key] = one
        elif isinstance(one, dict):
            parts.update((f"{key}.{name}", inner) for name, inner in one.items())
        else:
            parts.update(_listed_parts(key, one))
    return parts


def _listed_parts(key: str, items: list[Mapping[str, object]]) -> dict[str, object]:
    if key in _BY_ID:
        return {f"{key}.{one['id']}": one for one in items}
    return {f"{key}[{at + 1}]": one for at, one in enumerate(items)}


def _changes(old: object, new: object, path: str = "") -> Iterator[str]:
    """Each difference within a part, in words."""
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        for key in [*old, *(key for key in new if key not in old)]:
            inner = f"{path}.{key}" if path else key
            yield from _of_key(old.get(key), new.get(key), inner)
    elif isinstance(old, list) and isinstance(new, list):
        for at in range(max(len(old), len(new))):
            one, two = (items[at] if at < len(items) else None for items in (old, new))
            yield from _of_key(one, two, f"{path}[{at + 1}]")
    elif not _same(old, new):
        yield f"{path or 'it'} was {_shown(old)} and is {_shown(new)}"


def _of_key(old: object, new: object, path: str) -> Iterator[str]:
    if old is None:
        yield f"{path} is new: {_shown(new)}"
    elif new is None:
        yield f"{path} is gone (was {_shown(old)})"
    else:
        yield from _changes(old, new, path)


def _same(old: object, new: object) -> bool:
    return old == new or _meaning(old) == _meaning(new)


def _meaning(found: object) -> object:
    """What a value means, where it is a number or an amount that is written out."""
    try:
        node: Node = read(written_out(found))
    except UserError:
        return found
    return (node.value, node.kind, node.unit == "") if isinstance(node, Literal) else found


def _shown(found: object) -> str:
    if isinstance(found, Mapping):
        return "{" + ", ".join(f"{key} = {_shown(one)}" for key, one in found.items()) + "}"
    if isinstance(found, list):
        return f"[{', '.join(map(_shown, found))}]"
    return str(found).lower() if isinstance(found, bool) else str(found)
