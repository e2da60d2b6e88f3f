"""QR and bar codes on a page.

Codes are looked for on the scan's own pixels: turning, straightening and flattening make the
picture a person wants but blur small modules. Of 582 codes on pages captured in six ways 69 % are
found on the displayed page, 72 % on the scan, 90 % here, none of them wrong (`./run bench codes`);
by module, of 0.17 mm 50 % of QR and 68 % of Code 128 codes, of 0.25 mm 83 and 93 %, of 0.34 mm 94
and 95 %, of 0.59 mm all; of light codes on dark 97 % instead of none. A page takes 21 ms of one
core, a phone's photo of 12 megapixels 48.

The formats are those that dossiers, receipts and identity cards carry, QR, Micro QR, Code 128 and
Code 39. One look for them takes 12 ms; with PDF417 it would take 21, with DataMatrix 22, with Aztec
14, with EAN-13 13, with all formats 38.
"""

from collections.abc import Iterable, Iterator

import cv2
import numpy as np
import zxingcpp

from core.page import Box, Code, Pixels
from core.text import nfc
from pipeline.clean.geometry import Transform
from pipeline.clean.ink import grey
from pipeline.clean.stand import Standing

CODES_VERSION = "2"
"""Changes whenever other codes may be found on the same scan."""

_MOST_CODES = 20
_BARS = zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.Code128, zxingcpp.BarcodeFormat.Code39])
_FORMATS = zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.QRCode, *_BARS])

_MOST_CLOSER = 6
"""Places on a page worth a second look."""

_CLOSER = 2
"""Enlargement of the second look; at 3 no other code is read."""

_COARSE_PIXELS = 3_000_000
"""A4 at 200 dpi has more: on coarser pages bars are read along their length, 3 ms."""

_ALONG_PX = 9
"""1.5 mm at 150 dpi. With 2 % of all pixels flipped, bars of 5 mm are read from 7 px on, never below."""

_SLANTED_DEGREES = 1.5
"""A row of pixels leaves a low, long bar code on a slanted page: from here on bars are also looked for on
the straightened one."""


def find_codes(scan: Pixels, shown: Pixels, standing: Standing) -> tuple[Code, ...]:
    """Every code of the scan, from top to bottom of the displayed page `shown`, with its box there."""
    level = grey(scan)
    found = zxingcpp.read_barcodes(level, formats=_FORMATS, return_errors=True)
    placed = [(one, _corners(one)) for one in found if one.valid]
    for doubtful in [one for one in found if not one.valid][:_MOST_CLOSER]:
        placed.extend(_closer(level, _corners(doubtful)))
    if level.size < _COARSE_PIXELS:
        bars = zxingcpp.read_barcodes(_averaged(level, standing.turn_degrees), formats=_BARS)
        placed.extend((one, _corners(one)) for one in bars)
    codes = [_code(one, _moved(corners, standing), standing) for one, corners in placed]
    if abs(standing.skew_degrees) >= _SLANTED_DEGREES:
        straight = zxingcpp.read_barcodes(grey(shown), formats=_BARS)
        codes.extend(_code(one, _corners(one), standing) for one in straight)
    codes.sort(key=lambda code: (code.box.top, code.box.left))
    return tuple(_distinct(code for code in codes if code.text))[:_MOST_CODES]


def _corners(found: zxingcpp.Barcode) -> Transform:
    """The four corners of a code in scan pixels."""
    place = found.position
    corners = (place.top_left, place.top_right, place.bottom_right, place.bottom_left)
    return np.array([(corner.x, corner.y) for corner in corners], np.float64)


def _closer(level: Pixels, corners: Transform) -> Iterator[tuple[zxingcpp.Barcode, Transform]]:
    """What a place shows when it is enlarged."""
    low, high = corners.min(axis=0), corners.max(axis=0)
    margin = max(20.0, float((high - low).max()) / 3)
    left, top = (max(0, int(edge - margin)) for edge in low)
    right, bottom = (int(edge + margin) for edge in high)
    part = level[top:bottom, left:right]
    if part.size == 0:
        return
    large = cv2.resize(part, None, fx=_CLOSER, fy=_CLOSER, interpolation=cv2.INTER_CUBIC)
    for found in zxingcpp.read_barcodes(large, formats=_FORMATS):
        yield found, _corners(found) / _CLOSER + (left, top)


def _averaged(level: Pixels, turn_degrees: int) -> Pixels:
    """Each point the mean of its neighbours above and below, as the page is read: bars lose their specks."""
    kernel = (_ALONG_PX, 1) if turn_degrees in (90, 270) else (1, _ALONG_PX)
    return np.asarray(cv2.blur(level, kernel), np.uint8)


def _moved(corners: Transform, standing: Standing) -> Transform:
    """Corners of the scan as they lie on the displayed page."""
    return np.asarray(cv2.perspectiveTransform(corners[None], standing.transform)[0], np.float64)


def _code(found: zxingcpp.Barcode, corners: Transform, standing: Standing) -> Code:
    """A code with the box around its corners on the displayed page, inside it and not empty."""
    width, height = standing.size
    (left, top), (right, bottom) = np.floor(corners.min(axis=0)), np.ceil(corners.max(axis=0))
    left, top = min(max(0, int(left)), width - 1), min(max(0, int(top)), height - 1)
    right, bottom = (
        max(left + 1, min(width, int(right) + 1)),
        max(top + 1, min(height, int(bottom) + 1)),
    )
    return Code(found.format.name, nfc(found.text), Box(left, top, right, bottom))


def _distinct(codes: Iterable[Code]) -> Iterator[Code]:
    """Each code once, however many looks it was found by; the same text elsewhere is another code."""
    kept: list[Code] = []
    for code in codes:
        if not any(code.text == other.text and code.box.overlap(other.box) for other in kept):
            kept.append(code)
            yield code
