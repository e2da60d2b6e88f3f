"""What a pen wrote beside the print: notes in the margin or above the heading, entries in arrival stamps.

Blue ink is made to vanish before a page is read, so that print under it stays legible; here it is looked for
by its colour. Black ink is read with the print: what reads badly and stands off the text is a note.
Signatures and numbers that a pen filled into a printed line belong to the body and are left alone.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from core.page import Box, Line, Pixels, Region
from pipeline.raster import dpi_as_a4
from pipeline.stamps import STAMP
from pipeline.syllables import legal_share

PEN_VERSION = 1
"""Part of the reading fingerprint."""

MARGIN_NOTE, HANDWRITING = "margin_note", "handwriting"

_SEARCH_DPI = 100.0
_BLUE = 40
"""How much stronger blue is than red in the ink of pens; in print on tinted paper it is below 20."""

_FAINT_BLUE = 24
"""The same inside a stamp, on faded pages and photographs."""

_VIOLET = 12
"""How much stronger red is than green in the violet ink of stamps; in pen ink it is weaker."""

_JOIN_INCHES = 0.12
"""Strokes so near are one piece of writing."""

_LEAST_INCHES, _LEAST_INK = 0.15, 20
"""Width of writing, and its pixels of ink at 100 dpi: smaller is a tick or dirt."""

_APART_INCHES = 0.3
"""Pieces nearer than this are one note."""

_HEAD = 0.3
"""In this share of the page from the top a note may also stand in the blanks between the print."""

_SURE = 0.8
_DOUBTFUL = 0.85
"""Capitals by pen are read with up to 0.81; printed codes of forms above the heading with 0.9 and more."""

_LEGAL = 0.5
_LEAST_LINES, _LEAST_WORDS = 4, 4
"""Lines of so many words, surely read, tell where the text stands."""


@dataclass(frozen=True, slots=True)
class _Frame:
    """Where the text of a page stands, px."""

    left: float
    right: float
    top: float

    def is_beside(self, box: Box) -> bool:
        """Whether a box stands in a margin at the side."""
        return box.right <= self.left or box.left >= self.right

    def is_outside(self, box: Box) -> bool:
        """Whether a box stands in a margin or above the text."""
        return self.is_beside(box) or box.bottom <= self.top


def notes_apart(lines: Sequence[Line]) -> tuple[tuple[Line, ...], tuple[Region, ...]]:
    """The lines of the body, and those a pen wrote beside it, each as a note."""
    frame = _frame(lines)
    if frame is None:
        return tuple(lines), ()
    notes = [line for line in lines if frame.is_outside(line.box) and _is_scrawl(line)]
    body = tuple(line for line in lines if line not in notes)
    return body, tuple(Region(MARGIN_NOTE, line.box, (line,)) for line in notes)


def _is_scrawl(line: Line) -> bool:
    """Whether it reads like letters, but not like print; page numbers are print, dirt has no letters."""
    texts = [word.text for word in line.words]
    share, count = legal_share(texts)
    number = "".join(texts).strip("-. ").isdecimal()
    letters = sum(char.isalpha() for text in texts for char in text)
    return line.confidence < _DOUBTFUL and not number and letters > 1 and (count == 0 or share < _LEGAL)


def pen_regions(shown: Pixels, lines: Sequence[Line], regions: Sequence[Region]) -> tuple[Region, ...]:
    """What blue ink wrote into stamps, beside the text and between the parts of its heading."""
    if shown.ndim == 2:
        return ()
    dpi = dpi_as_a4(shown)
    stamps = [region.box for region in regions if region.kind == STAMP]
    entries = _pieces(shown, dpi, _FAINT_BLUE) if stamps else []
    entered = [piece for piece in entries if any(_holds(stamp, piece) for stamp in stamps)]
    free = [piece for piece in _pieces(shown, dpi, _BLUE) if not _touches(piece, regions)]
    frame = _frame(lines)
    notes = [piece for piece in free if frame and _is_note(piece, frame, lines, _HEAD * shown.shape[0])]
    reach = round(_APART_INCHES * dpi)
    return (
        *(Region(HANDWRITING, box) for box in entered),
        *(Region(MARGIN_NOTE, box) for box in _joined(notes, reach)),
    )


def _pieces(shown: Pixels, dpi: float, least: int) -> list[Box]:
    """Where ink at least so blue is written, from top to bottom."""
    at = min(dpi, _SEARCH_DPI)
    scale, (height, width) = at / dpi, shown.shape[:2]
    size = max(1, round(width * scale)), max(1, round(height * scale))
    small = cv2.resize(shown, size, interpolation=cv2.INTER_NEAREST)
    blue, green, red = cv2.split(small)
    ink = (cv2.subtract(blue, red) > least) & (cv2.subtract(red, green) < _VIOLET)
    if np.count_nonzero(ink) < _LEAST_INK:
        return []
    reach = max(3, round(_JOIN_INCHES * at))
    marks = np.asarray(ink, np.uint8)
    joined = cv2.morphologyEx(marks, cv2.MORPH_CLOSE, np.ones((reach, reach), np.uint8))
    count, labels, table, _ = cv2.connectedComponentsWithStats(np.asarray(joined, np.uint8))
    inked = np.bincount(labels[ink], minlength=count)
    found = []
    for number, (left, top, wide, high, _) in enumerate(table.tolist()):
        if number and wide >= _LEAST_INCHES * at and inked[number] >= _LEAST_INK:
            found.append(Box(*(round(edge / scale) for edge in (left, top, left + wide, top + high))))
    return sorted(found, key=lambda box: box.top)


def _frame(lines: Iterable[Line]) -> _Frame | None:
    """Where the text stands; None on a page with hardly any."""
    print_ = [line for line in lines if line.confidence >= _SURE and len(line.words) > 1]
    full = [line.box for line in print_ if len(line.words) >= _LEAST_WORDS]
    if len(full) < _LEAST_LINES:
        return None
    left = np.percentile([box.left for box in full], 10)
    right = np.percentile([box.right for box in full], 90)
    return _Frame(float(left), float(right), float(min(line.box.top for line in print_)))


def _is_note(piece: Box, frame: _Frame, lines: Sequence[Line], head_px: float) -> bool:
    words = [word.box for line in lines for word in line.words]
    if any(piece.overlap(word) > 0.1 * min(piece.area, word.area) for word in words):
        return False
    if frame.is_beside(piece):
        return True
    return piece.bottom <= max(head_px, frame.top) and not any(_follows(piece, word) for word in words)


def _follows(piece: Box, word: Box) -> bool:
    """Whether the piece was filled in on the line of a word."""
    shared = min(piece.bottom, word.bottom) - max(piece.top, word.top)
    gap = max(piece.left - word.right, word.left - piece.right)
    return shared > 0.4 * word.height and gap < 2 * word.height


def _holds(stamp: Box, piece: Box) -> bool:
    return stamp.overlap(piece) > 0.5 * piece.area


def _touches(piece: Box, regions: Sequence[Region]) -> bool:
    return any(region.box.overlap(piece) > 0 for region in regions)


def _joined(pieces: Sequence[Box], reach: int) -> list[Box]:
    """Pieces of one note together."""
    notes: list[Box] = []
    for piece in pieces:
        box = piece
        while near := [one for one in notes if _wider(one, reach).overlap(box)]:
            box = Box.around([box, *near])
            notes = [one for one in notes if one not in near]
        notes.append(box)
    return sorted(notes, key=lambda box: (box.top, box.left))


def _wider(box: Box, reach: int) -> Box:
    return Box(box.left - reach, box.top - reach, box.right + reach, box.bottom + reach)
