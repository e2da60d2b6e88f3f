"""The page number at the top centre, which page segmentation drops because it stands alone.

Of 12 drawn second pages in six captures Tesseract reads the number on none; cut out and read as a
line of its own, on 10, and wrong on none. A look takes another 70 ms, only on pages with such a
mark, and two more where it does not answer.
"""

from collections.abc import Iterable
from dataclasses import replace

import cv2
import numpy as np

from core.page import Box, Line, Pixels, Word
from pipeline.ocr import Hints, OcrEngine

PAGE_NUMBER_VERSION = 1
"""Part of the reading fingerprint."""

_TOP, _LEFT, _RIGHT = 0.1, 0.4, 0.6
"""Shares of the page's height and width: numbers stand 10 to 20 mm below the edge, in the middle."""

_INK = 140
_LEAST_MM, _MOST_MM = 1.8, 4.5
"""Height of digits of 10 to 18 points."""

_WIDEST = 3.0
"""Three digits and a hyphen are this many times as wide as high."""

_CONFIDENCE = 0.78
"""A wrong digit was read with 0.76."""

_LOOKS = ((0.5, 1), (0.25, 1), (0.5, 3))
"""Margins in heights of the number, and copies of it: the first look misses 4 and 5, the second 3, both 8."""


def read_page_number(
    pixels: Pixels, lines: Iterable[Line], engine: OcrEngine, hints: Hints
) -> tuple[Line, ...]:
    """The line of the page number when one stands there alone and was not read, else nothing."""
    place = _lone_mark(pixels, hints.dpi)
    if place is None or any(line.box.overlap(place) for line in lines):
        return ()
    asked = replace(hints, segmentation="line", whitelist="0123456789")
    for margin, copies in _LOOKS:
        row = _row(pixels, place, round(margin * place.height), copies)
        text = _answer(engine.read(row, asked), copies)
        if text:
            return (Line((Word(text, place, _CONFIDENCE),)),)
    return ()


def _row(pixels: Pixels, place: Box, margin: int, copies: int) -> Pixels:
    """The number with a margin, several times side by side."""
    left, top = max(0, place.left - margin), max(0, place.top - margin)
    part = pixels[top : place.bottom + margin, left : place.right + margin]
    return np.ascontiguousarray(np.hstack([part] * copies))


def _answer(lines: tuple[Line, ...], copies: int) -> str | None:
    """The number if one was read for sure: with confidence, or the same in every copy."""
    if len(lines) != 1:
        return None
    text = lines[0].text.replace(" ", "")
    number = text[: len(text) // copies]
    sure = text == number * copies if copies > 1 else lines[0].confidence >= _CONFIDENCE
    return number if sure and number.isdigit() else None


def _lone_mark(pixels: Pixels, dpi: float) -> Box | None:
    """The box of the only ink in the rows of the top centre, if it has the size of a number."""
    height, width = pixels.shape[:2]
    band = np.asarray(pixels[: int(_TOP * height)] < _INK, np.uint8)
    left, right = int(_LEFT * width), int(_RIGHT * width)
    count, _, found, _ = cv2.connectedComponentsWithStats(np.ascontiguousarray(band[:, left:right]))
    least, most = _LEAST_MM * dpi / 25.4, _MOST_MM * dpi / 25.4
    marks = [row for row in found[1:count] if least <= row[cv2.CC_STAT_HEIGHT] <= most]
    if not 1 <= len(marks) <= 3:
        return None
    box = Box.around(Box(left + int(x), int(y), left + int(x + w), int(y + h)) for x, y, w, h, _ in marks)
    beside = band[box.top : box.bottom].copy()
    beside[:, box.left : box.right] = 0
    alone = cv2.countNonZero(beside) <= 0.2 * cv2.countNonZero(band[box.top : box.bottom])
    return box if alone and box.height <= most and box.width <= _WIDEST * box.height else None
