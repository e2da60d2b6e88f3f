"""Take deliveries in: upload the files, then seal the submission."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import file_digest
from pathlib import Path

from core.errors import NotFound, Unavailable
from core.text import nfc
from dossiers import records
from dossiers.records import Submission, SubmittedFile
from storage import keys
from storage.store import ObjectStore

SEAL = "_submission.json"
_EXTENSION = re.compile(r"\.([A-Za-z0-9]{1,8})$")


@dataclass(frozen=True, slots=True)
class Incoming:
    """A file on this machine with the name it was handed in under."""

    path: Path
    name: str


@dataclass(frozen=True, slots=True)
class Delivery:
    """What the person handing in says about the files."""

    name: str = ""
    lane: str = records.BULK
    branch: str | None = None
    dossier: str | None = None
    account: str = "local"


def submit(store: ObjectStore, files: Sequence[Incoming], delivery: Delivery) -> Submission:
    """Upload `files` and seal them as one submission; safe to repeat after a kill.

    Raises:
        NotFound: `delivery.dossier` names no dossier.
        Unavailable: a file can't be read or the store can't be written.
    """
    if delivery.dossier:
        records.load_dossier(store, delivery.dossier)
    hashes = [_sha256(file.path) for file in files]
    submission = records.submission_id(hashes, delivery.dossier)
    submitted = tuple(
        SubmittedFile(
            key=keys.inbox_key(submission, number, _extension(file.name)),
            name=nfc(file.name),
            size_bytes=file.path.stat().st_size,
            sha256=digest,
        )
        for number, (file, digest) in enumerate(zip(files, hashes, strict=True), start=1)
    )
    sealed = Submission(
        id=submission,
        files=submitted,
        submitted_at=records.now(),
        lane=delivery.lane,
        branch=delivery.branch,
        dossier=delivery.dossier,
        name=nfc(delivery.name),
        account=delivery.account,
    )
    if settled(store, sealed):
        return sealed
    for file, entry in zip(files, submitted, strict=True):
        store.put(entry.key, file.path)
    records.save(store, keys.submission_key(submission), sealed)
    return sealed


def settled(store: ObjectStore, submission: Submission) -> bool:
    """Whether the submission is already part of its dossier and gone from the inbox."""
    try:
        if submission.id not in records.load_dossier(store, submission.dossier_id).submissions:
            return False
    except NotFound:
        return False
    try:
        store.info(keys.submission_key(submission.id))
    except NotFound:
        return True
    return False


def load_submission(store: ObjectStore, submission: str) -> Submission:
    """A sealed submission; `NotFound` when it is not sealed or already settled."""
    return records.load(store, keys.submission_key(submission), Submission)[0]


def waiting(store: ObjectStore) -> Iterator[str]:
    """Ids of the sealed submissions not settled yet; what strangers left beside them is passed over."""
    return (submission for submission, _ in seals(store))


def seals(store: ObjectStore) -> Iterator[tuple[str, datetime]]:
    """Like `waiting`, with the moment each was sealed."""
    for info in store.list(keys.INBOX):
        submission, _, name = info.key.removeprefix(keys.INBOX).partition("/")
        if name == SEAL and keys.is_submission(submission):
            yield submission, info.modified_at


def _extension(name: str) -> str:
    found = _EXTENSION.search(name)
    return found[1].lower() if found else "bin"


def _sha256(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return file_digest(file, "sha256").hexdigest()
    except OSError as exc:
        raise Unavailable(
            f"{path.name} can't be read; check its permissions and try again.", code="unreadable_file"
        ) from exc
