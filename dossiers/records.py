"""What is written beside the archive: submissions, claims of codes, the ledger, quarantine reasons."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import TypeVar

from core import codec
from core.errors import NotFound
from core.model import Dossier, Manifest, TextMeasure
from dossiers.corrections.model import Correction
from storage import keys
from storage.store import ObjectStore

Record = TypeVar("Record")

URGENT, BULK = "urgent", "bulk"
LANES = (URGENT, BULK)


@dataclass(frozen=True, slots=True)
class SubmittedFile:
    """One file of a delivery."""

    key: str
    """Where it waits in the inbox."""
    name: str
    """As handed in; shown to people, never part of a key of ours."""
    size_bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Submission:
    """One delivery, sealed: every file it names was uploaded before it was written."""

    id: str
    files: tuple[SubmittedFile, ...]
    submitted_at: datetime
    lane: str = BULK
    branch: str | None = None
    dossier: str | None = None
    """The dossier these files join; None makes (or finds) one of their own."""
    name: str = ""
    """Name of the folder or file it came from."""
    account: str = "local"

    @property
    def dossier_id(self) -> str:
        """The dossier this delivery belongs to before codes are known."""
        return self.dossier or dossier_id(file.sha256 for file in self.files)


@dataclass(frozen=True, slots=True)
class FileOutcome:
    """How a file ended: archived, or quarantined with a code."""

    sha256: str
    size_bytes: int
    state: str
    """archived or quarantined."""
    code: str | None = None
    """Slug of the reason when quarantined."""
    known: bool = False
    """Whether the archive had it before, so that nothing was read."""
    pages: int = 0
    failed_pages: int = 0
    confidence: float = 0.0
    """Mean of its words, 0 to 1."""
    text: TextMeasure | None = None


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """Proof of what became of a submission; written before its inbox copy is deleted."""

    submission: str
    dossier: str
    files: tuple[FileOutcome, ...]
    closed_at: datetime
    submitted_at: datetime | None = None
    """When it was sealed; None in lines of earlier versions."""


@dataclass(frozen=True, slots=True)
class QuarantineReason:
    """Why a file is kept apart, for the person who will look at it."""

    sha256: str
    code: str
    message: str
    name: str
    submission: str
    quarantined_at: datetime
    dossier: str | None = None
    """The dossier it was delivered to; None in reasons of earlier versions."""
    cause: str | None = None
    """What it failed of each time, when it was given up."""
    kind: str = ""
    """Class of that error."""
    tries: int = 0
    """How often it was tried before it was given up."""
    resolved_at: datetime | None = None
    """When the file was archived after all."""


@dataclass(frozen=True, slots=True)
class CodeClaim:
    """The dossier that owns a dossier code; written once."""

    dossier: str


SCHEMAS: dict[type, str] = {
    Submission: "sohoa.submission/1",
    LedgerEntry: "sohoa.ledger/1",
    QuarantineReason: "sohoa.quarantine/1",
    CodeClaim: "sohoa.code/1",
    Correction: "sohoa.correction/1",
    Dossier: "sohoa.dossier/1",
    Manifest: "sohoa.manifest/1",
}


def dossier_id(hashes: Iterable[str]) -> str:
    """The id of the dossier whose first submission had files with these sha256."""
    return "d-" + sha256("\n".join(sorted(set(hashes))).encode()).hexdigest()[:20]


def submission_id(hashes: Iterable[str], dossier: str | None) -> str:
    """The same files for the same dossier are the same submission, so a repeat is recognised."""
    content = "\n".join([dossier or "", *sorted(set(hashes))])
    return "s-" + sha256(content.encode()).hexdigest()[:20]


def load(store: ObjectStore, key: str, kind: type[Record]) -> tuple[Record, str]:
    """Read a record and the etag to write it back with; `NotFound` when there is none."""
    blob = store.get(key)
    return codec.decode(blob.data, kind, SCHEMAS[kind]), blob.etag


def find(store: ObjectStore, key: str, kind: type[Record]) -> tuple[Record, str] | None:
    """Like `load`, with None when there is no such record."""
    try:
        return load(store, key, kind)
    except NotFound:
        return None


def save(
    store: ObjectStore,
    key: str,
    record: object,
    *,
    if_absent: bool = False,
    if_match: str | None = None,
) -> str:
    """Write a record and return its etag; `Conflict` when the condition does not hold."""
    data = codec.encode(record, SCHEMAS[type(record)])
    return store.put(key, data, if_absent=if_absent, if_match=if_match, media_type="application/json")


def load_dossier(store: ObjectStore, dossier: str) -> Dossier:
    """The dossier called `dossier`, or the one it was merged into.

    Raises:
        NotFound: there is no such dossier.
    """
    found, _ = load(store, keys.dossier_key(dossier), Dossier)
    return load_dossier(store, found.merged_into) if found.merged_into else found


def now() -> datetime:
    """The present instant, aware UTC, to the second."""
    return datetime.now(UTC).replace(microsecond=0)
