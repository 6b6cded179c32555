"""The page of the API: every operation, set from the schema; no script, and no other host."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from everyrep.faces.web.api.door import ROLE
from everyrep.faces.web.api.schema import described
from everyrep.faces.web.pages.opening import opens

Tree = dict[str, Any]


@require_GET
@opens("home")
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
    own = [one for one in told["parameters"] if one["name"] != ROLE]
    return {
        "name": told["operationId"],
        "title": told["summary"],
        "says": told.get("description", ""),
        "method": method.upper(),
        "path": path,
        "scopes": sorted({scope for one in told["security"] for scope in one.get("token", ())}),
        "parameters": [_parameter(one) for one in sorted(own, key=lambda one: not one["required"])],
        "answers": [one for one in answers if int(one[0]) < 400],
        "problems": [one[0] for one in answers if int(one[0]) >= 400],
        "curl": _curl(method, host + path, own, "requestBody" in told),
    }


def _parameter(one: Tree) -> Tree:
    schema = one["schema"]
    kinds = [_kind(part) for part in schema.get("anyOf", [schema])]
    usual = schema.get("default")
    return {
        "name": one["name"], "in": one["in"], "required": one["required"],
        "kind": " or ".join(kind for kind in kinds if kind),
        "says": one.get("description", ""),
        "default": "" if usual in (None, "", [], False) else usual,
    }  # fmt: skip


def _kind(schema: Tree) -> str:
    if "enum" in schema:
        return " or ".join(str(one) for one in schema["enum"] if one != "")
    if schema.get("type") == "array":
        return f"{_kind(schema['items'])}, may be repeated"
    return _WORDS.get(schema.get("format", ""), _WORDS.get(schema.get("type", ""), ""))


_WORDS = {
    "string": "text", "integer": "whole number", "number": "number", "boolean": "true or false",
    "date": "day",
}  # fmt: skip


def _answer(found: Tree, answer: Tree) -> tuple[str, list[tuple[str, str]]]:
    """What an answer is, and its fields with what is said of them, entries included."""
    for media, content in answer.get("content", {}).items():
        form = _form(found, content["schema"])
        return form.get("description", media), list(_fields(found, form))
    return answer["description"], []


def _fields(found: Tree, form: Tree, before: str = "") -> Iterator[tuple[str, str]]:
    for name, told in form.get("properties", {}).items():
        yield before + name, told.get("description", "")
        if name == "items":
            yield from _fields(found, _form(found, told["items"]), "items.")


def _form(found: Tree, schema: Tree) -> Tree:
    name = schema.get("$ref", "").rpartition("/")[2]
    form: Tree = found["components"]["schemas"].get(name, {})
    return form


def _curl(method: str, address: str, parameters: list[Tree], files: bool) -> str:
    query = []
    for one in parameters:
        example = _example(one)
        if one["in"] == "path" and example:
            address = address.replace(f"{{{one['name']}}}", example)
        elif one["required"] and example:
            query.append((one["name"], example))
    parts = ['curl -H "Authorization: Bearer $EVERYREP_TOKEN"']
    if method != "get" and not files:
        parts.append(f"-X {method.upper()}")
    if files:
        parts.append("-F files=@people.csv")
    return " \\\n  ".join([*parts, f"'{address}{'?' if query else ''}{urlencode(query)}'"])


def _example(one: Tree) -> str:
    return str(one.get("example") or next(iter(one.get("examples", ())), ""))
