"""From the company's records to pay: tables for a plan, and a plan through its months."""

from everyrep.faces.payroll.files import write_given
from everyrep.faces.payroll.given import given_of, givens_of
from everyrep.faces.payroll.members import Members, Named
from everyrep.faces.payroll.planned import members_by_roles, members_in, plans_in, see_members
from everyrep.faces.payroll.summary import by_month, changes
from everyrep.faces.payroll.year import LATER, Knowing, Year, knowing, run_year

__all__ = [
    "LATER",
    "Knowing",
    "Members",
    "Named",
    "Year",
    "by_month",
    "changes",
    "given_of",
    "givens_of",
    "knowing",
    "members_by_roles",
    "members_in",
    "plans_in",
    "run_year",
    "see_members",
    "write_given",
]
