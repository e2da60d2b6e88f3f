"""Watching a store that sends no events, by listing it again and again."""

import threading
import time
from collections.abc import Callable, Generator, Iterator

from core.errors import Unavailable
from storage.store import ObjectInfo

Listing = Callable[[str], Iterator[ObjectInfo]]
Snapshot = dict[str, str]
"""Key → etag."""

_INTERVAL_SECONDS = 1.0
_LISTING_SHARE = 0.05
"""A long inbox is listed less often, so that listing never takes more than this share of the time."""


def snapshot(listing: Listing, prefix: str) -> Snapshot:
    """The etag of every key below `prefix`."""
    return {info.key: info.etag for info in listing(prefix)}


def poll(
    listing: Listing,
    prefix: str,
    stop: threading.Event,
    known: Snapshot,
    *,
    for_seconds: float = float("inf"),
) -> Generator[str, None, Snapshot]:
    """Yield keys below `prefix` that are new or changed since `known`, until `stop` or the time is over.

    Returns:
        What is known at the end.
    """
    ends = time.monotonic() + for_seconds
    pause = _INTERVAL_SECONDS
    while time.monotonic() < ends and not stop.wait(pause):
        began = time.monotonic()
        try:
            current = snapshot(listing, prefix)
        except Unavailable:
            # A hint may be late; whoever reads or writes next meets the error itself.
            continue
        pause = max(_INTERVAL_SECONDS, (time.monotonic() - began) / _LISTING_SHARE)
        changed = [key for key, etag in current.items() if known.get(key) != etag]
        known = current
        yield from changed
    return known
