"""Holds printed and served JSON to the schemas in `docs/schemas/`."""

import json
from pathlib import Path
from typing import Any

import jsonschema

SCHEMAS = Path(__file__).parents[1] / "docs" / "schemas"


def valid(shape: Any) -> Any:
    """`shape`, after checking it against the schema it names."""
    name = shape["schema"].removeprefix("sohoa.").removesuffix("/1")
    schema = json.loads((SCHEMAS / f"{name}.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator(schema).validate(shape)
    return shape
