"""Look at what is there: one dossier, a list of them, a page's picture; never more than the viewer may."""

from collections.abc import Iterator, Sequence

from core.access import Viewer
from core.errors import ConfigError, NotFound
from core.model import Document, Dossier, DossierState
from core.page import Page
from dossiers import records
from dossiers.corrections.reading import documents_of
from dossiers.indexing import dossiers
from dossiers.pages import picture_of, visible_page
from dossiers.records import CodeClaim
from dossiers.services import Services
from dossiers.sight import sight
from pipeline.pictures import thumbnail_of
from storage import keys


def show_dossier(services: Services, name: str, viewer: Viewer) -> tuple[Dossier, Sequence[Document]]:
    """A dossier by id or code with its documents.

    Raises:
        NotFound: there is none that the viewer may see.
    """
    found = visible_dossier(services, name, viewer)
    return found, documents_of(services, found)


def visible_dossier(services: Services, name: str, viewer: Viewer) -> Dossier:
    """A dossier by id or code; `NotFound` when there is none that the viewer may see."""
    found = resolve(services, name)
    if not sight(services, viewer).may_see(found.agencies):
        raise NotFound(f"There is no dossier {name}.")
    return found


def resolve(services: Services, name: str) -> Dossier:
    """The dossier with this id or code, merges followed."""
    missing = NotFound(f"There is no dossier {name}; search for a word in it with `sohoa search`.")
    try:
        if not name.startswith("d-"):
            name = records.load(services.store, keys.code_key(name), CodeClaim)[0].dossier
        return records.load_dossier(services.store, name)
    except (NotFound, ConfigError) as exc:
        raise missing from exc


def list_dossiers(services: Services, viewer: Viewer, after: str | None = None) -> Iterator[Dossier]:
    """Dossiers the viewer may see, in id order, merged ones left out."""
    viewer = sight(services, viewer)
    for dossier in dossiers(services, after):
        if dossier.state is not DossierState.MERGED and viewer.may_see(dossier.agencies):
            yield dossier


def show_page(services: Services, dossier: str, sha256: str, number: int, viewer: Viewer) -> Page:
    """A page of a dossier's document; `NotFound` unless it belongs there and may be seen."""
    return visible_page(services.store, _document(services, dossier, sha256, viewer), number)


def page_picture(
    services: Services, dossier: str, sha256: str, number: int, viewer: Viewer, *, thumbnail: bool = False
) -> bytes:
    """The displayed page as JPEG, or its thumbnail as WebP; `NotFound` as for `show_page`."""
    document = _document(services, dossier, sha256, viewer)
    if not thumbnail:
        return picture_of(services.store, document, number, f"page-{number:04d}.jpg")
    try:
        return picture_of(services.store, document, number, f"thumb-{number:04d}.webp")
    except NotFound:
        if number not in document.released:
            raise
        return thumbnail_of(picture_of(services.store, document, number, f"page-{number:04d}.jpg"))


def _document(services: Services, dossier: str, sha256: str, viewer: Viewer) -> Document:
    found = records.load_dossier(services.store, dossier)
    if sight(services, viewer).may_see(found.agencies):
        for document in documents_of(services, found, sha256):
            return document
    raise NotFound(f"There is no such document in dossier {dossier}.")
