"""Stamps and seals on a page: kept as what they are, apart from the body text.

What stands in a stamp's frame is read with the page and then set apart when it says so itself (ĐẾN,
HỎA TỐC, LƯU HÀNH NỘI BỘ): a framed part of a form stays in the body.
"""

import re
from collections.abc import Sequence

import cv2
import numpy as np

from core.page import Box, Line, Pixels, Region, Word
from core.text import fold
from pipeline.clean.colour import COLOURED, channel_range
from pipeline.clean.seals import find_seals
from pipeline.marks import is_mark
from pipeline.raster import dpi_as_a4

STAMPS_VERSION = 2
"""Part of the reading fingerprint."""

STAMP, SEAL = "stamp", "seal"

_SAYS_STAMP = re.compile(
    r"\bden\b.*\b(gio|ngay|so|chuyen)\b|\b(gio|ngay|so|chuyen)\b.*\bden\b"
    r"|luu hanh noi bo|xem xong tra lai"
)
_SEARCH_DPI = 100.0
_LEAST_SHARE = 0.0005


def set_apart(lines: Sequence[Line], frames: Sequence[Box]) -> tuple[tuple[Line, ...], tuple[Region, ...]]:
    """The lines of the body, and the stamps among the frames with theirs."""
    body, stamps = tuple(lines), list[Region]()
    for frame in frames:
        inside = [Line(words) for line in body if (words := _parted(line, frame, within=True))]
        said = " ".join(re.findall(r"[a-z]+", fold(" ".join(line.text for line in inside))))
        if (
            _SAYS_STAMP.search(said)
            or is_mark(said)
            or any(_is_arrival(word) for line in inside for word in line.words)
        ):
            stamps.append(Region(STAMP, frame, tuple(sorted(inside, key=lambda line: line.box.top))))
            outside = (_parted(line, frame, within=False) for line in body)
            body = tuple(Line(words) for words in outside if words)
    return body, tuple(stamps)


def _is_arrival(word: Word) -> bool:
    """Whether it is ĐẾN in capitals: what stands beside it is small or by pen, and often not read."""
    return word.text.isupper() and fold(word.text) == "den"


def _parted(line: Line, frame: Box, *, within: bool) -> tuple[Word, ...]:
    return tuple(word for word in line.words if _is_within(word.box, frame) is within)


def _is_within(box: Box, frame: Box) -> bool:
    across, down = (box.left + box.right) / 2, (box.top + box.bottom) / 2
    return frame.left <= across < frame.right and frame.top <= down < frame.bottom


def coloured_seals(shown: Pixels) -> tuple[Region, ...]:
    """The seals in coloured ink on a displayed page."""
    if shown.ndim == 2:
        return ()
    dpi = dpi_as_a4(shown)
    step = max(1, int(dpi / _SEARCH_DPI))
    strongest, weakest = channel_range(shown[::step, ::step])
    ink = cv2.threshold(cv2.subtract(strongest, weakest), COLOURED, 255, cv2.THRESH_BINARY)[1]
    if np.count_nonzero(ink) < _LEAST_SHARE * ink.size:
        return ()
    height, width = shown.shape[:2]
    boxes = (seal.box for seal in find_seals(np.asarray(ink, np.uint8), dpi / step))
    return tuple(
        Region(SEAL, Box(max(0, box.left), max(0, box.top), min(width, box.right), min(height, box.bottom)))
        for box in (Box(*(edge * step for edge in box)) for box in boxes)
    )
