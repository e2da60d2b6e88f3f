"""JSON for our own values: one way in, one way out.

Encoded objects carry `schema`, `<name>/<version>`. Readers ignore keys they do
not know, so keys may be added without a new version but never change meaning.
"""

from typing import Any, TypeVar

import msgspec

from core.errors import SohoaError

Decoded = TypeVar("Decoded")


class Undecodable(SohoaError):
    """Stored JSON is damaged or of a shape this version does not know."""

    default_code = "undecodable"


def plain(value: object) -> Any:
    """Turn any of our values into dicts, lists, strings and numbers."""
    return msgspec.to_builtins(value)


def encode(value: object, schema: str) -> bytes:
    """Encode `value`, a dataclass or mapping, as UTF-8 JSON headed by `schema`."""
    return msgspec.json.encode({"schema": schema, **plain(value)})


def decode(data: bytes, kind: type[Decoded], schema: str) -> Decoded:
    """Decode what `encode` wrote.

    Raises:
        Undecodable: `data` is not JSON, carries another schema or lacks a field.
    """
    try:
        raw = msgspec.json.decode(data)
        if not isinstance(raw, dict) or raw.pop("schema", None) != schema:
            raise Undecodable(f"A stored object is not {schema}; restore it from a backup.")
        return msgspec.convert(raw, kind)
    except msgspec.MsgspecError as exc:
        raise Undecodable(f"A stored {schema} is damaged; restore it from a backup.") from exc
