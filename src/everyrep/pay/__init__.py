"""Pay: a plan language that cannot be ambiguous, exact to the cent, explained line by line.

plan = everyrep.pay.read_plan("hunter.toml")
facts = everyrep.pay.gather(plan, lines, people, quotas=quotas)
everyrep.pay.amounts(everyrep.pay.calculate(plan, facts))
"""

from everyrep.pay.front import load_name, public_names

__getattr__ = load_name
__dir__ = public_names
