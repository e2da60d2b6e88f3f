"""Look at what is there: one dossier, a list of them, a page's picture; never more than the viewer may."""

from collections.abc import Iterator, Sequence

from core.access import Viewer
from core.errors import ConfigError, NotFound
from core.model import Document, Dossier, DossierState, Manifest
from core.page import Page
from dossiers import documents, records
from dossiers.indexing import dossiers
from dossiers.records import CodeClaim
from dossiers.services import Services
from storage import keys


def show_dossier(services: Services, name: str, viewer: Viewer) -> tuple[Dossier, Sequence[Document]]:
    """A dossier by id or code with its documents.

    Raises:
        NotFound: there is none that the viewer may see.
    """
    found = resolve(services, name)
    if not viewer.may_see(found.agencies):
        raise NotFound(f"There is no dossier {name}.")
    known = [member for member in found.documents if member.state is not DossierState.QUARANTINED]
    return found, [_document(services, member.sha256) for member in known]


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
    for dossier in dossiers(services, after):
        if dossier.state is not DossierState.MERGED and viewer.may_see(dossier.agencies):
            yield dossier


def show_page(services: Services, dossier: str, sha256: str, number: int, viewer: Viewer) -> Page:
    """A page of a dossier's document; `NotFound` unless it belongs there and may be seen."""
    _check_member(services, dossier, sha256, viewer)
    return documents.load_page(services.store, sha256, number)


def page_picture(
    services: Services, dossier: str, sha256: str, number: int, viewer: Viewer, *, thumbnail: bool = False
) -> bytes:
    """The displayed page as JPEG, or its thumbnail as WebP; `NotFound` as for `show_page`."""
    _check_member(services, dossier, sha256, viewer)
    name = f"thumb-{number:04d}.webp" if thumbnail else f"page-{number:04d}.jpg"
    return services.store.get(keys.document_key(sha256, name)).data


def _check_member(services: Services, dossier: str, sha256: str, viewer: Viewer) -> None:
    found, _ = records.load(services.store, keys.dossier_key(dossier), Dossier)
    if found.merged_into:
        found = records.load_dossier(services.store, found.merged_into)
    if not viewer.may_see(found.agencies) or all(one.sha256 != sha256 for one in found.documents):
        raise NotFound(f"There is no such document in dossier {dossier}.")


def _document(services: Services, sha256: str) -> Document:
    return records.load(services.store, keys.document_key(sha256, "manifest.json"), Manifest)[0].document
