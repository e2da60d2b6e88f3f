"""Framed marks in red ink at the upper left (MẬT, ĐẾN, HỎA TỐC), which the engine's copy has lost.

Coloured ink is made to vanish before a page is read, so that print under seals stays legible. A mark of
secrecy is red too, and decides whether the page may be kept at all: its ink is cut out and read alone.
"""

from collections.abc import Iterator
from dataclasses import replace

import cv2
import numpy as np

from core.page import Box, Line, Pixels, Region, Word
from pipeline.clean.colour import channel_range
from pipeline.clean.light import ink_level
from pipeline.marks import UNREAD_MARK, spelled
from pipeline.ocr import Hints, OcrEngine
from pipeline.raster import dpi_as_a4

RED_MARKS_VERSION = 3
"""Part of the reading fingerprint."""

_ZONE_DOWN, _ZONE_ACROSS = 0.45, 0.62
"""Marks stand in this upper and left share of the page (Decree 30/2020, zones 10a and 10b)."""

_RED = 45
"""How much stronger red is than the other channels in stamp ink."""

_LEAST_CONTRAST = 0.4
_WIDTH_INCHES, _HEIGHT_INCHES = (0.45, 2.6), (0.18, 1.3)
"""Least and most of a mark: KHẨN is 20 × 8 mm, TUYỆT MẬT 40 × 8, the arrival stamp 50 × 30."""

_LEAST_ASPECT = 1.3
"""Width of a mark per height; seals and what stands in them are round."""

_LEAST_SLANTED_ASPECT = 1.8
"""HỎA TỐC stands in an arrow that points up to the right at some 40°."""

_FRAME_FILL = 0.85
"""Share of the smallest turned rectangle around it that a frame spans; an arrow spans 0.7."""

_OUTLINE_SHARE, _LETTER_SHARE = 0.45, 0.15
_LEAST_LEFT = 3
_JOIN_INCHES = 0.05
"""Ink so near belongs to one mark."""

_FRAME_INCHES = 0.065
"""What the frame of a mark, two lines at most, takes on every side."""

_SEARCH_DPI = 100.0
"""Marks are looked for at this resolution, and read at the page's own."""

_MOST = 3
"""Marks read on a page."""

_LEAST_LETTERS = 2
_MARGIN_PX = 24
_READ_DPI = 180
"""Letters of a mark are twice as large as the text's: KHẨN is read with 0.04 at 300 dpi, here with 0.6."""


def read_red_marks(shown: Pixels, engine: OcrEngine, seconds: float) -> tuple[Region, ...]:
    """The red marks of a displayed page, each as a stamp with its lines.

    Raises:
        Unavailable: the engine did not finish in time or broke.
    """
    if shown.ndim == 2:
        return ()
    dpi = dpi_as_a4(shown)
    step = max(1, int(dpi / _SEARCH_DPI))
    small = np.ascontiguousarray(shown[::step, ::step])
    contrast = _print_contrast(small)
    found = list(_marks(_red_ink(small, contrast), dpi / step))[:_MOST]
    if not found:
        return ()
    ink = _red_ink(shown, contrast)
    marks = [Box(*(edge * step for edge in box)) for box in found]
    return tuple(_region(ink, box, dpi, engine, seconds) for box in marks)


def _region(ink: Pixels, box: Box, dpi: float, engine: OcrEngine, seconds: float) -> Region:
    lines = _read(ink, box, dpi, engine, seconds)
    framed = _is_framed(ink[box.top : box.bottom, box.left : box.right])
    return Region("stamp" if lines or not framed else UNREAD_MARK, box, lines)


def _print_contrast(small: Pixels) -> float:
    """How far the print is from white, 1.0 when it is black or there is none, by the strongest channel."""
    level = ink_level(channel_range(small)[0])
    return max(_LEAST_CONTRAST, 1.0 - level / 255) if level < 255 else 1.0


def _red_ink(shown: Pixels, contrast: float) -> Pixels:
    """The zone with red ink as strong as it is on white paper beside black print, 0 elsewhere.

    What a blue pen filled in is not seen. `contrast` is that of the print, 1.0 when it is black.
    """
    height, width = shown.shape[:2]
    zone = shown[: round(height * _ZONE_DOWN), : round(width * _ZONE_ACROSS)]
    blue, green, red = cv2.split(zone)
    reddish = cv2.subtract(red, cv2.max(blue, green))
    paper = float(np.median(reddish[::4, ::4]))
    strength = np.clip((np.arange(256) - paper) / contrast, 0, 255).astype(np.uint8)
    return np.asarray(cv2.LUT(reddish, strength), np.uint8)


def _marks(ink: Pixels, dpi: float) -> Iterator[Box]:
    """Patches of ink as large as a mark, straight or slanted, largest first."""
    reach = max(3, round(_JOIN_INCHES * dpi))
    joined = cv2.morphologyEx(_strokes(ink), cv2.MORPH_CLOSE, np.ones((reach, reach), np.uint8))
    outlines, _ = cv2.findContours(joined, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    for outline in sorted(outlines, key=cv2.contourArea, reverse=True):
        left, top, width, height = cv2.boundingRect(outline)
        inside = left + width < ink.shape[1] and top + height < ink.shape[0]
        if inside and _fits(width / dpi, height / dpi, *sorted(cv2.minAreaRect(outline)[1])):
            yield Box(left, top, left + width, top + height)


def _fits(width: float, height: float, short_px: float, long_px: float) -> bool:
    """Whether a patch so many inches wide and high, or as long and short when it is turned, may be a mark."""
    within = width <= _WIDTH_INCHES[1] and _HEIGHT_INCHES[0] <= height <= _HEIGHT_INCHES[1]
    straight = width >= _LEAST_ASPECT * height
    return within and width >= _WIDTH_INCHES[0] and (straight or long_px >= _LEAST_SLANTED_ASPECT * short_px)


def _strokes(ink: Pixels) -> Pixels:
    return np.asarray(cv2.threshold(ink, _RED, 255, cv2.THRESH_BINARY)[1], np.uint8)


def _read(ink: Pixels, box: Box, dpi: float, engine: OcrEngine, seconds: float) -> tuple[Line, ...]:
    """The words of one mark; each has the mark's box, which may be tilted."""
    part = ink[box.top : box.bottom, box.left : box.right]
    picture = _inside(part, round(_FRAME_INCHES * dpi))
    scale = _READ_DPI / dpi
    way = cv2.INTER_AREA if scale < 1.0 else cv2.INTER_CUBIC
    sized = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=way)
    margin = (_MARGIN_PX,) * 4
    padded = np.asarray(cv2.copyMakeBorder(sized, *margin, cv2.BORDER_CONSTANT, value=255), np.uint8)
    lines = engine.read(padded, Hints(dpi=_READ_DPI, segmentation="block", seconds=seconds))
    # However unsure: KHẨN is read rightly with 0.01 to 0.95.
    words = ([replace(word, box=box) for word in line.words if _is_word(word)] for line in lines)
    return tuple(Line(spelled(line)) for line in words if line)


def _is_word(word: Word) -> bool:
    return sum(map(str.isalnum, word.text)) >= _LEAST_LETTERS


def _inside(part: Pixels, edge: int) -> Pixels:
    """A mark set straight, dark on white, without the frame of `edge` pixels or the arrow around it."""
    letters = None if _is_framed(part) else _letters(part)
    if letters is None:
        kept = _cropped(_turned(part, _slant(part)), edge)
    else:
        # The head of an arrow draws its slant aside; the letters tell it well.
        kept = _cropped(_turned(letters, _slant(letters)), 0)
    strength = kept.astype(np.float32) * (255 / max(1, int(kept.max())))
    return np.asarray(255 - np.clip(strength, 0, 255), np.uint8)


def _is_framed(part: Pixels) -> bool:
    """Whether a mark fills a rectangle, however broken its frame is."""
    points = cv2.findNonZero(_strokes(part))
    wide, high = cv2.minAreaRect(points)[1]
    return bool(cv2.contourArea(cv2.convexHull(points)) >= _FRAME_FILL * wide * high)


def _slant(part: Pixels) -> float:
    """Degrees, from -90 to 90, by which the long side of what is inked slopes down to the right."""
    _, (wide, high), angle = cv2.minAreaRect(cv2.findNonZero(_strokes(part)))
    return (angle + (0.0 if wide >= high else 90.0) + 90.0) % 180.0 - 90.0


def _cropped(mark: Pixels, edge: int) -> Pixels:
    left, top, wide, high = cv2.boundingRect(cv2.findNonZero(_strokes(mark)))
    return mark[top + edge : top + high - edge, left + edge : left + wide - edge]


def _turned(part: Pixels, degrees: float) -> Pixels:
    """A mark turned by `degrees` on ground large enough for it."""
    rows, columns = part.shape
    side = int(np.hypot(rows, columns)) + 1
    turn = cv2.getRotationMatrix2D((columns / 2, rows / 2), degrees, 1.0)
    turn[:, 2] += (side - columns) // 2, (side - rows) // 2
    return np.asarray(cv2.warpAffine(part, turn, (side, side), flags=cv2.INTER_CUBIC), np.uint8)


def _letters(mark: Pixels) -> Pixels | None:
    """A mark without the frame or arrow around it, which is nearly as long as all of it.

    None where too little is left: letters that touch the frame are one with it.
    """
    _, labels, table, _ = cv2.connectedComponentsWithStats(_strokes(mark))
    wide, high = table[:, cv2.CC_STAT_WIDTH], table[:, cv2.CC_STAT_HEIGHT]
    outline = wide > _OUTLINE_SHARE * wide[1:].max()
    outline[0] = False
    letters = ~outline & (high > _LETTER_SHARE * high[1:].max())
    letters[0] = False
    if np.count_nonzero(letters) < _LEAST_LEFT or not outline.any():
        return None
    return np.where(outline[labels], np.uint8(0), mark)
