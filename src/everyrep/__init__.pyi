from everyrep.faces.notebook import open_company as open  # noqa: A004

__all__ = ["open"]
__version__: str
