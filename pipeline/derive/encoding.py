"""Pictures that have to be encoded anew, because no matrix or PDF/A can express the original."""

import io
from collections.abc import Iterator
from contextlib import contextmanager

import cv2
import img2pdf
import numpy as np
import pikepdf
from PIL import Image

from core.errors import Unavailable
from core.model import Scan
from core.page import Pixels
from pipeline import raster

_QUALITIES = (88, 80, 72, 64, 56)
_LARGEST_GROWTH = 1.35
"""Bytes per byte of the original: with its text a page stays below 1.5."""

LOSSLESS = frozenset({"image/png", "image/tiff", "image/gif", "image/bmp"})
_LAYOUT = img2pdf.get_fixed_dpi_layout_fun((300, 300))


@contextmanager
def encoded(pixels: Pixels, budget_bytes: int | None, *, lossless: bool) -> Iterator[pikepdf.Object]:
    """`pixels` as a picture of a PDF: two levels as fax G4, the rest as JPEG or, if wanted, without loss."""
    with pikepdf.open(io.BytesIO(to_pdf(_file(pixels, budget_bytes, lossless)))) as made:
        yield next(iter(made.pages[0].Resources.XObject.values()))


def to_pdf(picture: object) -> bytes:
    """A PDF with one page for each frame of a picture file (bytes or its path), its stream unchanged.

    Raises:
        Anything img2pdf raises for a picture that it can't embed as it is.
    """
    made: bytes = img2pdf.convert(
        picture,
        layout_fun=_LAYOUT,
        rotation=img2pdf.Rotation.none,
        engine=img2pdf.Engine.pikepdf,
        nodate=True,
    )
    return made


def holds_jpeg(scan: Scan) -> bool:
    """Whether a TIFF keeps its pictures as JPEG, in strips that no PDF can hold as they are."""
    if scan.media_type != "image/tiff":
        return False
    with raster.opened(scan.path, scan.media_type) as picture:
        return str(picture.info.get("compression", "")).endswith("jpeg")


def _file(pixels: Pixels, budget_bytes: int | None, lossless: bool) -> bytes:
    if pixels.ndim == 2 and not np.any((pixels != 0) & (pixels != 255)):
        return _png(Image.fromarray(pixels).convert("1"))
    if lossless:
        shown = pixels if pixels.ndim == 2 else cv2.cvtColor(pixels, cv2.COLOR_BGR2RGB)
        return _png(Image.fromarray(shown))
    best = b""
    for quality in _QUALITIES:
        best = _jpeg(pixels, quality)
        if budget_bytes is None or len(best) <= _LARGEST_GROWTH * budget_bytes:
            break
    return best


def _png(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.save(out, "PNG", optimize=True)
    return out.getvalue()


def _jpeg(pixels: Pixels, quality: int) -> bytes:
    done, data = cv2.imencode(".jpg", pixels, [cv2.IMWRITE_JPEG_QUALITY, quality])
    if not done:
        raise Unavailable("A page picture can't be encoded; look at the page.", code="picture_failed")
    return data.tobytes()
