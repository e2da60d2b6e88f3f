"""PDF files: how many pages there are, and one page as a picture."""

import math
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import cv2
import numpy as np
import pikepdf
from pdf2image import convert_from_path, pdfinfo_from_path
from pdf2image.exceptions import PDFInfoNotInstalledError, PDFPageCountError, PDFPopplerTimeoutError

from core.errors import BadScan, MissingDependency
from core.model import Scan
from core.page import PageImage, Pixels
from core.settings import Limits
from pipeline import raster
from pipeline.embedded import Placement, Rect, content, decode, page_matrix

MEDIA_TYPE = "application/pdf"

RENDER_DPI = 300
"""Letters of 13 points are then 24 px high, what Tesseract reads best."""

_LEAST_DPI = 100
"""A page so large that less than this fits the limits can't be read anyway."""

_INFO_SECONDS = 30
_DEEPEST_FORM = 3
_INFLATED_BYTES = 256 << 20
"""Of one stream; qpdf holds it twice while it grows."""


class PageShape(NamedTuple):
    """A page's size as shown, in points, and what is placed on it."""

    width_pt: float
    height_pt: float
    picture: Placement | None
    """The one scan that covers the page, if it is one."""
    has_text: bool
    signature_rects: tuple[Rect, ...]
    """Where visible e-signature notes stand."""
    fonts: tuple[str, ...] = ()
    """The names of the fonts at hand for the page."""
    sheet_corner: tuple[float, float] = (0.0, 0.0)
    """Where the top left corner of the uncropped sheet lies, in points of the shown page."""
    hidden_under: tuple[Rect, ...] = ()
    """Where its pictures lie, if there is invisible text."""

    @property
    def frame(self) -> tuple[float, float, float, float]:
        """The part of the shown page, in points, that the loaded picture shows."""
        return self.picture.frame if self.picture else (0.0, 0.0, self.width_pt, self.height_pt)


class Drawing(NamedTuple):
    """How poppler is to draw a page."""

    dpi: int = RENDER_DPI
    size: tuple[int, int] | None = None
    """Width and height in pixels, stronger than `dpi`."""
    hide_notes: bool = False


def count_pages(path: Path) -> int:
    """The number of pages of a PDF that opens without a password.

    Raises:
        BadScan: with code encrypted or damaged.
    """
    try:
        with open_pdf(path) as document:
            return len(document.pages)
    except BadScan as exc:
        if exc.code == "encrypted":
            return _count_if_open(path, exc)
        # Poppler repairs some files that qpdf gives up on.
        return _count_with_poppler(path)


def open_pdf(path: Path) -> pikepdf.Pdf:
    """Open a PDF with the empty password.

    Raises:
        BadScan: with code encrypted or damaged.
    """
    _bound_memory()
    try:
        return pikepdf.open(path, suppress_warnings=True)
    except pikepdf.PasswordError as exc:
        raise BadScan(
            "The PDF asks for a password; save it without one and send it again.", code="encrypted"
        ) from exc
    except (pikepdf.PdfError, RuntimeError, ValueError, OSError) as exc:
        raise BadScan("The PDF is damaged; scan or save it again.", code="damaged") from exc


@lru_cache(maxsize=1)
def _bound_memory() -> None:
    """Keep a compressed stream of a few kilobytes from filling the memory."""
    pikepdf.settings.set_qpdf_limits(
        flate_max_memory=_INFLATED_BYTES,
        png_max_memory=_INFLATED_BYTES,
        run_length_max_memory=_INFLATED_BYTES,
        tiff_max_memory=_INFLATED_BYTES,
    )


def _count_if_open(path: Path, refused: BadScan) -> int:
    """Some PDFs only lock their attachments, which qpdf does not tell apart."""
    try:
        return _count_with_poppler(path)
    except BadScan:
        raise refused from None


def _count_with_poppler(path: Path) -> int:
    try:
        return int(pdfinfo_from_path(str(path), timeout=_INFO_SECONDS)["Pages"])
    except (PDFPageCountError, PDFPopplerTimeoutError, KeyError, ValueError) as exc:
        raise BadScan("The PDF is damaged; scan or save it again.", code="damaged") from exc
    except PDFInfoNotInstalledError as exc:
        raise _poppler_missing() from exc


@lru_cache(maxsize=4)
def shape(scan: Scan, number: int) -> PageShape | None:
    """What page `number` consists of, or None when its structure can't be read."""
    try:
        with open_pdf(scan.path) as document:
            page = document.pages[number - 1]
            matrix, width_pt, height_pt = page_matrix(page)
            found = content(page, matrix, width_pt, height_pt)
            rects = _signature_rects(page, matrix)
            return PageShape(
                width_pt,
                height_pt,
                found.scan,
                found.any_text or bool(rects),
                rects,
                _fonts(page.resources),
                _sheet_corner(page, matrix),
                found.hidden_under,
            )
    except (BadScan, pikepdf.PdfError, ValueError, TypeError, KeyError, IndexError, AttributeError):
        # A page whose dictionary is broken may still be drawn by poppler's own repair.
        return None


def _fonts(resources: pikepdf.Object, depth: int = 0) -> tuple[str, ...]:
    """The names of the fonts of a page and of the forms on it."""
    fonts = resources.get("/Font", pikepdf.Dictionary())
    names = {str(font.get("/BaseFont", "")).removeprefix("/") for _, font in fonts.items()}
    for _, placed in resources.get("/XObject", pikepdf.Dictionary()).items() if depth < _DEEPEST_FORM else ():
        if "/Resources" in placed:
            names.update(_fonts(placed.Resources, depth + 1))
    return tuple(sorted(names))


def _sheet_corner(page: pikepdf.Page, matrix: np.ndarray) -> tuple[float, float]:
    left, bottom, right, top = (float(value) for value in page.mediabox)
    corners = matrix @ np.array([[left, right], [bottom, top], [1.0, 1.0]])
    return float(corners[0].min()), float(corners[1].min())


def load(scan: Scan, number: int, limits: Limits) -> PageImage:
    """The embedded scan at its own resolution where the page is one, else the page drawn.

    Raises:
        BadScan: with code damaged, too_large or timed_out.
    """
    found = shape(scan, number)
    if found is None:
        return PageImage(number, _render(scan, number, limits, Drawing()), RENDER_DPI)
    if found.picture is None:
        dpi = _fitting_dpi(found, limits)
        return PageImage(number, _render(scan, number, limits, Drawing(dpi)), dpi)
    raster.check_size(found.picture.width_px, found.picture.height_px, limits)
    pixels = _embedded(scan, number, found.picture)
    if pixels is None:
        drawing = Drawing(size=_rendered_size(found, limits), hide_notes=True)
        pixels = _cropped(_render(scan, number, limits, drawing), found)
    left, _, right, _ = found.frame
    return PageImage(number, pixels, pixels.shape[1] * 72.0 / (right - left))


def _cropped(drawn: Pixels, found: PageShape) -> Pixels:
    """The part of the drawn page that its scan covers, white where the scan juts out of the page."""
    height, width = drawn.shape[:2]
    across, down = width / found.width_pt, height / found.height_pt
    left, top, right, bottom = found.frame
    x0, y0, x1, y1 = round(left * across), round(top * down), round(right * across), round(bottom * down)
    outside = max(0, -y0), max(0, y1 - height), max(0, -x0), max(0, x1 - width)
    padded = cv2.copyMakeBorder(drawn, *outside, cv2.BORDER_CONSTANT, value=(255, 255, 255))
    rows, columns = slice(max(0, y0), max(0, y0) + y1 - y0), slice(max(0, x0), max(0, x0) + x1 - x0)
    return np.ascontiguousarray(padded[rows, columns], np.uint8)


def _embedded(scan: Scan, number: int, picture: Placement) -> Pixels | None:
    with open_pdf(scan.path) as document:
        return decode(document.pages[number - 1], picture)


def _rendered_size(found: PageShape, limits: Limits) -> tuple[int, int]:
    """Pixels of the whole page such that its scan is drawn one to one."""
    picture = found.picture
    if picture is None:
        raise ValueError("The page is not one scan.")
    left, top, right, bottom = picture.frame
    across, down = picture.shown_size
    width = found.width_pt * across / (right - left)
    height = found.height_pt * down / (bottom - top)
    bound = min(limits.max_pixels, raster.WORKING_PIXELS)
    shrink = min(1.0, (bound / (width * height)) ** 0.5)
    return max(1, round(width * shrink)), max(1, round(height * shrink))


def _fitting_dpi(found: PageShape, limits: Limits) -> int:
    square_inches = found.width_pt * found.height_pt / 72.0**2
    bound = min(limits.max_pixels, raster.WORKING_PIXELS)
    dpi = int(min(RENDER_DPI, (bound / max(square_inches, 1e-6)) ** 0.5))
    if dpi < _LEAST_DPI:
        raise BadScan(
            f"The page is {found.width_pt / 28.35:.0f}×{found.height_pt / 28.35:.0f} cm; "
            "print it on several sheets.",
            code="too_large",
        )
    return dpi


def _render(scan: Scan, number: int, limits: Limits, wanted: Drawing) -> Pixels:
    """Draw one page with poppler."""
    try:
        pictures = convert_from_path(
            str(scan.path),
            dpi=wanted.dpi,
            size=wanted.size or (None, None),
            first_page=number,
            last_page=number,
            use_cropbox=True,
            hide_annotations=wanted.hide_notes,
            timeout=math.ceil(limits.page_seconds),
        )
    except PDFPopplerTimeoutError as exc:
        raise BadScan("The page takes too long to draw; print and scan it.", code="timed_out") from exc
    except PDFInfoNotInstalledError as exc:
        raise _poppler_missing() from exc
    except (PDFPageCountError, OSError, ValueError, IndexError) as exc:
        raise BadScan("The page can't be drawn; scan or save it again.", code="damaged") from exc
    if not pictures or 0 in pictures[0].size:
        raise BadScan("The page can't be drawn; scan or save it again.", code="damaged")
    drawn = np.asarray(pictures[0].convert("RGB"), np.uint8)
    return np.asarray(cv2.cvtColor(drawn, cv2.COLOR_RGB2BGR), np.uint8)


def _signature_rects(page: pikepdf.Page, matrix: np.ndarray) -> tuple[Rect, ...]:
    """Where visible e-signature fields stand, in points of the shown page."""
    rects = []
    for note in page.obj.get("/Annots", []):
        parent = note.get("/Parent", note)
        if pikepdf.Name.Sig not in (note.get("/FT"), parent.get("/FT")) or "/Rect" not in note:
            continue
        x0, y0, x1, y1 = (float(value) for value in note.Rect)
        corners = matrix @ np.array([[x0, x1], [y0, y1], [1.0, 1.0]])
        left, top = corners[:2].min(axis=1)
        right, bottom = corners[:2].max(axis=1)
        if right - left > 1 and bottom - top > 1:
            rects.append((float(left), float(top), float(right), float(bottom)))
    return tuple(rects)


def _poppler_missing() -> MissingDependency:
    return MissingDependency("poppler is not installed; install poppler-utils.", code="missing_poppler")
