"""Framed marks in red ink at the upper left (MẬT, HỎA TỐC, ĐẾN), which the engine's copy has lost.

Coloured ink is made to vanish before a page is read, so that print under seals stays legible. A mark of
secrecy is red too, and decides whether the page may be kept at all: its ink is cut out and read alone.
"""

from collections.abc import Iterator
from dataclasses import replace

import cv2
import numpy as np

from core.page import Box, Line, Pixels, Region
from pipeline.ocr import Hints, OcrEngine
from pipeline.words import without_junk

RED_MARKS_VERSION = 1
"""Part of the reading fingerprint."""

_ZONE_DOWN, _ZONE_ACROSS = 0.45, 0.62
"""Marks stand in this upper and left share of the page (Decree 30/2020, zones 10a and 10b)."""

_PAGE_INCHES = 8.27
"""Width of A4: photos do not say how large their sheet is."""

_RED = 45
"""How much stronger red is than the other channels in stamp ink."""

_WIDTH_INCHES, _HEIGHT_INCHES = (0.45, 2.6), (0.18, 1.3)
"""Least and most of a mark: KHẨN is 20 × 8 mm, TUYỆT MẬT 40 × 8, the arrival stamp 50 × 30."""

_LEAST_ASPECT = 1.3
"""Width of a mark per height; seals and what stands in them are round."""

_JOIN_INCHES = 0.05
"""Ink so near belongs to one mark."""

_FRAME_INCHES = 0.065
"""What the frame of a mark, two lines at most, takes on every side."""

_SEARCH_DPI = 100.0
"""Marks are looked for at this resolution, and read at the page's own."""

_MOST = 3
"""Marks read on a page."""

_MARGIN_PX = 24
_READ_DPI = 300


def read_red_marks(shown: Pixels, engine: OcrEngine, seconds: float) -> tuple[Region, ...]:
    """The red marks of a displayed page, each as a stamp with its lines.

    Raises:
        Unavailable: the engine did not finish in time or broke.
    """
    if shown.ndim == 2:
        return ()
    dpi = shown.shape[1] / _PAGE_INCHES
    step = max(1, int(dpi / _SEARCH_DPI))
    found = list(_marks(_red_ink(shown[::step, ::step]), dpi / step))[:_MOST]
    if not found:
        return ()
    ink = _red_ink(shown)
    marks = [Box(*(edge * step for edge in box)) for box in found]
    return tuple(Region("stamp", box, _read(ink, box, dpi, engine, seconds)) for box in marks)


def _red_ink(shown: Pixels) -> Pixels:
    """The zone with red ink as strong as it is, 0 elsewhere; what a blue pen filled in is not seen."""
    height, width = shown.shape[:2]
    zone = shown[: round(height * _ZONE_DOWN), : round(width * _ZONE_ACROSS)]
    blue, green, red = cv2.split(zone)
    return np.asarray(cv2.subtract(red, cv2.max(blue, green)), np.uint8)


def _marks(ink: Pixels, dpi: float) -> Iterator[Box]:
    """Patches of ink as large as a mark, largest first."""
    reach = max(3, round(_JOIN_INCHES * dpi))
    joined = cv2.morphologyEx(_strokes(ink), cv2.MORPH_CLOSE, np.ones((reach, reach), np.uint8))
    _, _, table, _ = cv2.connectedComponentsWithStats(np.asarray(joined, np.uint8))
    for left, top, width, height, _ in sorted(table[1:].tolist(), key=lambda part: -part[cv2.CC_STAT_AREA]):
        fits = (
            _WIDTH_INCHES[0] <= width / dpi <= _WIDTH_INCHES[1]
            and _HEIGHT_INCHES[0] <= height / dpi <= _HEIGHT_INCHES[1]
            and width >= _LEAST_ASPECT * height
        )
        if fits and left + width < ink.shape[1] and top + height < ink.shape[0]:
            yield Box(left, top, left + width, top + height)


def _strokes(ink: Pixels) -> Pixels:
    return np.asarray(cv2.threshold(ink, _RED, 255, cv2.THRESH_BINARY)[1], np.uint8)


def _read(ink: Pixels, box: Box, dpi: float, engine: OcrEngine, seconds: float) -> tuple[Line, ...]:
    """The words of one mark; each has the mark's box, which may be tilted."""
    part = ink[box.top : box.bottom, box.left : box.right]
    picture = _inside(part, round(_FRAME_INCHES * dpi))
    scale = max(1.0, _READ_DPI / dpi)
    large = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_CUBIC)
    margin = (_MARGIN_PX,) * 4
    padded = np.asarray(cv2.copyMakeBorder(large, *margin, cv2.BORDER_CONSTANT, value=255), np.uint8)
    lines = engine.read(padded, Hints(dpi=_READ_DPI, segmentation="block", seconds=seconds))
    return tuple(Line(tuple(replace(word, box=box) for word in line.words)) for line in without_junk(lines))


def _inside(part: Pixels, edge: int) -> Pixels:
    """A mark set straight, dark on white, without the frame of `edge` pixels around it."""
    points = cv2.findNonZero(_strokes(part))
    tilt = (cv2.minAreaRect(points)[2] + 45) % 90 - 45
    rows, columns = part.shape
    turn = cv2.getRotationMatrix2D((columns / 2, rows / 2), tilt, 1.0)
    straight = cv2.warpAffine(part, turn, (columns, rows), flags=cv2.INTER_CUBIC)
    ink = cv2.findNonZero(_strokes(np.asarray(straight, np.uint8)))
    left, top, wide, high = cv2.boundingRect(ink)
    kept = straight[top + edge : top + high - edge, left + edge : left + wide - edge]
    strength = kept.astype(np.float32) * (255 / max(1, int(kept.max())))
    return np.asarray(255 - np.clip(strength, 0, 255), np.uint8)
