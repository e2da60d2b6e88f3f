"""The viewer of one page with marks on the scan, its pictures and their JSON twins."""

from typing import Annotated, Literal

from fastapi import APIRouter, Query
from fastapi.responses import RedirectResponse, Response

from dossiers import shapes
from dossiers.browse import page_picture
from dossiers.viewing import Place, neighbour_hit, view_page
from web import links
from web.browsing import has_picture
from web.context import CurrentServices, CurrentViewer, DossierId, PageNumber, SearchText, Sha256
from web.rendering import answer, render

pages = APIRouter()
api = APIRouter()

_PICTURE_CACHE = {"Cache-Control": "private, max-age=300"}
_PAGE = "/dossiers/{dossier}/documents/{sha256}/pages/{number}"
_VIEW = "/ho-so/{dossier}/giay-to/{sha256}/trang/{number}"

Zoom = Annotated[Literal["rong", "trang", "150", "200"], Query()]


@pages.get(_VIEW)
def viewer_page(
    services: CurrentServices,
    viewer: CurrentViewer,
    dossier: DossierId,
    sha256: Sha256,
    number: PageNumber,
    q: SearchText = "",
    truong: Annotated[str, Query(pattern=r"^[a-z_]*$", max_length=40)] = "",
    zoom: Zoom = "rong",
    het: Annotated[str, Query(pattern="^(truoc|sau)?$")] = "",
) -> Response:
    """The page as it was scanned, its text beside it, the words of `q` marked on both."""
    view = view_page(services, dossier, Place(sha256, number), viewer, q, truong)
    name = next(member.name for member in view.dossier.documents if member.sha256 == sha256)
    return render(
        "page.html",
        view=view,
        page=view.page,
        name=name,
        marked=frozenset(view.boxes),
        has_picture=has_picture(view.page),
        q=q,
        field=truong,
        zoom=zoom,
        ended=het,
    )


@pages.get(f"{_VIEW}/khop")
def neighbour_hit_page(
    services: CurrentServices,
    viewer: CurrentViewer,
    dossier: DossierId,
    sha256: Sha256,
    number: PageNumber,
    q: SearchText = "",
    huong: Literal["truoc", "sau"] = "sau",
    zoom: Zoom = "rong",
) -> Response:
    """On to the next or previous page of the dossier that answers `q`."""
    found = neighbour_hit(services, dossier, Place(sha256, number), viewer, q, backwards=huong == "truoc")
    if found:
        url = links.page_url(dossier, found.document, found.number, q, zoom=zoom, mark=True)
    else:
        url = links.with_query(links.page_url(dossier, sha256, number), q=q, zoom=zoom, het=huong)
    return RedirectResponse(url, 303)


@api.get(_PAGE)
def page_twin(
    services: CurrentServices,
    viewer: CurrentViewer,
    dossier: DossierId,
    sha256: Sha256,
    number: PageNumber,
    q: SearchText = "",
) -> Response:
    """Everything read from a page; `boxes` are the words that answer `q`."""
    view = view_page(services, dossier, Place(sha256, number), viewer, q)
    return answer(
        {
            "schema": "sohoa.view/1",
            "dossier": view.dossier.id,
            "document": sha256,
            "boxes": [list(box) for box in view.boxes],
            "turn_degrees": view.turn_degrees,
            **shapes.page_shape(view.page),
        }
    )


@api.get(f"{_PAGE}/picture.jpg", response_class=Response)
def picture(
    services: CurrentServices, viewer: CurrentViewer, dossier: DossierId, sha256: Sha256, number: PageNumber
) -> Response:
    """The displayed page, in whose pixels all boxes are."""
    data = page_picture(services, dossier, sha256, number, viewer)
    return Response(data, media_type="image/jpeg", headers=_PICTURE_CACHE)


@api.get(f"{_PAGE}/thumb.webp", response_class=Response)
def thumbnail(
    services: CurrentServices, viewer: CurrentViewer, dossier: DossierId, sha256: Sha256, number: PageNumber
) -> Response:
    """The page, small."""
    data = page_picture(services, dossier, sha256, number, viewer, thumbnail=True)
    return Response(data, media_type="image/webp", headers=_PICTURE_CACHE)
