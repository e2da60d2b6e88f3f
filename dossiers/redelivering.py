"""Put files that are kept already into the inbox again, as if they had just come in."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256 as new_sha256

from core.errors import NotFound
from core.model import Dossier
from dossiers import records, scratch
from dossiers.giving_up import original_of
from dossiers.records import BULK, Submission, SubmittedFile
from dossiers.services import Services
from storage import keys


@dataclass(frozen=True, slots=True)
class Kept:
    """A file whose original is kept in quarantine or archive."""

    sha256: str
    name: str
    """As it was handed in."""


def deliver_again(
    services: Services, origin: str, files: Sequence[Kept], dossier: Dossier | None, lane: str = BULK
) -> Submission:
    """Seal a submission of copies of the originals; while nothing came of it, repeating makes the same one.

    Args:
        services: store and settings.
        origin: what is done again, such as the id of an earlier submission.
        files: they go to one dossier together.
        dossier: where they belong; None makes, or finds, the one of these files.
        lane: urgent or bulk.

    Raises:
        NotFound: an original is nowhere.
    """
    store = services.store
    generation = dossier.generation if dossier else 0
    content = "\n".join([origin, str(generation), *sorted(file.sha256 for file in files)])
    name = f"s-{new_sha256(content.encode()).hexdigest()[:20]}"
    submitted = []
    with scratch.folder(services.settings.data) as folder:
        for number, file in enumerate(files, start=1):
            original = original_of(store, file.sha256)
            if original is None:
                raise NotFound("The original is no longer kept; hand the file in again.", code="no_original")
            extension = original.key.rpartition(".")[2]
            key, path = keys.inbox_key(name, number, extension), folder / f"{number}"
            store.download(original.key, path)
            store.put(key, path)
            path.unlink()
            submitted.append(SubmittedFile(key, file.name, original.size_bytes, file.sha256))
    branch = dossier.branch if dossier else services.settings.branch
    sealed = Submission(
        name, tuple(submitted), records.now(), lane, branch, dossier.id if dossier else None, account="retry"
    )
    records.save(store, keys.submission_key(name), sealed)
    return sealed
