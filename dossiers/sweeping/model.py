"""What a sweep finds, and what it carries along while it walks."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TypeVar

from core.codec import Undecodable
from core.errors import NotFound
from dossiers import records
from dossiers.reading_ahead import ahead
from dossiers.services import Services
from dossiers.sweeping.sorting import Spill
from storage.store import ObjectInfo, ObjectStore

Item = TypeVar("Item")
Result = TypeVar("Result")
Record = TypeVar("Record")


@dataclass(frozen=True, slots=True)
class Difference:
    """Something that is not as it must be."""

    code: str
    """Stable slug; `dossiers.sweeping.kinds` has its sentence."""
    subject: str
    """Id of a submission, dossier, document (sha256) or dossier code, or the key of an object."""
    detail: str = ""
    """Keys and ids that help to look into it; never a name of a file or person."""


@dataclass(frozen=True, slots=True)
class Suspect:
    """A difference seen while others go on working; `still` looks again, a moment later."""

    difference: Difference
    still: Callable[[], bool]


@dataclass(frozen=True, slots=True)
class Unreadable:
    """In place of a record that could not be read."""

    missing: bool
    """Deleted since it was listed; else damaged."""


@dataclass(frozen=True, slots=True)
class Round:
    """One sweep: what it works with, what it has counted, and who named what so far."""

    services: Services
    pool: ThreadPoolExecutor
    folder: Path
    """Private scratch folder of the sorted rows."""
    quiet_seconds: float
    """What is younger may belong to work under way."""
    originals: bool = False
    """Whether to compare the content of originals with their sha256."""
    counts: Counter[str] = field(default_factory=Counter)
    documents: Spill = field(init=False)
    """sha256 · archived, quarantined, inbox · who says so."""
    dossiers: Spill = field(init=False)
    """Dossier id · code, ledger · which."""
    submissions: Spill = field(init=False)
    """Submission · inbox, ledger, damaged, dossier · key or dossier."""
    codes: Spill = field(init=False)
    """Dossier code · claim, dossier · dossier id."""

    def __post_init__(self) -> None:
        for name in ("documents", "dossiers", "submissions", "codes"):
            object.__setattr__(self, name, Spill(self.folder / name))

    def ahead(self, read: Callable[[Item], Result], items: Iterable[Item]) -> Iterator[Result]:
        """Results of `read` in the order of `items`, a few of them worked on before they are asked for."""
        return ahead(self.pool, read, items)

    def is_quiet(self, key: str) -> bool:
        """Whether the object has lain there unchanged for the quiet period; a missing one has not."""
        try:
            return age_seconds(self.services.store.info(key)) >= self.quiet_seconds
        except NotFound:
            return False


def age_seconds(info: ObjectInfo) -> float:
    """How long an object has lain unchanged, by the clock of this machine."""
    return (datetime.now(UTC) - info.modified_at).total_seconds()


def read_record(store: ObjectStore, key: str, kind: type[Record]) -> Record | Unreadable:
    """A stored record, or why it can't be read."""
    try:
        return records.load(store, key, kind)[0]
    except NotFound:
        return Unreadable(missing=True)
    except Undecodable:
        return Unreadable(missing=False)


def exists(store: ObjectStore, key: str) -> bool:
    """Whether there is an object of this key."""
    try:
        store.info(key)
    except NotFound:
        return False
    return True


def damaged(round_: Round, key: str, kind: type[object]) -> Suspect:
    """A record that can't be decoded."""

    def still() -> bool:
        found = read_record(round_.services.store, key, kind)
        return isinstance(found, Unreadable) and not found.missing

    return Suspect(Difference("object_damaged", key), still)


def foreign(store: ObjectStore, key: str, folder: str) -> Suspect:
    """Nothing of ours can have written this object; its name may tell of a person and is not told."""
    return Suspect(Difference("object_foreign", f"{folder}…"), partial(exists, store, key))
