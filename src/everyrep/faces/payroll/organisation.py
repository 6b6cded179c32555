"""Who is on a plan, who is above whom, and who was away, by the records of jobs and leave."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from everyrep.faces.payroll.members import Members
from everyrep.measures.records import Records

if TYPE_CHECKING:
    import pandas as pd


def people_of(records: Records, members: Members) -> pd.DataFrame:
    """Stints on the plan.

    Returns:
        Columns payee, from, until (empty while it lasts), role (on the stint's last day that is
        known), hired_on and commission_rate.

    Raises:
        UnknownName: Nobody ever had a role or title that the members name.
    """
    import pandas as pd

    jobs = records.jobs
    members.refuse_unknown(jobs)
    stints = members.stints(jobs)
    columns = ("payee", "from", "until")
    found = pd.DataFrame({name: [] for name in columns}, dtype=object)
    if stints:
        found = pd.DataFrame(stints, columns=list(columns)).astype(object)
        found = found.where(found.notna(), None)
    found["role"] = _roles(jobs, [(person, until) for person, _, until in stints])
    people = records.people.set_index("person_id")
    for name in ("hired_on", "commission_rate"):
        known = people[name].astype(object)
        known = known.where(known.notna(), None)
        found[name] = [known.get(person) for person, _, _ in stints]
    return found


def managers_of(jobs: pd.DataFrame) -> pd.DataFrame:
    """Who is above whom from when until when, every day of everybody told.

    On days without a job nobody is above. Nor is anybody above who is never said to have a job, or
    is recorded as their own manager.

    Returns:
        Columns payee, manager (empty: nobody), from, until (empty: always before, ever after).
    """
    import pandas as pd

    rows: list[tuple[str, str | None, date | None, date | None]] = []
    for person, mine in jobs.groupby("person_id", sort=True):
        rows += _above(str(person), mine)
    named = {manager for _, manager, _, _ in rows if manager is not None}
    known = {person for person, *_ in rows}
    rows += [(person, None, None, None) for person in sorted(named - known)]
    return pd.DataFrame(rows, columns=["payee", "manager", "from", "until"], dtype=object)


def leave_of(records: Records) -> pd.DataFrame:
    """Who was away: columns payee, from, until."""
    return records.leave.rename(
        columns={"person_id": "payee", "from_on": "from", "until_on": "until"}
    )


def _above(
    person: str, jobs: pd.DataFrame
) -> list[tuple[str, str | None, date | None, date | None]]:
    """Managers of one person, those of days without a job being nobody."""
    found: list[tuple[str, str | None, date | None, date | None]] = []
    last: date | None = None
    rows = sorted(
        zip(jobs["from_on"], jobs["until_on"], jobs["manager_id"], strict=True),
        key=lambda row: row[0],
    )
    for begins, until, named in rows:
        manager = named if isinstance(named, str) and named != person else None
        if last is None or last < begins:
            _put(found, (person, None, last, begins))
        _put(found, (person, manager, begins, until))
        last = until if until is not None else date.max
    if last is not None and last < date.max:
        _put(found, (person, None, last, None))
    return found


def _put(
    found: list[tuple[str, str | None, date | None, date | None]],
    row: tuple[str, str | None, date | None, date | None],
) -> None:
    """Add a stretch, or lengthen the one before where the manager is the same."""
    person, manager, begins, until = row
    if found and found[-1][1] == manager and found[-1][3] == begins:
        found[-1] = (person, manager, found[-1][2], until)
    else:
        found.append(row)


def _roles(jobs: pd.DataFrame, asked: list[tuple[str, date | None]]) -> list[str | None]:
    """What people were on the last day before another that a job record covers."""
    known: dict[str, list[tuple[date, object]]] = {}
    rows = zip(jobs["person_id"], jobs["from_on"], jobs["role"], strict=True)
    for person, begins, role in rows:
        known.setdefault(person, []).append((begins, role))
    found: list[str | None] = []
    for person, until in asked:
        mine = [role for begins, role in known.get(person, ()) if until is None or begins < until]
        found.append(mine[-1] if mine and isinstance(mine[-1], str) else None)
    return found
