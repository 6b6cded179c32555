"""The page of the API: every operation, set from the schema; no script, and no other host."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from everyrep.faces.web.api.door import ROLE
from everyrep.faces.web.api.schema import described
from everyrep.faces.web.pages.opening import opens

Tree = dict[str, Any]


@require_GET
@opens("mine")
def page(request: HttpRequest) -> HttpResponse:
    """What can be asked, by whom, and what comes back; what one's role does not open is marked."""
    from everyrep.faces.web.api.urls import api

    found = described(api)
    groups: dict[str, list[Tree]] = {}
    for path, methods in found["paths"].items():
        for method, told in methods.items():
            acting = request.acting  # type: ignore[attr-defined]
            line = _line(found, path, method, told, request.build_absolute_uri("/").rstrip("/"))
            line["mine"] = acting.opens(told["x-everyrep-area"])
            groups.setdefault(told["tags"][0], []).append(line)
    return render(request, "everyrep/api.html", {"groups": groups.items(), "header": ROLE})


def _line(found: Tree, path: str, method: str, told: Tree, host: str) -> Tree:
    answers = [(status, *_answer(found, answer)) for status, answer in told["responses"].items()]
    return {
        "name": told["operationId"],
        "title": told["summary"],
        "says": told.get("description", ""),
        "method": method.upper(),
        "path": path,
        "scopes": sorted({scope for one in told["security"] for scope in one.get("token", ())}),
        "parameters": [_parameter(one) for one in told["parameters"] if one["name"] != ROLE],
        "answers": [one for one in answers if int(one[0]) < 400],
        "problems": [one for one in answers if int(one[0]) >= 400],
        "curl": _curl(method, host + path, "requestBody" in told),
    }


def _parameter(one: Tree) -> Tree:
    schema = one["schema"]
    kinds = [part.get("type", "") for part in schema.get("anyOf", [schema])]
    kind = " or ".join(kind for kind in kinds if kind not in ("", "null"))
    return {
        "name": one["name"], "in": one["in"], "required": one["required"],
        "kind": f"{kind}, repeated" if kind == "array" else kind,
        "says": one.get("description", ""), "default": schema.get("default"),
    }  # fmt: skip


def _answer(found: Tree, answer: Tree) -> tuple[str, list[tuple[str, str]]]:
    """What an answer is, and its fields with what is said of them."""
    for media, content in answer.get("content", {}).items():
        name = content["schema"].get("$ref", "").rpartition("/")[2]
        form = found["components"]["schemas"].get(name, {})
        fields = [
            (field, told.get("description", ""))
            for field, told in form.get("properties", {}).items()
        ]
        return form.get("description", media), fields
    return answer["description"], []


def _curl(method: str, address: str, files: bool) -> str:
    parts = ['curl -H "Authorization: Bearer $EVERYREP_TOKEN"']
    if method != "get" and not files:
        parts.append(f"-X {method.upper()}")
    if files:
        parts.append("-F files=@people.csv")
    return " \\\n  ".join([*parts, f"'{address}'"])
