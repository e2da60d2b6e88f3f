"""Overlays of the reference tables, kept in the store: rows the province changed or added."""

from collections.abc import Mapping

from core.errors import ConfigError, NotFound
from pipeline.reference.check import Finding, check_tables
from pipeline.reference.load import TABLES
from storage import keys
from storage.store import ObjectStore

MOST_BYTES = 20_000_000
"""No table of ours is larger; a picture handed in by mistake is."""


def load_overlays(store: ObjectStore) -> dict[str, bytes]:
    """The stored overlays by table; tables this version does not know are left alone."""
    found = {}
    for info in store.list(keys.REFERENCE):
        name = info.key.removeprefix(keys.REFERENCE).removesuffix(".csv")
        if name in TABLES:
            found[name] = store.get(info.key).data
    return found


def stored_version(store: ObjectStore) -> tuple[tuple[str, str], ...]:
    """What tells the stored overlays from those of another moment: their keys and etags."""
    return tuple(sorted((info.key, info.etag) for info in store.list(keys.REFERENCE)))


def check_overlays(store: ObjectStore, given: Mapping[str, bytes]) -> tuple[Finding, ...]:
    """What is wrong in the tables as they would be with `given` in place of what is stored.

    Raises:
        ConfigError: one is no table of that name.
    """
    for name, data in given.items():
        if len(data) > MOST_BYTES:
            raise ConfigError(f"Reference table {name} is too large.", code="bad_reference")
    return check_tables(load_overlays(store) | dict(given))


def store_overlay(store: ObjectStore, table: str, data: bytes) -> tuple[Finding, ...]:
    """Store an overlay if nothing is wrong with it; what is wrong otherwise.

    Raises:
        ConfigError: it is no table of that name.
        Conflict: somebody else stored one meanwhile.
    """
    etag = _etag(store, table)
    findings = check_overlays(store, {table: data})
    if not findings:
        key = keys.reference_key(table)
        store.put(key, data, if_absent=etag is None, if_match=etag, media_type="text/csv")
    return findings


def _etag(store: ObjectStore, table: str) -> str | None:
    try:
        return store.info(keys.reference_key(table)).etag
    except NotFound:
        return None
