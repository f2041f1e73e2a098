"""The OpenAPI 3.1 description of the lottery API as the default variant answers it."""

from __future__ import annotations

import re
from typing import Any

from app.training.routes import ROUTES, ApiRoute
from app.training.shapes import COMPONENTS, UUID, Shape, named

_PART = re.compile(r"\{(\w+):(\w+)\}")
_PARTS: dict[str, Shape] = {"uuid": UUID, "int": {"type": "integer", "minimum": 0}}
_MEANINGS = {
    400: "malformed, not found, not yours or too late",
    401: "refused for what the ticket is",
    403: "no sign-in",
    404: "no such path",
    409: "closed, sold out, or sold already",
}


def openapi() -> dict[str, Any]:
    """The document, ready for JSON."""
    paths: dict[str, dict[str, Any]] = {}
    for route in ROUTES:
        paths.setdefault(_PART.sub(r"{\1}", route.path), {})[route.method.lower()] = _operation(route)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Lottery API as the training server answers it",
            "version": "1",
            "description": "The API document's paths and envelopes; plausible replies where it shows none.",
        },
        "paths": paths,
        "components": {
            "schemas": COMPONENTS,
            "securitySchemes": {"token": {"type": "apiKey", "in": "header", "name": "x-auth-token"}},
        },
        "security": [{"token": []}],
    }


def _operation(route: ApiRoute) -> dict[str, Any]:
    described: dict[str, Any] = {
        "operationId": route.name,
        "summary": route.summary,
        "responses": _responses(route),
    }
    parts = [
        {"name": name, "in": "path", "required": True, "schema": _PARTS[kind]}
        for name, kind in _PART.findall(route.path)
    ]
    if parts:
        described["parameters"] = parts
    if route.takes is not None:
        described["requestBody"] = {"required": True, "content": _json(route.takes)}
    if not route.token:
        described["security"] = []
    return described


def _responses(route: ApiRoute) -> dict[str, Any]:
    success = {"image/png": {}} if route.gives is None else _json(route.gives)
    refusals = sorted({400, *route.refuses, *((403,) if route.token else ())})
    return {
        str(route.status): {"description": "done", "content": success},
        **{
            str(status): {"description": _MEANINGS[status], "content": _json(named("Error"))}
            for status in refusals
        },
    }


def _json(shape: Shape) -> dict[str, Any]:
    return {"application/json": {"schema": shape}}
