"""The page of measures."""

from __future__ import annotations

from collections.abc import Iterable

from everyrep.measures.catalogue import Measure, load_catalogue
from everyrep.measures.dimensions import DIMENSIONS, TIME
from everyrep.measures.estimators import ESTIMATORS
from everyrep.values.plurals import plural
from generator.markdown import cell


def measures() -> str:
    """Every measure of the catalogue, and what figures can be cut by."""
    catalogue = load_catalogue()
    listed = (
        f"| [{m.name}](#{m.name}) | {cell(m.sentence)} | {m.kind} |" for m in catalogue.values()
    )
    return "\n".join(
        (
            "# Measures",
            "",
            MEASURES.format(count=len(catalogue)),
            "",
            "| measure | says | class |",
            "|---|---|---|",
            *listed,
            *(line for measure in catalogue.values() for line in measure_section(measure)),
            "",
            "## What figures can be cut by",
            "",
            "| dimension | its groups |",
            "|---|---|",
            *(f"| `{d.name}` | {cell(d.sentence)} |" for d in DIMENSIONS.values()),
            "",
            "And by time: " + ", ".join(f"`{name}`" for name in TIME) + ".",
            "",
        )
    )


MEASURES = """{count} measures. Each is an entry of the catalogue, and is asked for by its name or
one of its other names:

```sh
everyrep measure win_rate --by team --period 2025
everyrep explain win_rate
```

How ranges are made is told [here](../method/intervals.md)."""


def measure_section(measure: Measure) -> Iterable[str]:
    """One measure: what it says, how it is computed, what it needs, how to read it."""
    yield from ("", f"## {measure.name}", "", f"**{measure.title}.** {measure.sentence}", "")
    yield f"```text\n{measure.formula}\n```"
    yield ""
    yield from measure_facts(measure)
    for caveat in measure.caveats:
        yield f"- {caveat}"


def measure_facts(measure: Measure) -> Iterable[str]:
    """The short facts of a measure, as a list."""
    counted = plural(measure.grain)
    yield f"- *Unit*: {measure.unit}. *n* counts: {counted}. *Version*: {measure.version}."
    if measure.estimator in ESTIMATORS:
        says = (ESTIMATORS[measure.estimator].__doc__ or "").partition("\n")[0]
        yield f"- *Estimator*: `{measure.estimator}`. {says}"
    if measure.parts:
        yield f"- *Made of*: {linked(part.measure for part in measure.parts)}."
    if measure.dimensions:
        yield f"- *Cut by*: {', '.join(f'`{name}`' for name in measure.dimensions)}."
    if measure.needs:
        yield f"- *Needs*: {', '.join(f'`{need.column}`' for need in measure.needs)}."
    for need in measure.weak_without:
        yield f"- *Weak without* `{need.column}`: {need.why}."
    if measure.ability:
        yield f"- *Only for* who may `{measure.ability}`."
    for change in measure.changes:
        yield f"- *Version {change.version}* ({change.on}): {change.what} Before: {change.formula}."
    if measure.synonyms:
        yield f"- *Also called*: {', '.join(measure.synonyms)}."


def linked(names: Iterable[str]) -> str:
    """Names of measures as links to their sections."""
    return ", ".join(f"[{name}](#{name})" for name in names)
