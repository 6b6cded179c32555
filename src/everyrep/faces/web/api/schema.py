"""The OpenAPI schema: ninja's, with problems in their own media type and who may ask what."""

from __future__ import annotations

from functools import cache
from typing import Any

from ninja import NinjaAPI

from everyrep.faces.web.access.roles import ROLES
from everyrep.faces.web.api.door import ROLE
from everyrep.faces.web.api.operations import OPERATIONS
from everyrep.faces.web.api.problems import MEDIA_TYPE

Tree = dict[str, Any]
_TOKEN = {
    "type": "http", "scheme": "bearer",
    "description": "A token, made at /tokens/. Scopes: read; load.",
}  # fmt: skip
_SESSION = {
    "type": "apiKey", "in": "cookie", "name": "sessionid",
    "description": "A session of the app. What changes something also takes X-CSRFToken.",
}  # fmt: skip
_OTHER_METHOD = {
    "description": "Any other method than those of this address.",
    "headers": {"Allow": {"description": "Its methods.", "schema": {"type": "string"}}},
}


class Api(NinjaAPI):
    """The API with its schema as it is answered."""

    def get_openapi_schema(self, **given: Any) -> Any:
        """The schema, worked out once a process."""
        del given
        return described(self)


@cache
def described(api: Api) -> Tree:
    """The schema of an API."""
    found: Tree = NinjaAPI.get_openapi_schema(api)
    found["components"]["securitySchemes"] = {"token": _TOKEN, "session": _SESSION}
    for methods in found["paths"].values():
        for told in methods.values():
            _tell(told)
    return found


def _tell(told: Tree) -> None:
    known = OPERATIONS[told["operationId"]]
    told["security"] = [{"token": [scope]} for scope in known.scopes] + [{"session": []}]
    told["x-everyrep-area"] = known.area
    told["parameters"].append(
        {
            "in": "header",
            "name": ROLE,
            "required": False,
            "description": "With a token: in which of its owner's roles; the first by default.",
            "schema": {"type": "string", "enum": list(ROLES)},
        }
    )
    told["responses"][405] |= _OTHER_METHOD
    for status, answer in told["responses"].items():
        if int(status) >= 400 and "content" in answer:
            (content,) = answer["content"].values()
            answer["content"] = {MEDIA_TYPE: content}
