"""Put together what the use cases need: store, index, reference data and page readers."""

import secrets
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property

from core.access import LOCAL_VIEWER
from core.errors import ConfigError
from core.settings import Limits, Settings
from dossiers import scratch
from dossiers.overlays import load_overlays, stored_version
from pipeline.extract import understanding_fingerprint
from pipeline.ocr import open_engine
from pipeline.pool import PagePool
from pipeline.process import reading_fingerprint
from pipeline.reference import Reference, load_reference
from search.index import SearchIndex, open_index
from storage.store import ObjectStore, open_store

__all__ = ["LOCAL_VIEWER", "Services", "open_services"]


_GIVING_WAY = 10
"""Niceness: beside a process of the counter, one of the backlog gets about a tenth of a core."""


class _Pools:
    """Page processes by what they are for."""

    def __init__(self) -> None:
        self._pools: dict[str, PagePool] = {}
        self._lock = threading.Lock()

    def get(self, name: str, workers: int, limits: Limits, niceness: int = 0) -> PagePool:
        """The pool called `name`, made when there is none, or the last one broke."""
        with self._lock:
            if name in self._pools and self._pools[name].broken:
                self._pools.pop(name).close(wait=False)
            if name not in self._pools:
                self._pools[name] = PagePool(workers, limits, niceness=niceness)
            return self._pools[name]

    def close(self, *, wait: bool = True) -> None:
        """End them all; without `wait` what they are doing is dropped."""
        for pool in list(self._pools.values()):
            pool.close(wait=wait)


@dataclass(frozen=True)
class Services:
    """Everything a use case touches; made once per process and shared by its threads."""

    settings: Settings
    store: ObjectStore
    index: SearchIndex
    reference: Reference
    tables: tuple[tuple[str, str], ...] = ()
    """Which stored overlays `reference` was loaded with (`overlays.stored_version`)."""
    background: bool = False
    """Whether its pages are read by processes of their own that give way to all others."""
    _pools: _Pools = field(default_factory=_Pools, repr=False, compare=False)
    """Shared by services that differ in their tables or in being in the background only."""

    @property
    def pool(self) -> PagePool:
        """The page processes, started on first use."""
        name, niceness = ("background", _GIVING_WAY) if self.background else ("pages", 0)
        return self._pools.get(name, self.settings.workers, self.settings.limits, niceness)

    @property
    def looker(self) -> PagePool:
        """One page process for first looks, which must not wait behind reading; started on first use."""
        return self._pools.get("looks", 1, self.settings.limits)

    def stop(self) -> None:
        """Drop what the page processes are doing; whoever waits for a page gets `Unavailable`."""
        self._pools.close(wait=False)

    @cached_property
    def reading(self) -> str:
        """Fingerprint of how pages are read today."""
        return reading_fingerprint(open_engine())

    @cached_property
    def understanding(self) -> str:
        """Fingerprint of how documents are understood today."""
        return understanding_fingerprint(self.reference)

    @property
    def fingerprints(self) -> tuple[str, str]:
        """Reading and understanding of today, as a manifest carries them."""
        return self.reading, self.understanding

    @cached_property
    def person_key(self) -> bytes:
        """The key of the fingerprints of personal numbers."""
        return (self.settings.person_key or _own_person_key(self.settings)).encode()


@contextmanager
def open_services(
    settings: Settings, *, check_index: bool = True, background: bool = False
) -> Iterator[Services]:
    """Open store and index, ready for use, and close them afterwards.

    Without `check_index` an index of another schema version is no error: it is about to be rebuilt.
    In the `background` pages are read by processes that give way to others.
    """
    scratch.wipe_leftovers(settings.data)
    store = open_store(settings.store, settings)
    index = open_index(settings.index, settings)
    # Looked at before they are loaded: a table stored in between is noticed at the next look.
    tables = stored_version(store)
    services = Services(settings, store, index, load_reference(load_overlays(store)), tables, background)
    try:
        if check_index:
            index.prepare()
        yield services
    except BaseException:
        services.stop()
        raise
    finally:
        services._pools.close()
        index.close()


def _own_person_key(settings: Settings) -> str:
    """The embedded default's key, made on first use beside the store, never in it."""
    if not settings.embedded:
        raise ConfigError("Set SOHOA_PERSON_KEY (or SOHOA_PERSON_KEY_FILE) to a long random secret.")
    path = settings.data / "person.key"
    settings.data.mkdir(mode=0o700, parents=True, exist_ok=True)
    made = path.with_name(f"person.key.{secrets.token_hex(4)}")
    if not path.exists():
        made.touch(mode=0o600)
        made.write_text(secrets.token_hex(32), encoding="ascii")
        try:
            path.hardlink_to(made)
        except FileExistsError:
            pass  # Another process was first; its key is the one.
        finally:
            made.unlink()
    return path.read_text(encoding="ascii")
