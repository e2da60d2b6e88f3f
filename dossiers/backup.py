"""Copy a store to another one, and back: everything but who holds what at the moment.

Others may go on working with the store. What names things is copied before the things it names, and the
inbox before all: so nothing in the copy can name what is not there, and work that was finished meanwhile
is in the copy twice at worst, waiting and done, which the next worker notices.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from core.errors import ConfigError, NotFound
from dossiers import scratch
from dossiers.sweeping.inbox import SKEW_SECONDS
from dossiers.sweeping.sorting import Row, side_by_side
from storage import keys
from storage.store import ObjectInfo, ObjectStore

ORDER = (
    keys.INBOX,
    keys.REQUESTS,
    keys.LEDGER,
    keys.CODES,
    keys.DOSSIERS,
    keys.QUARANTINE,
    keys.DOCUMENTS,
    keys.RESTRICTED,
    keys.AUDIT,
    keys.SYSTEM,
)


@dataclass(frozen=True, slots=True)
class Copied:
    """What became of one object."""

    key: str
    size_bytes: int
    outcome: str
    """copied, kept (it was there already) or removed (it is in the inbox no more)."""


def back_up(store: ObjectStore, target: ObjectStore, data: Path) -> Iterator[Copied]:
    """Bring a copy up to date; what did not change since is not read again.

    Args:
        store: the store in use.
        target: a store of its own that nobody works with.
        data: the settings' data folder, for objects on their way.
    """
    yield from _copy(store, target, data, removing=True)


def restore(source: ObjectStore, store: ObjectStore, data: Path) -> Iterator[Copied]:
    """Put a copy into an empty store, or go on with a restore that was stopped.

    Raises:
        ConfigError: the store holds something that the copy does not.
    """
    for prefix in ORDER:
        for _, original, present in _pairs(source, store, prefix):
            if present and not original:
                message = "The store is not empty; restore into a new bucket or folder."
                raise ConfigError(message, code="not_empty")
    yield from _copy(source, store, data, removing=False)


def _copy(source: ObjectStore, target: ObjectStore, data: Path, *, removing: bool) -> Iterator[Copied]:
    with scratch.folder(data) as folder:
        for prefix in ORDER:
            for key, original, copy in _pairs(source, target, prefix):
                if original is None:
                    # Elsewhere a copy keeps what the store lost.
                    if removing and prefix == keys.INBOX:
                        target.delete(key)
                        yield Copied(key, 0, "removed")
                elif copy and _is_same(original, copy):
                    yield Copied(key, original.size_bytes, "kept")
                elif _carry(source, target, key, folder / "object"):
                    yield Copied(key, original.size_bytes, "copied")


def _carry(source: ObjectStore, target: ObjectStore, key: str, path: Path) -> bool:
    """Copy one object by way of a file; False when it is gone meanwhile."""
    try:
        source.download(key, path)
    except NotFound:
        return False
    try:
        target.put(key, path)
    finally:
        path.unlink(missing_ok=True)
    return True


def _is_same(original: ObjectInfo, copy: ObjectInfo) -> bool:
    """Whether the copy surely holds the same: same etag, or written well after by any clock."""
    if original.size_bytes != copy.size_bytes:
        return False
    later_seconds = (copy.modified_at - original.modified_at).total_seconds()
    return original.etag == copy.etag or later_seconds > SKEW_SECONDS


def _pairs(
    source: ObjectStore, target: ObjectStore, prefix: str
) -> Iterator[tuple[str, ObjectInfo | None, ObjectInfo | None]]:
    """Each key below a prefix with what both stores know of it."""
    for key, rows in side_by_side(_listed(source, prefix, "source"), _listed(target, prefix, "target")):
        known = {says: info for _, says, info in rows}
        yield key, known.get("source"), known.get("target")


def _listed(store: ObjectStore, prefix: str, says: str) -> Iterator[Row[ObjectInfo]]:
    return ((info.key, says, info) for info in store.list(prefix))
