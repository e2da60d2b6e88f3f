"""Renew what is known of dossiers: stored text understood anew, or scans read again as well."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from core.access import Viewer
from core.errors import Conflict
from core.model import Document, Dossier, DossierState, Manifest
from dossiers import records
from dossiers.assembly import rebuild_dossier
from dossiers.browse import list_dossiers, visible_dossier
from dossiers.corrections.applying import restricted
from dossiers.documents import card_pages, understand_pages, without_false_alarm
from dossiers.indexing import index_recorded
from dossiers.pages import full_page, is_restricted
from dossiers.reading_again import NotReadAgain, read_scan_again
from dossiers.services import Services
from pipeline.extract.marks import IDENTITY_CARD, SECRECY_MARK
from storage import keys

_TRIES = 5


@dataclass(frozen=True, slots=True)
class Understood:
    """A dossier after its papers were understood anew."""

    dossier: Dossier
    documents: int
    """How many papers were understood anew, those read again among them."""
    changed: bool
    """Whether the dossier's record changed."""
    secret: bool = False
    """Whether a paper now shows a secrecy mark; it is kept from everyone until somebody decides."""
    read: int = 0
    """How many scans were read again."""
    failed: int = 0
    """How many scans could not be read better than before; what there was stays."""


@dataclass(frozen=True, slots=True)
class _Renewed:
    """What became of one paper."""

    manifest: Manifest | None = None
    """None where it stays as it is."""
    read: bool = False
    failed: bool = False


_Renew = Callable[[Services, Dossier, str, bool], _Renewed]


def understand_again(
    services: Services, names: Sequence[str], viewer: Viewer, *, outdated_only: bool = False
) -> Iterator[Understood]:
    """Understand the papers of these dossiers, or of all, anew; corrections stay on top.

    Raises:
        NotFound: there is no such dossier that the viewer may see.
        Conflict: others kept changing a record; worth another try.
    """
    return _again(services, names, viewer, _understand, outdated_only=outdated_only)


def read_again(
    services: Services, names: Sequence[str], viewer: Viewer, *, outdated_only: bool = False
) -> Iterator[Understood]:
    """Read the scans of these dossiers, or of all, anew; corrections stay on top.

    With `outdated_only`, scans read by another version are read, and of the others only the
    text is understood anew where rules or tables changed.

    Raises:
        NotFound: there is no such dossier that the viewer may see.
        Conflict: others kept changing a record; worth another try.
    """
    return _again(services, names, viewer, _read, outdated_only=outdated_only)


def _again(
    services: Services, names: Sequence[str], viewer: Viewer, renew: _Renew, *, outdated_only: bool
) -> Iterator[Understood]:
    chosen = [visible_dossier(services, name, viewer) for name in names]
    for dossier in chosen if names else list_dossiers(services, viewer):
        renewed = [
            renew(services, dossier, member.sha256, outdated_only)
            for member in dossier.documents
            if member.state is not DossierState.QUARANTINED
        ]
        recorded = rebuild_dossier(services, dossier.id, pages_changed=any(one.read for one in renewed))
        index_recorded(services, recorded)
        anew = [one.manifest for one in renewed if one.manifest]
        yield Understood(
            recorded.dossier,
            len(anew),
            recorded.dossier.generation != dossier.generation,
            any(_is_secret(manifest.document) for manifest in anew),
            sum(one.read for one in renewed),
            sum(one.failed for one in renewed),
        )


def _read(services: Services, dossier: Dossier, sha256: str, outdated_only: bool) -> _Renewed:
    """Read a scan again; where only the outdated is asked for and its reading is not, its text is enough."""
    key = keys.document_key(sha256, "manifest.json")
    if outdated_only and records.load(services.store, key, Manifest)[0].reading == services.reading:
        return _understand(services, dossier, sha256, outdated_only)
    try:
        return _Renewed(read_scan_again(services, dossier.id, sha256), read=True)
    except NotReadAgain:
        return _Renewed(failed=True)


def _understand(services: Services, dossier: Dossier, sha256: str, outdated_only: bool) -> _Renewed:
    """Write a document's manifest anew, unless it is up to date and nobody asked for more."""
    key = keys.document_key(sha256, "manifest.json")
    for _ in range(_TRIES):
        manifest, etag = records.load(services.store, key, Manifest)
        if outdated_only and manifest.understanding == services.understanding:
            return _Renewed()
        document = _understood(services, dossier, manifest.document)
        renewed = replace(manifest, document=document, understanding=services.understanding)
        try:
            records.save(services.store, key, renewed, if_match=etag)
            return _Renewed(renewed)
        except Conflict:
            continue
    raise Conflict("A document keeps changing; try again.")


def _understood(services: Services, dossier: Dossier, document: Document) -> Document:
    """The document as the rules of today understand what was read of it.

    What was kept from people stays so, whatever the rules say now: only a person releases it.
    """
    count = document.page_count
    pages = (full_page(services.store, document.sha256, number) for number in range(1, count + 1))
    understood, arrangement = understand_pages(services, pages)
    understood = without_false_alarm(services.store, dossier.id, document.sha256, understood)
    kept = {number for number in range(1, count + 1) if is_restricted(document, number)}
    still = tuple(
        problem
        for problem in document.problems
        if problem.stage != "extract" or (problem.code == IDENTITY_CARD and problem.page in kept)
    )
    renewed = replace(
        document,
        document_type=understood.document_type,
        type_code=understood.type_code,
        fields=understood.fields,
        papers=understood.papers,
        problems=tuple(dict.fromkeys((*still, *understood.problems))),
        arrangement=arrangement,
    )
    secret = set(range(1, count + 1)) if _is_secret(renewed) else set[int]()
    return restricted(renewed, kept | card_pages(understood, count) | secret)


def _is_secret(document: Document) -> bool:
    return any(problem.code == SECRECY_MARK for problem in document.problems)
