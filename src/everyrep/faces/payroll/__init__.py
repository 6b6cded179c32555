"""From the company's records to pay: tables for a plan, and a plan through its months."""

from everyrep.faces.payroll.given import given_of
from everyrep.faces.payroll.members import Members, Named

__all__ = ["Members", "Named", "given_of"]
