"""Close a submission: write down what became of every file, then empty its inbox."""

from collections.abc import Sequence

from core.model import Dossier
from dossiers import records
from dossiers.documents import Settled
from dossiers.records import FileOutcome, LedgerEntry, Submission
from storage import keys
from storage.store import ObjectStore


def close_submission(
    store: ObjectStore, submission: Submission, settled: Sequence[Settled], dossier: Dossier
) -> LedgerEntry:
    """Write the ledger line, then delete the inbox copy, the seal last.

    A kill in between leaves the seal, so the next run finds the work and finishes it.
    """
    outcomes = tuple(
        FileOutcome(
            sha256=item.file.sha256,
            size_bytes=item.file.size_bytes,
            state="archived" if item.manifest else "quarantined",
            code=item.rejected.code if item.rejected else None,
        )
        for item in settled
    )
    entry = LedgerEntry(submission.id, dossier.id, outcomes, records.now())
    records.save(store, keys.ledger_key(submission.submitted_at.date(), submission.id), entry)
    for file in submission.files:
        store.delete(file.key)
    store.delete(keys.submission_key(submission.id))
    return entry
