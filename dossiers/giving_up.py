"""Set a submission apart that failed again and again: originals kept, the cause written down."""

from dataclasses import dataclass
from pathlib import Path

from core.codec import Undecodable
from core.errors import NotFound
from core.model import Dossier, DossierState, Manifest
from dossiers import records
from dossiers.assembly import record_dossier
from dossiers.claims import Failure
from dossiers.documents import Rejected, Settled
from dossiers.failing import failure_of
from dossiers.indexing import index_recorded
from dossiers.ledger import close_submission
from dossiers.records import QuarantineReason, Submission, SubmittedFile
from dossiers.services import Services
from storage import keys
from storage.store import ObjectInfo, ObjectStore

GAVE_UP = "gave_up"


@dataclass(frozen=True, slots=True)
class GivenUp:
    """What became of the submission."""

    settled: tuple[Settled, ...]
    dossier: Dossier


def give_up(
    services: Services, submission: Submission, failure: Failure, tries: int, folder: Path
) -> GivenUp:
    """Move the files to quarantine with the cause, record that in the dossier, and close the submission.

    Files its dossier has already are left as they are there. Where the dossier's record itself can't be
    written for a cause no wait can mend, the ledger alone tells; the sweep shows that record then.

    Raises:
        Unavailable: store or index can't be used; repeating finishes it.
    """
    store = services.store
    had = _had_before(store, submission)
    files = {file.sha256: file for file in submission.files}.values()
    settled = tuple(
        had.get(file.sha256) or _set_apart(store, submission, file, failure, tries, folder) for file in files
    )
    dossier = _recorded(services, submission, settled)
    close_submission(store, submission, settled, dossier)
    return GivenUp(settled, dossier)


def original_of(store: ObjectStore, sha256: str) -> ObjectInfo | None:
    """Where the original of a file lies, whatever became of it; None when it is nowhere."""
    for place in (keys.quarantine_key, keys.document_key, keys.restricted_key):
        found = next(iter(store.list(place(sha256, "original."))), None)
        if found:
            return found
    return None


def _set_apart(
    store: ObjectStore,
    submission: Submission,
    file: SubmittedFile,
    failure: Failure,
    tries: int,
    folder: Path,
) -> Settled:
    if not original_of(store, file.sha256):
        path = folder / f"given-up-{file.sha256}"
        try:
            store.download(file.key, path)
            store.put(keys.quarantine_key(file.sha256, f"original{Path(file.key).suffix}"), path)
        except NotFound:
            pass  # It never came, or was taken away; the reason stays without an original.
        finally:
            path.unlink(missing_ok=True)
    message = f"Digitizing failed {tries} times ({failure.kind or failure.code}); see `sohoa retry`."
    reason = QuarantineReason(
        sha256=file.sha256,
        code=GAVE_UP,
        message=message,
        name=file.name,
        submission=submission.id,
        quarantined_at=records.now(),
        dossier=submission.dossier_id,
        cause=failure.code,
        kind=failure.kind,
        tries=tries,
    )
    records.save(store, keys.quarantine_key(file.sha256, "reason.json"), reason)
    return Settled(file, rejected=Rejected(GAVE_UP, message))


def _had_before(store: ObjectStore, submission: Submission) -> dict[str, Settled]:
    """Files of the submission that its dossier had from earlier deliveries."""
    try:
        dossier = records.load_dossier(store, submission.dossier_id)
    except (NotFound, Undecodable):
        return {}
    if submission.id in dossier.submissions:
        return {}  # An earlier try came as far as the record; which papers it added is not known any more.
    read = {one.sha256 for one in dossier.documents if one.state is not DossierState.QUARANTINED}
    had = {}
    for file in submission.files:
        manifest = records.find(store, keys.document_key(file.sha256, "manifest.json"), Manifest)
        if file.sha256 in read and manifest:
            had[file.sha256] = Settled(file, manifest[0], known=True)
    return had


def _recorded(services: Services, submission: Submission, settled: tuple[Settled, ...]) -> Dossier:
    try:
        recorded = record_dossier(services, submission, settled)
        index_recorded(services, recorded)
    except Exception as exc:
        if failure_of(exc) is None:
            raise
        return Dossier(submission.dossier_id, 0, DossierState.QUARANTINED)
    return recorded.dossier
