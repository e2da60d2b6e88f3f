"""Brings corrections and the papers they are about together, from the archive."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from core.errors import NotFound
from core.model import Document, Dossier, DossierState, Manifest
from core.page import Box
from dossiers import records
from dossiers.corrections.applying import Boxes, Corrected, apply, corrected_document, hidden_pages
from dossiers.corrections.finding import corrections_of
from dossiers.corrections.model import Correction
from dossiers.corrections.places import box_on_page
from dossiers.corrections.settling import Settled
from dossiers.corrections.turns import as_displayed_today
from dossiers.pages import full_page, visible_pages
from dossiers.services import Services
from pipeline.extract import understand
from storage import keys
from storage.store import ObjectStore


def corrected_dossier(services: Services, dossier: Dossier, settled: Settled) -> Corrected:
    """What the dossier's papers say once people had their say."""
    settled = replace(settled, accepted=as_displayed_today(services.store, settled.accepted))
    documents = _read_documents(services, dossier, settled.accepted)
    return apply(settled, documents, _boxes(services.store, settled.accepted))


def documents_of(services: Services, dossier: Dossier, sha256: str | None = None) -> tuple[Document, ...]:
    """The dossier's papers, or the one called `sha256`, as people left them; none from quarantine.

    Only corrections its record names count, so that papers and record belong together.
    """
    accepted = as_displayed_today(services.store, corrections_of(services.store, dossier))
    wanted = tuple(one for one in dossier.documents if sha256 in (None, one.sha256))
    documents = _read_documents(services, replace(dossier, documents=wanted), accepted)
    boxes = _boxes(services.store, accepted)
    return tuple(corrected_document(document, accepted, boxes) for document in documents)


def _read_documents(
    services: Services, dossier: Dossier, corrections: Sequence[Correction]
) -> tuple[Document, ...]:
    documents = []
    for member in dossier.documents:
        if member.state is not DossierState.QUARANTINED:
            key = keys.document_key(member.sha256, "manifest.json")
            document = records.load(services.store, key, Manifest)[0].document
            documents.append(_with_released(services, document, corrections))
    return tuple(documents)


def _with_released(services: Services, document: Document, corrections: Iterable[Correction]) -> Document:
    """The document as it would have been understood had its released pages never been kept apart."""
    released = hidden_pages(document, ()) - hidden_pages(document, corrections)
    if not released:
        return document
    shown = replace(document, released=tuple(sorted(released)))
    pages = visible_pages(services.store, shown)
    understood = understand(pages, services.reference, no_cards=frozenset(released))
    return replace(
        document,
        document_type=understood.document_type,
        type_code=understood.type_code,
        fields=understood.fields,
        papers=understood.papers,
    )


def _boxes(store: ObjectStore, corrections: Iterable[Correction]) -> Boxes:
    return {one.id: _box(store, one) for one in corrections if one.place}


def _box(store: ObjectStore, one: Correction) -> Box | None:
    """Where the corrected value stands on the page as it is displayed today."""
    place = one.place
    if place is None or not place.corners:
        return None
    try:
        page = full_page(store, place.document, place.page)
    except NotFound:
        return None
    return box_on_page(page, place.corners)
