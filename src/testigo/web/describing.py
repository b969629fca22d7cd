"""What openapi.json says of every page beside its own: refusals, the twin, the secret of forms."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from testigo.web.access import CSRF_FIELD

HTML = {"text/html": {"schema": {"type": "string"}}}
LEADS_ON: dict[int | str, dict[str, Any]] = {303: {"description": "Done; go on there"}}
REFUSALS: dict[int | str, dict[str, Any]] = {
    "4XX": {
        "description": "What is wrong, where, and what to do next, in one sentence each",
        "content": HTML
        | {
            "application/json": {
                "schema": {
                    "type": "object",
                    "required": ["what", "where", "next"],
                    "properties": {name: {"type": "string"} for name in ("what", "where", "next")},
                }
            }
        },
    }
}


def format_parameter(also: Iterable[str]) -> dict[str, Any]:
    """Return the parameter `format` of a page; `also` are media types beside HTML and JSON."""
    names = ["html", "json", *(name.partition("/")[2] for name in also)]
    return {
        "name": "format",
        "in": "query",
        "required": False,
        "description": "`json` for the JSON twin of the page",
        "schema": {"type": "string", "enum": names},
    }


def describe_secret(operation: dict[str, Any], described: dict[str, Any]) -> None:
    """Put the secret field into the body of a form."""
    body = operation.setdefault(
        "requestBody",
        {"content": {"application/x-www-form-urlencoded": {"schema": {"type": "object"}}}},
    )
    body["required"] = True
    for content in body["content"].values():
        schema = content["schema"]
        if "$ref" in schema:
            schema = described["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
        schema.setdefault("properties", {})[CSRF_FIELD] = {"type": "string"}
        schema["required"] = [*schema.get("required", ()), CSRF_FIELD]
