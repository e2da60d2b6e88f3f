"""Understand stored readings anew, without reading: new rules, new reference data, new variants."""

from collections.abc import Iterator, Sequence
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
from dossiers.services import Services
from pipeline.extract.marks import IDENTITY_CARD, SECRECY_MARK
from storage import keys

_TRIES = 5


@dataclass(frozen=True, slots=True)
class Understood:
    """A dossier after its papers were understood anew."""

    dossier: Dossier
    documents: int
    """How many papers were understood anew."""
    changed: bool
    """Whether the dossier's record changed."""
    secret: bool = False
    """Whether a paper now shows a secrecy mark; it is kept from everyone until somebody decides."""


def understand_again(
    services: Services, names: Sequence[str], viewer: Viewer, *, outdated_only: bool = False
) -> Iterator[Understood]:
    """Understand the papers of these dossiers, or of all, anew; corrections stay on top.

    Raises:
        NotFound: there is no such dossier that the viewer may see.
        Conflict: others kept changing a record; worth another try.
    """
    chosen = [visible_dossier(services, name, viewer) for name in names]
    for dossier in chosen if names else list_dossiers(services, viewer):
        renewed = [
            _renew(services, dossier, member.sha256, outdated_only)
            for member in dossier.documents
            if member.state is not DossierState.QUARANTINED
        ]
        recorded = rebuild_dossier(services, dossier.id)
        index_recorded(services, recorded)
        anew = [manifest for manifest in renewed if manifest]
        yield Understood(
            recorded.dossier,
            len(anew),
            recorded.dossier.generation != dossier.generation,
            any(_is_secret(manifest.document) for manifest in anew),
        )


def _renew(services: Services, dossier: Dossier, sha256: str, outdated_only: bool) -> Manifest | None:
    """Write a document's manifest anew; None where it is up to date and nobody asked for more."""
    key = keys.document_key(sha256, "manifest.json")
    for _ in range(_TRIES):
        manifest, etag = records.load(services.store, key, Manifest)
        if outdated_only and manifest.understanding == services.understanding:
            return None
        document = _understood(services, dossier, manifest.document)
        renewed = replace(manifest, document=document, understanding=services.understanding)
        try:
            records.save(services.store, key, renewed, if_match=etag)
            return renewed
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
