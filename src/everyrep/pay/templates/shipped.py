"""The plan files of this package, by name."""

from __future__ import annotations

from importlib.resources import files

from everyrep.values import UnknownName

_HOME = "everyrep.pay.templates"
_ENDING = ".toml"


def template_names() -> tuple[str, ...]:
    """Names of the plans that come with Everyrep."""
    names = (file.name for file in files(_HOME).iterdir())
    return tuple(sorted(name.removesuffix(_ENDING) for name in names if name.endswith(_ENDING)))


def template(name: str) -> str:
    """The text of one, to be copied and edited.

    Raises:
        UnknownName: There is none of this name.
    """
    if name not in template_names():
        raise UnknownName("plan template", name, template_names())
    return files(_HOME).joinpath(f"{name}{_ENDING}").read_text(encoding="utf-8")
