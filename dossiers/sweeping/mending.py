"""Mends single differences, each without losing anything; True when it is mended."""

from dataclasses import replace

from core import codec
from core.codec import Undecodable
from core.errors import Conflict
from core.model import Dossier, DossierState, Manifest
from dossiers import records
from dossiers.assembly import rebuild_dossier
from dossiers.claims import SCHEMA, Claim
from dossiers.indexing import entry_of, index_recorded
from dossiers.ledger import archived
from dossiers.records import FileOutcome, LedgerEntry, QuarantineReason
from dossiers.redelivering import Kept, deliver_again
from dossiers.services import Services
from dossiers.sweeping.model import Difference
from dossiers.sweeping.recorded import indexed_generation
from storage import keys


def free_claim(services: Services, difference: Difference) -> bool:
    """Mark a claim as released, unless somebody wrote it meanwhile."""
    key = keys.claim_key(difference.subject)
    blob = services.store.get(key)
    try:
        claim = codec.decode(blob.data, Claim, SCHEMA)
    except Undecodable:
        claim = Claim("damaged", "nobody")
    try:
        services.store.put(key, codec.encode(replace(claim, released=True), SCHEMA), if_match=blob.etag)
    except Conflict:
        return False
    return True


def index_dossier(services: Services, difference: Difference) -> bool:
    """Index a dossier as its record stands."""
    record = records.load(services.store, keys.dossier_key(difference.subject), Dossier)[0]
    services.index.add([entry_of(services, record)])
    return indexed_generation(services.index, record.id) >= record.generation


def raise_generation(services: Services, difference: Difference) -> bool:
    """Number a record above what the index has seen of it, so that the index takes it again."""
    key = keys.dossier_key(difference.subject)
    record, etag = records.load(services.store, key, Dossier)
    indexed = indexed_generation(services.index, record.id)
    if indexed > record.generation:
        records.save(services.store, key, replace(record, generation=indexed + 1), if_match=etag)
    return index_dossier(services, difference)


def drop_from_index(services: Services, difference: Difference) -> bool:
    """Take a dossier out of the index that must not be found any more."""
    indexed = indexed_generation(services.index, difference.subject)
    found = records.find(services.store, keys.dossier_key(difference.subject), Dossier)
    services.index.remove(difference.subject, max(indexed, found[0].generation if found else 0))
    return not indexed_generation(services.index, difference.subject)


def claim_code(services: Services, difference: Difference) -> bool:
    """Claim the code a record carries, or merge the dossier into the one that has it."""
    index_recorded(services, rebuild_dossier(services, difference.subject))
    return True


def read_from_original(services: Services, difference: Difference) -> str:
    """Deliver the original of a document without manifest to its dossier again; the new submission."""
    dossier = records.load_dossier(services.store, difference.detail)
    names = {member.sha256: member.name for member in dossier.documents}
    kept = Kept(difference.subject, names.get(difference.subject, ""))
    return deliver_again(services, f"reread {difference.subject}", [kept], dossier).id


def write_ledger(services: Services, difference: Difference) -> bool:
    """Write a lost ledger line anew where the submission's id proves which files it had.

    The id is a hash of the files: if those of the dossier give it, they are the ones.
    """
    store, submission = services.store, difference.subject
    name, _, damaged_line = difference.detail.partition(" ")
    dossier = records.load_dossier(store, name)
    if submission != records.submission_id([member.sha256 for member in dossier.documents], None):
        return False
    outcomes = tuple(_outcome(services, member.sha256, member.state) for member in dossier.documents)
    entry = LedgerEntry(submission, dossier.id, outcomes, dossier.updated_at or records.now())
    records.save(store, damaged_line or keys.ledger_key(entry.closed_at.date(), submission), entry)
    return True


def _outcome(services: Services, sha256: str, state: DossierState) -> FileOutcome:
    store = services.store
    if state is DossierState.QUARANTINED:
        reason = records.find(store, keys.quarantine_key(sha256, "reason.json"), QuarantineReason)
        kept = next(iter(store.list(keys.quarantine_key(sha256, "original."))), None)
        code = reason[0].code if reason else None
        return FileOutcome(sha256, kept.size_bytes if kept else 0, "quarantined", code)
    places = (keys.document_key(sha256, "original."), keys.restricted_key(sha256, "original."))
    sizes = [info.size_bytes for place in places for info in store.list(place)]
    manifest = records.load(store, keys.document_key(sha256, "manifest.json"), Manifest)[0]
    return archived(manifest, sizes[0] if sizes else 0, known=False)
