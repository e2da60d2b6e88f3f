"""Have quarantined and failing work read again: chosen by submission, dossier, cause, or all of it."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

from core import codec
from core.codec import Undecodable
from core.errors import ConfigError, Conflict, NotFound
from core.model import Dossier, DossierState
from dossiers import records, scratch
from dossiers.claims import SCHEMA, Claim
from dossiers.giving_up import original_of
from dossiers.intake import load_submission, waiting
from dossiers.reading_ahead import read_ahead
from dossiers.records import BULK, QuarantineReason, Submission
from dossiers.redelivering import Kept, deliver_again
from dossiers.services import Services
from dossiers.sweeping.sorting import Spill, side_by_side
from pipeline.extract.marks import SECRECY_MARK
from storage import keys

Run = Callable[[str], bool]
"""Has a sealed submission digitized, by the workers or here and now; whether that went well."""

SENT, READ, KEPT, FAILED, NO_ORIGINAL = "sent", "read", "kept", "failed", "no_original"


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be read again."""

    names: tuple[frozenset[str], ...] = ()
    """Submissions and dossiers, each with all the ids it goes by."""
    cause: str | None = None
    """A reason of quarantine, or what given up work failed of."""
    every: bool = False
    """All but secret papers, which a person releases one by one."""
    lane: str = BULK

    def wants(self, ids: set[str | None], causes: set[str | None]) -> bool:
        """Whether work of these ids that failed for these causes is meant."""
        if self.names or self.cause:
            return any(name & ids for name in self.names) or (self.cause or "") in causes
        return self.every and SECRECY_MARK not in causes


@dataclass(frozen=True, slots=True)
class Retried:
    """One submission that was put back."""

    submission: str
    """The one that had failed."""
    again: str
    """The one that was made of it; the same where it still lay in the inbox."""
    dossier: str
    files: int
    cause: str
    outcome: str
    """sent, read, kept (apart once more), failed, or no_original."""


def retry(services: Services, wish: Wish, run: Run, *, sends: bool) -> Iterator[Retried]:
    """Put back what is meant, one submission after another.

    Args:
        services: store and index.
        wish: what to choose; something must be named.
        run: digitizes a submission, or sends it to those who do.
        sends: whether `run` only sends it.

    Raises:
        ConfigError: nothing is named.
        NotFound: one of the names fits nothing.
    """
    if not (wish.names or wish.cause or wish.every):
        raise ConfigError("Name submissions, dossiers, --cause CODE or --all.", code="nothing_named")
    unseen = set(wish.names)
    for found in _all(services, wish, run, sends):
        unseen = {name for name in unseen if not name & {found.submission, found.dossier}}
        yield found
    if unseen:
        name = min(min(unseen))
        raise NotFound(f"{name} has nothing that failed or is kept apart.", code="nothing_to_retry")


def by_cause(retried: Sequence[Retried]) -> dict[str, int]:
    """Files put back, by the cause of their failure."""
    return dict(sum((Counter({one.cause: one.files}) for one in retried), Counter[str]()))


def _all(services: Services, wish: Wish, run: Run, sends: bool) -> Iterator[Retried]:
    with scratch.folder(services.settings.data) as folder:
        chosen = Spill(folder / "chosen")
        for reason in unresolved(services):
            if wish.wants({reason.submission, reason.dossier}, {reason.code, reason.cause}):
                chosen.add(reason.submission, "file", reason.sha256)
        failing = [one for one in waiting(services.store) if _is_meant(services, wish, one)]
        for submission, rows in side_by_side(chosen.rows()):
            yield from _redelivered(services, wish, submission, [row[2] for row in rows], run, sends)
    for submission in failing:
        yield _resumed(services, submission, run, sends)


def unresolved(services: Services) -> Iterator[QuarantineReason]:
    """Why each file is kept apart that is so still."""
    listed = (info.key for info in services.store.list(keys.QUARANTINE) if info.key.endswith("/reason.json"))
    for reason in read_ahead(partial(_found, services), listed):
        if reason and not reason.resolved_at:
            yield reason


def _found(services: Services, key: str) -> QuarantineReason | None:
    try:
        return records.load(services.store, key, QuarantineReason)[0]
    except (NotFound, Undecodable):
        return None  # The sweep tells of it.


def _redelivered(
    services: Services, wish: Wish, submission: str, hashes: list[str], run: Run, sends: bool
) -> Iterator[Retried]:
    """The files of one submission, together: they made one dossier."""
    store = services.store
    reasons = [_reason(services, sha256) for sha256 in hashes]
    dossier = _dossier(services, reasons)
    open_ = [one for one in reasons if _is_open(dossier, one.sha256)]
    kept = [Kept(one.sha256, one.name) for one in open_ if original_of(store, one.sha256)]
    name = dossier.id if dossier else (reasons[0].dossier or "")
    cause = reasons[0].cause or reasons[0].code
    if len(kept) < len(open_):
        yield Retried(submission, submission, name, len(open_) - len(kept), cause, NO_ORIGINAL)
    if kept:
        sealed = deliver_again(services, submission, kept, dossier, wish.lane)
        fine = run(sealed.id)
        again = {one.sha256 for one in kept if not _reason(services, one.sha256).resolved_at}
        done = SENT if sends else KEPT if again else READ
        name = name or sealed.dossier_id
        yield Retried(submission, sealed.id, name, len(kept), cause, done if fine else FAILED)


def _resumed(services: Services, submission: str, run: Run, sends: bool) -> Retried:
    """Work that failed and still lies in the inbox begins to count anew."""
    sealed = load_submission(services.store, submission)
    blob = services.store.get(keys.claim_key(submission))
    claim = codec.decode(blob.data, Claim, SCHEMA)
    cause = claim.failures[-1].code
    try:
        fresh = codec.encode(replace(claim, failures=(), deaths=0), SCHEMA)
        services.store.put(keys.claim_key(submission), fresh, if_match=blob.etag)
    except Conflict:
        fine = True  # Somebody is at it right now.
    else:
        fine = run(submission)
    done = (SENT if sends else READ) if fine else FAILED
    return Retried(submission, submission, sealed.dossier_id, len(sealed.files), cause, done)


def _is_meant(services: Services, wish: Wish, submission: str) -> bool:
    try:
        claim = codec.decode(services.store.get(keys.claim_key(submission)).data, Claim, SCHEMA)
        sealed = records.load(services.store, keys.submission_key(submission), Submission)[0]
    except (NotFound, Undecodable):
        return False
    if not claim.failures or not claim.released:
        return False
    return wish.wants({submission, sealed.dossier_id}, {claim.failures[-1].code})


def _reason(services: Services, sha256: str) -> QuarantineReason:
    return records.load(services.store, keys.quarantine_key(sha256, "reason.json"), QuarantineReason)[0]


def _dossier(services: Services, reasons: list[QuarantineReason]) -> Dossier | None:
    """The dossier the files belong to; reasons of earlier versions don't name it."""
    name = reasons[0].dossier or records.dossier_id(one.sha256 for one in reasons)
    try:
        return records.load_dossier(services.store, name)
    except (NotFound, Undecodable):
        return None


def _is_open(dossier: Dossier | None, sha256: str) -> bool:
    """Whether the file is still kept apart from its dossier."""
    members = dossier.documents if dossier else ()
    states = {member.state for member in members if member.sha256 == sha256}
    return not states or DossierState.QUARANTINED in states
