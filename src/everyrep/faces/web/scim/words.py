"""SCIM's own words: schemas, errors, and how somebody is written."""

from __future__ import annotations

from typing import Any

from django.http import JsonResponse

USER = "urn:ietf:params:scim:schemas:core:2.0:User"
LIST = "urn:ietf:params:scim:api:messages:2.0:ListResponse"
ERROR = "urn:ietf:params:scim:api:messages:2.0:Error"
PATCH = "urn:ietf:params:scim:api:messages:2.0:PatchOp"
_CONFIG = "urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig"
_TYPE = "urn:ietf:params:scim:schemas:core:2.0:ResourceType"
_SCHEMA = "urn:ietf:params:scim:schemas:core:2.0:Schema"
MOST = 200
"""How many people one answer holds at most."""


class ScimError(Exception):
    """Something that the directory must put right.

    Args:
        status: Of HTTP.
        detail: What was found, for people.
        kind: SCIM's word for it, such as "uniqueness"; empty is none.
    """

    def __init__(self, status: int, detail: str, kind: str = "") -> None:
        super().__init__(detail)
        self.status, self.detail, self.kind = status, detail, kind


def said(told: Any, status: int = 200) -> JsonResponse:
    """An answer in SCIM's form, which is never kept by what is in between."""
    answer = JsonResponse(told, status=status, content_type="application/scim+json")
    answer["Cache-Control"] = "no-store"
    return answer


def refused(problem: ScimError) -> JsonResponse:
    """An error in SCIM's form."""
    told = {"schemas": [ERROR], "status": str(problem.status), "detail": problem.detail}
    answer = said(told | ({"scimType": problem.kind} if problem.kind else {}), problem.status)
    if problem.status == 401:
        answer["WWW-Authenticate"] = 'Bearer realm="everyrep"'
    return answer


def listed(found: list[Any], total: int, start: int) -> dict[str, Any]:
    """A page of a list."""
    return {
        "schemas": [LIST],
        "totalResults": total,
        "startIndex": start,
        "itemsPerPage": len(found),
        "Resources": found,
    }


def config(base: str) -> dict[str, Any]:
    """What this provider can do."""
    no = {"supported": False}
    return {
        "schemas": [_CONFIG],
        "patch": {"supported": True},
        "bulk": {"supported": False, "maxOperations": 0, "maxPayloadSize": 0},
        "filter": {"supported": True, "maxResults": MOST},
        "changePassword": no,
        "sort": no,
        "etag": no,
        "authenticationSchemes": [
            {
                "type": "oauthbearertoken",
                "name": "Token",
                "description": "A token of Everyrep with the scope scim",
                "primary": True,
            }
        ],
        "meta": {
            "resourceType": "ServiceProviderConfig",
            "location": f"{base}/ServiceProviderConfig",
        },
    }


def kinds(base: str) -> list[dict[str, Any]]:
    """What can be provisioned: people."""
    return [
        {
            "schemas": [_TYPE],
            "id": "User",
            "name": "User",
            "endpoint": "/Users",
            "schema": USER,
            "meta": {"resourceType": "ResourceType", "location": f"{base}/ResourceTypes/User"},
        }
    ]


def schemas(base: str) -> list[dict[str, Any]]:
    """What is known of somebody."""
    part = [_attribute(name) for name in ("formatted", "givenName", "familyName")]
    mail = [_attribute("value"), _attribute("type"), _attribute("primary", "boolean")]
    attributes = [
        _attribute("userName", required=True, uniqueness="server"),
        _attribute("displayName"),
        _attribute("externalId", exact=True),
        _attribute("active", "boolean"),
        _attribute("name", "complex") | {"subAttributes": part},
        _attribute("emails", "complex", many=True) | {"subAttributes": mail},
    ]
    return [
        {
            "schemas": [_SCHEMA],
            "id": USER,
            "name": "User",
            "description": "Somebody who signs in",
            "attributes": attributes,
            "meta": {"resourceType": "Schema", "location": f"{base}/Schemas/{USER}"},
        }
    ]


def _attribute(
    name: str,
    kind: str = "string",
    *,
    required: bool = False,
    many: bool = False,
    exact: bool = False,
    uniqueness: str = "none",
) -> dict[str, Any]:
    return {
        "name": name,
        "type": kind,
        "multiValued": many,
        "required": required,
        "caseExact": exact,
        "mutability": "readWrite",
        "returned": "default",
        "uniqueness": uniqueness,
    }
