"""Pictures from scanners and phones: TIFF, JPEG, PNG, WebP, BMP, GIF, JPEG 2000."""

import math
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import cv2
import numpy as np
from PIL import Image, ImageOps
from PIL.TiffImagePlugin import TiffImageFile

from core.errors import BadScan
from core.model import Scan
from core.page import PageImage, Pixels
from core.settings import Limits

WORKING_PIXELS = 25_000_000
"""Larger pages are reduced while they are decoded: A4 at 600 dpi has 35 million
pixels and reads no better than at 300 dpi, but takes four times the memory."""

_FORMATS = {
    "image/jpeg": "JPEG",
    "image/png": "PNG",
    "image/tiff": "TIFF",
    "image/gif": "GIF",
    "image/jp2": "JPEG2000",
    "image/webp": "WEBP",
    "image/bmp": "BMP",
}
_A4_INCHES = (8.27, 11.69)
_PLAUSIBLE_DPI = (60.0, 2500.0)
_BAND_ROWS = 256

_MOST_DECODED_BYTES = 500_000_000
"""What a decoder may hold: 125 megapixels of colour, 180 of grey. The working copy comes on top of it."""

_DECODER_COPIES = {"WEBP": 3.0, "JPEG2000": 3.0}
"""How often a decoder holds the picture: WebP and JPEG 2000 of 36 megapixels took 0.4 GB."""

_PROGRESSIVE_BYTES = 6
"""A pixel of a progressive JPEG, whose coefficients are all kept until the last pass."""

_ROWS_PER_STRIP = 278
"""TIFF tag."""


@contextmanager
def opened(path: Path, media_type: str) -> Iterator[Image.Image]:
    """The picture at `path` with nothing but its header decoded.

    Raises:
        BadScan: with code damaged, also when decoding inside the block fails.
    """
    # Pillow's own bomb check only knows one number for all; ours runs before decoding.
    Image.MAX_IMAGE_PIXELS = None
    try:
        with warnings.catch_warnings():
            # Pillow warns of odd metadata, which is none of the reader's concern.
            warnings.simplefilter("ignore")
            with Image.open(path, formats=(_FORMATS[media_type],)) as picture:
                yield picture
    except MemoryError as exc:
        raise BadScan(
            "The picture needs more memory than there is; scan it smaller.", code="too_large"
        ) from exc
    except (OSError, ValueError, TypeError, SyntaxError, IndexError, KeyError, OverflowError) as exc:
        # Pillow documents OSError, yet damaged files make its plugins raise all of these.
        raise BadScan("The picture is damaged; scan or send it again.", code="damaged") from exc


def count_frames(path: Path, media_type: str) -> int:
    """The number of pages: the frames of a TIFF, one for every other picture."""
    with opened(path, media_type) as picture:
        return int(getattr(picture, "n_frames", 1)) if media_type == "image/tiff" else 1


def load(scan: Scan, number: int, limits: Limits) -> PageImage:
    """Decode one frame, turned as its EXIF says, alpha on white.

    Raises:
        BadScan: with code damaged or too_large.
    """
    with opened(scan.path, scan.media_type) as picture:
        if number > 1:
            picture.seek(number - 1)
        check_size(picture.width, picture.height, limits)
        _check_decoder(picture)
        dpi = _stated_dpi(picture)
        pixels, scale = to_pixels(picture)
    if dpi is None:
        return PageImage(number, pixels, dpi_as_a4(pixels))
    pixels, dpi = _square(pixels, dpi)
    return PageImage(number, pixels, dpi[0] * scale)


def check_size(width_px: int, height_px: int, limits: Limits) -> None:
    """Refuse a picture that would take too much memory, before it is decoded."""
    if width_px < 1 or height_px < 1:
        raise BadScan("The page has no size; scan or send it again.", code="damaged")
    if width_px * height_px > limits.max_pixels:
        raise BadScan(
            f"The page has {width_px}×{height_px} pixels, more than the "
            f"{limits.max_pixels // 1_000_000} megapixels allowed; "
            "scan it at 300 dpi or raise SOHOA_MAX_MEGAPIXELS.",
            code="too_large",
        )


def _check_decoder(picture: Image.Image) -> None:
    """Refuse a picture whose decoder would take too much memory, before it is decoded."""
    needed = decoded_bytes(picture)
    if needed > _MOST_DECODED_BYTES:
        raise BadScan(
            f"The page has {picture.width}×{picture.height} pixels, which take {needed >> 20} MB to decode; "
            "scan it at 300 dpi, in grey or as JPEG.",
            code="too_large",
        )


def decoded_bytes(picture: Image.Image) -> int:
    """About what its decoder will hold of a picture of which only the header is known."""
    pixels = picture.width * picture.height
    if picture.format == "JPEG":
        # Others are reduced while they are decoded.
        return pixels * (_PROGRESSIVE_BYTES if picture.info.get("progressive") else 1)
    copies = _DECODER_COPIES.get(picture.format or "", 1.0)
    if isinstance(picture, TiffImageFile):
        copies += min(1.0, picture.tag_v2.get(_ROWS_PER_STRIP, picture.height) / picture.height)
    samples = 1 if picture.mode in ("1", "L", "P") else 8 if picture.mode[0] in "IF" else 4
    return int(pixels * samples * copies)


def to_pixels(picture: Image.Image) -> tuple[Pixels, float]:
    """Decode to grey or BGR, upright by EXIF; the factor says how far it was reduced."""
    full = picture.width
    factor = _reduction(picture.width, picture.height)
    if picture.format == "JPEG" and factor > 1:
        # The JPEG decoder can halve while decoding, which saves the memory too.
        picture.draft(None, (picture.width // factor, picture.height // factor))
        factor = _reduction(picture.width, picture.height)
    picture.load()
    turned = ImageOps.exif_transpose(picture) if picture.getexif().get(0x0112, 1) != 1 else picture
    swapped = turned.size != picture.size and turned.width == picture.height
    pixels = _banded(turned, factor)
    across = pixels.shape[0] if swapped else pixels.shape[1]
    return pixels, across / full


def _reduction(width_px: int, height_px: int) -> int:
    """The whole factor by which a page may be reduced and still have the working size."""
    return max(1, math.isqrt(width_px * height_px // WORKING_PIXELS))


def _banded(picture: Image.Image, factor: int) -> Pixels:
    """Convert band by band, so that only the decoder's own copy is ever full size."""
    width, height = max(1, picture.width // factor), max(1, picture.height // factor)
    if factor == 1 and (width * height <= WORKING_PIXELS or picture.mode[0] in "IF"):
        pixels = _plain(picture)
    else:
        first = _band(picture, 0, min(_BAND_ROWS, height), factor)
        pixels = np.empty((height, *first.shape[1:]), np.uint8)
        for top in range(0, height, _BAND_ROWS):
            rows = min(_BAND_ROWS, height - top)
            pixels[top : top + rows] = _band(picture, top, rows, factor)
    shrink = math.sqrt(WORKING_PIXELS / (pixels.shape[0] * pixels.shape[1]))
    if shrink >= 1:
        return pixels
    return np.asarray(cv2.resize(pixels, None, fx=shrink, fy=shrink, interpolation=cv2.INTER_AREA), np.uint8)


def _band(picture: Image.Image, top: int, rows: int, factor: int) -> Pixels:
    """So many rows from `top` of the picture reduced by `factor`."""
    bottom = min(picture.height, (top + rows) * factor)
    band = _plain(picture.crop((0, top * factor, picture.width, bottom)))
    size = (max(1, picture.width // factor), rows)
    return np.asarray(cv2.resize(band, size, interpolation=cv2.INTER_AREA) if factor > 1 else band, np.uint8)


def _plain(picture: Image.Image) -> Pixels:
    """One picture in any mode as grey or BGR bytes."""
    mode = picture.mode
    if mode.startswith("I") or mode == "F":
        return _eight_bits(np.asarray(picture))
    if mode in ("LA", "PA", "RGBA", "RGBa", "La") or "transparency" in picture.info:
        rgba = picture.convert("RGBA")
        white = Image.new("RGBA", rgba.size, (255, 255, 255, 255))
        picture = Image.alpha_composite(white, rgba).convert("RGB")
    elif mode in ("1", "L"):
        return np.asarray(picture.convert("L"), np.uint8)
    else:
        picture = picture if mode == "RGB" else picture.convert("RGB")
    return np.asarray(cv2.cvtColor(np.asarray(picture, np.uint8), cv2.COLOR_RGB2BGR), np.uint8)


def _eight_bits(samples: np.ndarray) -> Pixels:
    """Scale 12-, 16- and 32-bit grey to 8 bits by the brightest sample it holds."""
    values = samples.astype(np.float32)
    np.nan_to_num(values, copy=False, nan=0.0, posinf=0.0, neginf=0.0)
    top = float(values.max(initial=0.0))
    full = next((limit for limit in (1.0, 255.0, 4095.0, 65535.0) if top <= limit), top)
    # In place: the largest such page has 62 megapixels, a copy of it 250 MB.
    np.multiply(values, 255.0 / full, out=values)
    np.clip(values, 0, 255, out=values)
    return values.astype(np.uint8)


def _stated_dpi(picture: Image.Image) -> tuple[float, float] | None:
    """Horizontal and vertical resolution as the file states it, if it can be true."""
    stated = picture.info.get("dpi")
    try:
        across, down = (float(value) for value in stated or ())
    except (TypeError, ValueError, ZeroDivisionError):
        return None
    low, high = _PLAUSIBLE_DPI
    if not (low <= across <= high and low <= down <= high) or across == 72.0:
        # 72 is what cameras and editors write when they do not know.
        return None
    # A page is about as large as paper: 1,000 px at a stated 600 dpi is a mistake.
    inches = sorted((picture.width / across, picture.height / down))
    return (across, down) if inches[0] > 2.5 and inches[1] < 50 else None


def dpi_as_a4(pixels: Pixels) -> float:
    """The resolution if the picture shows a sheet of A4: photos do not say how large theirs is."""
    short, long = sorted(pixels.shape[:2])
    return float(max(short / _A4_INCHES[0], long / _A4_INCHES[1]))


def _square(pixels: Pixels, dpi: tuple[float, float]) -> tuple[Pixels, tuple[float, float]]:
    """Stretch fax pages, whose pixels are not square, so that letters keep their shape."""
    across, down = dpi
    if 0.95 < across / down < 1.05:
        return pixels, dpi
    best = max(across, down)
    size = (round(pixels.shape[1] * best / across), round(pixels.shape[0] * best / down))
    stretched = cv2.resize(pixels, size, interpolation=cv2.INTER_LINEAR)
    return np.asarray(stretched, np.uint8), (best, best)
