"""The inbox beside the claims: every file is pending or in somebody's hands."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial

from core import codec
from core.codec import Undecodable
from core.errors import NotFound
from dossiers import owner
from dossiers.claims import SCHEMA, Claim
from dossiers.intake import SEAL
from dossiers.records import Submission, SubmittedFile
from dossiers.sweeping.model import (
    Difference,
    Round,
    Suspect,
    Unreadable,
    age_seconds,
    damaged,
    exists,
    foreign,
    read_record,
)
from dossiers.sweeping.sorting import Row, side_by_side
from storage import keys
from storage.store import ObjectInfo, ObjectStore

SKEW_SECONDS = 900.0
"""No S3 server talks to a machine whose clock is further off than this."""


@dataclass(frozen=True, slots=True)
class _Place:
    """What lies under one submission's id."""

    submission: str
    files: dict[str, ObjectInfo]
    """Key → object below its folder in the inbox."""
    claim: ObjectInfo | None
    sealed: Submission | Unreadable | None
    """None when there is no seal."""
    held: Claim | Unreadable | None


def check_inbox(round_: Round) -> Iterator[Suspect]:
    """Compare inbox and claims, and note what waits for later comparisons."""
    strange = list[Suspect]()
    streams = _inbox(round_, strange), _claims(round_, strange)
    for place in round_.ahead(partial(_read, round_.services.store), _places(streams)):
        yield from _pop(strange)
        round_.counts["inbox_files"] += sum(not key.endswith(f"/{SEAL}") for key in place.files)
        if isinstance(place.sealed, Submission) and place.sealed.id == place.submission:
            yield from _sealed(round_, place, place.sealed)
        elif place.sealed:
            yield damaged(round_, keys.submission_key(place.submission), Submission)
        elif place.files:
            yield from _unsealed(round_, place)
        else:
            yield from _finished(round_, place)
    yield from _pop(strange)


def is_free(held: Claim | Unreadable) -> bool:
    """Whether nobody holds the submission: there is no claim, or it was released."""
    return held.missing if isinstance(held, Unreadable) else held.released


def claim_state(held: Claim | Unreadable | None, info: ObjectInfo | None, lease_seconds: float) -> str:
    """free, held, dead or damaged."""
    if held is None or info is None or is_free(held):
        return "free"
    if isinstance(held, Unreadable):
        return "damaged"
    silent = age_seconds(info) > lease_seconds + SKEW_SECONDS
    return "dead" if owner.is_dead(held.owner) or silent else "held"


def read_claim(store: ObjectStore, submission: str) -> Claim | Unreadable:
    """The claim on a submission, or why it can't be read."""
    try:
        return codec.decode(store.get(keys.claim_key(submission)).data, Claim, SCHEMA)
    except NotFound:
        return Unreadable(missing=True)
    except Undecodable:
        return Unreadable(missing=False)


def _sealed(round_: Round, place: _Place, sealed: Submission) -> Iterator[Suspect]:
    store, submission = round_.services.store, sealed.id
    round_.submissions.add(submission, "inbox")
    for file in sealed.files:
        round_.documents.add(file.sha256, "inbox", submission)
        if file.key not in place.files:
            difference = Difference("upload_missing", submission, f"sha256 {file.sha256}")
            yield Suspect(difference, partial(_is_missing, store, submission, file))
    unnamed = place.files.keys() - {file.key for file in sealed.files} - {keys.submission_key(submission)}
    if unnamed:
        difference = Difference("upload_unnamed", submission, f"{len(unnamed)}")
        yield Suspect(difference, partial(exists, store, next(iter(unnamed))))
    state = claim_state(place.held, place.claim, round_.services.settings.lease_seconds)
    round_.counts["claimed" if state == "held" else "waiting"] += 1
    if state == "dead":
        difference = Difference("work_abandoned", submission)
        yield Suspect(difference, partial(_is_abandoned, round_, submission))
    elif state == "damaged":
        yield _damaged_claim(store, submission)


def _unsealed(round_: Round, place: _Place) -> Iterator[Suspect]:
    newest = max(place.files.values(), key=lambda info: info.modified_at)
    round_.counts["unsealed"] += 1
    if round_.is_quiet(newest.key):
        difference = Difference("upload_unsealed", place.submission, f"{len(place.files)}")
        seal = keys.submission_key(place.submission)
        yield Suspect(
            difference,
            lambda: not exists(round_.services.store, seal) and exists(round_.services.store, newest.key),
        )


def _finished(round_: Round, place: _Place) -> Iterator[Suspect]:
    """A claim without its submission keeps nobody from anything, released or left by who was killed."""
    round_.counts["claims_finished"] += 1
    if isinstance(place.held, Unreadable) and not place.held.missing:
        yield _damaged_claim(round_.services.store, place.submission)


def _damaged_claim(store: ObjectStore, submission: str) -> Suspect:
    return Suspect(
        Difference("claim_damaged", submission),
        lambda: read_claim(store, submission) == Unreadable(missing=False),
    )


def _is_missing(store: ObjectStore, submission: str, file: SubmittedFile) -> bool:
    """Whether a delivered file is nowhere; while a submission is closed its files are elsewhere already."""
    places = (
        file.key,
        keys.document_key(file.sha256, "manifest.json"),
        keys.quarantine_key(file.sha256, "reason.json"),
    )
    return exists(store, keys.submission_key(submission)) and not any(exists(store, key) for key in places)


def _is_abandoned(round_: Round, submission: str) -> bool:
    store = round_.services.store
    try:
        info = store.info(keys.claim_key(submission))
    except NotFound:
        return False
    state = claim_state(read_claim(store, submission), info, round_.services.settings.lease_seconds)
    return state == "dead" and exists(store, keys.submission_key(submission))


def _places(streams: Iterable[Iterator[Row[ObjectInfo]]]) -> Iterator[_Place]:
    for key, rows in side_by_side(*streams):
        files, claim = dict[str, ObjectInfo](), None
        for _, says, info in rows:
            if says == "inbox":
                files[info.key] = info
            else:
                claim = info
        yield _Place(key.rstrip("/"), files, claim, None, None)


def _read(store: ObjectStore, place: _Place) -> _Place:
    seal = keys.submission_key(place.submission)
    sealed = read_record(store, seal, Submission) if seal in place.files else None
    if isinstance(sealed, Unreadable) and sealed.missing:
        sealed = None
    held = read_claim(store, place.submission) if place.claim else None
    files = place.files if sealed or seal not in place.files else {}
    return _Place(place.submission, files, place.claim, sealed, held)


def _inbox(round_: Round, strange: list[Suspect]) -> Iterator[Row[ObjectInfo]]:
    for info in round_.services.store.list(keys.INBOX):
        submission, slash, _ = info.key.removeprefix(keys.INBOX).partition("/")
        if slash and keys.is_submission(submission):
            yield f"{submission}/", "inbox", info
        else:
            round_.counts["inbox_files"] += 1
            strange.append(foreign(round_.services.store, info.key, keys.INBOX))


def _claims(round_: Round, strange: list[Suspect]) -> Iterator[Row[ObjectInfo]]:
    for info in round_.services.store.list(keys.CLAIMS):
        submission = info.key.removeprefix(keys.CLAIMS).removesuffix(".json")
        if keys.is_submission(submission) and info.key == keys.claim_key(submission):
            # Sorted like the inbox: both `.` and `/` stand between `-` and every digit and letter.
            yield f"{submission}/", "claim", info
        else:
            strange.append(foreign(round_.services.store, info.key, keys.CLAIMS))


def _pop(strange: list[Suspect]) -> Iterator[Suspect]:
    while strange:
        yield strange.pop()
