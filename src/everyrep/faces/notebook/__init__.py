"""A company in a notebook: figures as data frames and charts."""

from everyrep.faces.notebook.company import Company, open_company
from everyrep.faces.notebook.measured import Measured, Picture

__all__ = ["Company", "Measured", "Picture", "open_company"]
