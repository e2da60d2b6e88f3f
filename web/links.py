"""Every address of the application, built in one place."""

from urllib.parse import urlencode

ZOOMS = {"rong": "Vừa chiều ngang", "trang": "Vừa cả trang", "150": "150 %", "200": "200 %"}
"""Zoom of the viewer: parameter → what people read; the first is the default."""


def dossier_url(dossier: str, q: str = "") -> str:
    """A dossier; `q` is the question that led there."""
    return with_query(f"/ho-so/{dossier}", q=q)


def related_url(dossier: str) -> str:
    """What has to do with a dossier."""
    return f"/ho-so/{dossier}/lien-quan"


def run_url(dossier: str) -> str:
    """The redirect to the dossier's newest flow run."""
    return f"/ho-so/{dossier}/luot-chay"


def page_url(
    dossier: str,
    document: str,
    number: int,
    q: str = "",
    *,
    zoom: str = "",
    field: str = "",
    mark: bool = False,
) -> str:
    """The viewer; with `mark` it opens at the first mark."""
    zoom = "" if zoom == next(iter(ZOOMS)) else zoom
    path = with_query(f"/ho-so/{dossier}/giay-to/{document}/trang/{number}", q=q, truong=field, zoom=zoom)
    return f"{path}#danh-dau" if mark else path


def hit_url(dossier: str, document: str, number: int, q: str, direction: str, zoom: str = "") -> str:
    """The redirect to the next (`sau`) or previous (`truoc`) page that answers `q`."""
    path = f"/ho-so/{dossier}/giay-to/{document}/trang/{number}/khop"
    return with_query(path, q=q, huong=direction, zoom=zoom)


def picture_url(dossier: str, document: str, number: int) -> str:
    """The displayed page."""
    return f"/api/v1/dossiers/{dossier}/documents/{document}/pages/{number}/picture.jpg"


def thumbnail_url(dossier: str, document: str, number: int) -> str:
    """The page, small."""
    return f"/api/v1/dossiers/{dossier}/documents/{document}/pages/{number}/thumb.webp"


def submission_url(dossier: str, submission: str, *, api: bool = False) -> str:
    """Where a delivery is followed."""
    return f"/api/v1/submissions/{dossier}/{submission}" if api else f"/nop/{dossier}/{submission}"


def with_query(path: str, **parameters: str) -> str:
    """`path` with the parameters that are not empty."""
    query = urlencode({name: value for name, value in parameters.items() if value})
    return f"{path}?{query}" if query else path
