"""Follow a delivery from the inbox to the search hit."""

from dataclasses import dataclass

from core import codec
from core.errors import NotFound
from core.model import Dossier, DossierState
from dossiers import owner, records
from dossiers.claims import SCHEMA, Claim
from dossiers.records import QuarantineReason
from dossiers.services import Services
from storage import keys


@dataclass(frozen=True, slots=True)
class Refusal:
    """A file of the delivery that was kept apart."""

    name: str
    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Tracked:
    """Where a delivery stands."""

    state: DossierState
    """waiting, processing, or the state its dossier ended in."""
    dossier: Dossier | None = None
    refused: tuple[Refusal, ...] = ()


def track(services: Services, dossier: str, submission: str) -> Tracked:
    """Where the submission of that dossier stands.

    Raises:
        NotFound: neither the inbox nor the archive knows it.
    """
    store = services.store
    try:
        store.info(keys.submission_key(submission))
    except NotFound:
        # The seal goes last: what is recorded and no longer sealed is also searchable.
        found = records.load_dossier(store, dossier)
        if submission not in found.submissions:
            raise
        return Tracked(found.state, found, refusals(services, found))
    try:
        claim = codec.decode(store.get(keys.claim_key(submission)).data, Claim, SCHEMA)
    except NotFound:
        return Tracked(DossierState.WAITING)
    idle = claim.released or owner.is_dead(claim.owner)
    return Tracked(DossierState.WAITING if idle else DossierState.PROCESSING)


def refusals(services: Services, dossier: Dossier) -> tuple[Refusal, ...]:
    """The files of a dossier that were kept apart, with the reason of each."""
    refused = []
    for member in dossier.documents:
        if member.state is DossierState.QUARANTINED:
            key = keys.quarantine_key(member.sha256, "reason.json")
            found = records.find(services.store, key, QuarantineReason)
            code, message = (found[0].code, found[0].message) if found else ("quarantined", "")
            refused.append(Refusal(member.name, code, message))
    return tuple(refused)
