"""What is doubtful in a plan that can be read: cliffs, gaps in thought, and what nobody uses."""

from everyrep.pay.plan.linting.doubts import Doubt, Weight
from everyrep.pay.plan.linting.simplicity import Complexity, complexity
from everyrep.pay.plan.linting.whole import lint

__all__ = ["Complexity", "Doubt", "Weight", "complexity", "lint"]
