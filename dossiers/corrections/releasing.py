"""A file that was taken for a secret paper, let go by a person: delivered again and read."""

from core.errors import NotFound
from core.model import Dossier, DossierState, Member
from dossiers import records, scratch
from dossiers.corrections.finding import is_let_go
from dossiers.ingest import digitize
from dossiers.records import Submission, SubmittedFile
from dossiers.services import Services
from storage import keys


def read_let_go(services: Services, dossier: Dossier) -> Dossier:
    """Read every file of the dossier that was let go and still lies in quarantine only."""
    waiting = [
        member
        for member in dossier.documents
        if member.state is DossierState.QUARANTINED and is_let_go(services.store, dossier.id, member.sha256)
    ]
    for member in waiting:
        submission = _delivered_again(services, dossier, member)
        digitize(services, submission.id)
    return records.load_dossier(services.store, dossier.id) if waiting else dossier


def _delivered_again(services: Services, dossier: Dossier, member: Member) -> Submission:
    """Put the quarantined file into the inbox and seal it, as if it had just come in."""
    store = services.store
    original = next(iter(store.list(keys.quarantine_key(member.sha256, "original."))), None)
    if original is None:
        raise NotFound("The file is no longer in quarantine; hand it in again.")
    name = f"s-{member.sha256[:16]}-{dossier.generation}"
    extension = original.key.rpartition(".")[2]
    file = SubmittedFile(keys.inbox_key(name, 1, extension), member.name, original.size_bytes, member.sha256)
    with scratch.folder(services.settings.data) as folder:
        path = folder / f"1.{extension}"
        store.download(original.key, path)
        store.put(file.key, path)
    sealed = Submission(name, (file,), records.now(), branch=dossier.branch, dossier=dossier.id)
    records.save(store, keys.submission_key(name), sealed)
    return sealed
