"""The corrections of a dossier as they lie in the store."""

from core.errors import NotFound
from core.model import Dossier
from dossiers import records
from dossiers.corrections.model import Correction, Kind
from dossiers.corrections.settling import Settled, settle
from storage import keys
from storage.store import ObjectStore

LET_GO = "released"
"""New value of a file that was taken for a secret paper and released from quarantine."""


def find_corrections(store: ObjectStore, dossier: Dossier) -> list[Correction]:
    """Every correction of the dossier and of those merged into it, as they were made."""
    found = list[Correction]()
    for name in (dossier.id, *dossier.absorbed):
        listed = [
            (info.key.rpartition("/")[2].partition("-")[0], info.key)
            for info in store.list(keys.corrections_prefix(name))
        ]
        read = [(generation, one[0]) for generation, key in listed if (one := _load(store, key))]
        found += [one for _, one in sorted(read, key=lambda entry: (entry[0], entry[1].time, entry[1].id))]
    return found


def settled_corrections(store: ObjectStore, dossier: Dossier) -> Settled:
    """The corrections in force; one listing, and nothing more where there are none."""
    return settle(find_corrections(store, dossier), dossier.corrections, dossier.refused)


def corrections_of(store: ObjectStore, dossier: Dossier) -> tuple[Correction, ...]:
    """The corrections that a dossier's record names, in the order they were accepted."""
    if not dossier.corrections:
        return ()
    by_id = {one.id: one for one in find_corrections(store, dossier)}
    return tuple(by_id[name] for name in dossier.corrections if name in by_id)


def is_let_go(store: ObjectStore, dossier: str, sha256: str) -> bool:
    """Whether a person said of a file of this dossier that it is no secret paper."""
    try:
        settled = settled_corrections(store, records.load_dossier(store, dossier))
    except NotFound:
        return False
    return any(
        (one.kind, one.target.document, one.new) == (Kind.RELEASE, sha256, LET_GO) for one in settled.accepted
    )


def _load(store: ObjectStore, key: str) -> tuple[Correction, str] | None:
    """One correction; None when the person who came second took it back since it was listed."""
    return records.find(store, key, Correction)
