"""Close a submission: write down what became of every file, then empty its inbox."""

from collections.abc import Sequence
from dataclasses import replace

from core.model import Dossier, Manifest
from dossiers import records
from dossiers.documents import Settled
from dossiers.records import FileOutcome, LedgerEntry, QuarantineReason, Submission
from storage import keys
from storage.store import ObjectStore


def close_submission(
    store: ObjectStore, submission: Submission, settled: Sequence[Settled], dossier: Dossier
) -> LedgerEntry:
    """Write the ledger line, then delete the inbox copy, the seal last.

    A kill in between leaves the seal, so the next run finds the work and finishes it.
    """
    outcomes = tuple(map(_outcome, settled))
    entry = LedgerEntry(submission.id, dossier.id, outcomes, records.now(), submission.submitted_at)
    for item in settled:
        if item.manifest:
            _resolve(store, item.file.sha256, {submission.dossier_id, dossier.id})
    records.save(store, keys.ledger_key(submission.submitted_at.date(), submission.id), entry)
    for file in submission.files:
        store.delete(file.key)
    store.delete(keys.submission_key(submission.id))
    return entry


def _outcome(item: Settled) -> FileOutcome:
    file, manifest = item.file, item.manifest
    if not manifest:
        code = item.rejected.code if item.rejected else None
        return FileOutcome(file.sha256, file.size_bytes, "quarantined", code)
    return archived(manifest, file.size_bytes, known=item.known)


def archived(manifest: Manifest, size_bytes: int, *, known: bool) -> FileOutcome:
    """What the ledger says of an archived file."""
    document = manifest.document
    return FileOutcome(
        sha256=manifest.sha256,
        size_bytes=size_bytes,
        state="archived",
        known=known,
        pages=document.page_count,
        failed_pages=sum(state.failed for state in document.page_states),
        confidence=round(document.confidence, 4),
        text=manifest.text,
    )


def _resolve(store: ObjectStore, sha256: str, dossiers: set[str]) -> None:
    """Note on the reason why a file was kept apart from one of these dossiers that it is archived now."""
    key = keys.quarantine_key(sha256, "reason.json")
    found = records.find(store, key, QuarantineReason)
    if found and not found[0].resolved_at and (found[0].dossier is None or found[0].dossier in dossiers):
        records.save(store, key, replace(found[0], resolved_at=records.now()))
