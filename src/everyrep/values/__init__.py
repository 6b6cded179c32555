"""What everybody speaks: money, periods, ids, scope, clock, estimates and errors.

Names are fetched when they are first asked for, so that a command which only prints its help does
not pay for calendars and currencies.
"""

from everyrep.values.lookup import load_name, public_names

__getattr__ = load_name
__dir__ = public_names
