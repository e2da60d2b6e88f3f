"""Print on a drawn page that its text layer leaves out: pasted scans, pictures of text, drawn letters."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

import cv2
import numpy as np

from core.page import Box, Line, PageImage, Pixels
from pipeline.clean import colour, ink
from pipeline.clean.geometry import inverse, quarter_turn, shift
from pipeline.clean.stand import Standing, UpsideDown, as_it_is, stand
from pipeline.syllables import legal_share
from pipeline.tables import Found
from pipeline.words import Placing, bending

_MARGIN = 0.2
"""Marks of capitals and tails beyond the boxes of words, in heights of the box."""

_ROW_LETTERS, _COLUMN_LETTERS = 4, 8
"""Letters in a row that are print, upright or on its side; strokes of signatures rarely make as many."""

_GAP = 0.9
"""How far, in letters, the next letter of a row may be."""

_ALIKE = (0.5, 1.8)
"""Heights of the letters of a row, as parts of their median."""

_LEAST_PX = 5
"""Height of letters on the map of 137 dpi, print of 6 points; dashes are lower."""

_LEAST_LETTERS = 6
_MUCH = 150
"""Letters that make a leftover a page of its own, which may stand on its side or upside down."""

_EDGE = 1.5
"""White around the leftover, in letters."""

_SURE, _LEAST_LEGAL = 0.6, 0.5
"""What is read with less confidence counts only if as large a share of it is legal syllables."""


@dataclass(frozen=True, slots=True)
class Leftover:
    """What is left to read of a page."""

    image: PageImage
    """A part of the page, what the layer covers painted white."""
    left: int
    """Where the part lies on the page, in pixels."""
    top: int
    is_much: bool
    """Whether it is large enough to be turned another way than the page."""


def turned(pixels: Pixels, degrees: int) -> Standing:
    """A page drawn from its text, turned clockwise by quarters."""
    height, width = pixels.shape[:2]
    size = (height, width) if degrees in (90, 270) else (width, height)
    turn = quarter_turn(degrees, width, height)
    return replace(as_it_is(pixels), transform=turn, size=size, turn_degrees=degrees)


def find_leftover(image: PageImage, lines: Iterable[Line]) -> Leftover | None:
    """The part of a page that holds print outside of `lines`; None where there is none."""
    covered = [_widened(word.box) for line in lines for word in line.words]
    small, scale = ink.reduced(image.pixels)
    grey = colour.without_colour(small) if colour.has_coloured_ink(small) else ink.grey(small)
    marks = ink.ink_map(_painted(grey, covered, scale))
    found = _print(ink.glyphs(marks), marks.shape)
    if len(found) < _LEAST_LETTERS:
        return None
    height = float(np.median(found[:, 3]))
    low = (found[:, :2].min(axis=0) - _EDGE * height) / scale
    high = ((found[:, :2] + found[:, 2:]).max(axis=0) + _EDGE * height) / scale
    across, down = image.pixels.shape[1], image.pixels.shape[0]
    left, top = max(0, int(low[0])), max(0, int(low[1]))
    right, bottom = min(across, int(high[0]) + 1), min(down, int(high[1]) + 1)
    part = image.pixels[top:bottom, left:right]
    shifted = [Box(box.left - left, box.top - top, box.right - left, box.bottom - top) for box in covered]
    pixels = _painted(part, shifted, 1.0)
    return Leftover(PageImage(image.number, pixels, image.dpi), left, top, len(found) >= _MUCH)


def standing_of(rest: Leftover, upside_down: UpsideDown) -> Standing:
    """How the leftover stands; a few words stand as the page does."""
    judge: UpsideDown = upside_down if rest.is_much else _upright
    return stand(rest.image.pixels, rest.image.dpi, judge)


def _upright(_: Pixels, __: float) -> bool | None:
    return None


def put_on_page(found: Found, rest: Leftover, part: Standing, size: tuple[int, int]) -> Found:
    """What was read of the leftover, on a page of this size, without what seals and strokes look like."""
    place = Placing.by(shift(rest.left, rest.top) @ inverse(part.transform), size)
    body, cells = found
    kept, bent = tuple(line for line in body if _makes_sense(line)), bending(part)
    return place.lines(bent.lines(kept)), place.filled(bent.filled(cells))


def _makes_sense(line: Line) -> bool:
    share, count = legal_share(word.text for word in line.words)
    return line.confidence >= _SURE or (count > 0 and share >= _LEAST_LEGAL)


def _widened(box: Box) -> Box:
    # Words on their side are tall, so that the shorter side is the height of their letters.
    margin = round(_MARGIN * min(box.width, box.height)) + 1
    return Box(box.left - margin, box.top - margin, box.right + margin, box.bottom + margin)


def _painted(pixels: Pixels, boxes: Iterable[Box], scale: float) -> Pixels:
    painted = pixels.copy()
    for box in boxes:
        left, top, right, bottom = (max(0, round(side * scale)) for side in box)
        painted[top:bottom, left:right] = 255
    return painted


def _print(letters: ink.Glyphs, shape: tuple[int, ...]) -> np.ndarray:
    """Left, top, width and height of the letters that stand in rows or columns of print."""
    table = np.stack([letters.left, letters.top, letters.width, letters.height], axis=1)
    if len(table) < _LEAST_LETTERS:
        return table[:0]
    reach = _GAP * float(np.median(np.maximum(table[:, 2], table[:, 3])))
    rows = _in_groups(table, shape, (reach, 0.0), _ROW_LETTERS)
    columns = _in_groups(table, shape, (0.0, reach), _COLUMN_LETTERS)
    return np.asarray(table[rows | columns])


def _in_groups(
    table: np.ndarray, shape: tuple[int, ...], reach: tuple[float, float], least: int
) -> np.ndarray:
    """Which letters have enough others of their size beside them, `reach` across and down."""
    canvas = np.zeros(shape[:2], np.uint8)
    across, down = reach[0] / 2, reach[1] / 2
    for x, y, width, height in table.tolist():
        corners = (round(x - across), round(y - down)), (round(x + width + across), round(y + height + down))
        cv2.rectangle(canvas, *corners, 1, cv2.FILLED)
    _, labels = cv2.connectedComponents(canvas, connectivity=4)
    ys, xs = table[:, 1] + table[:, 3] / 2, table[:, 0] + table[:, 2] / 2
    group = labels[ys.astype(int), xs.astype(int)]
    sizes = table[:, 3] if reach[0] else table[:, 2]
    chosen = np.zeros(len(table), bool)
    for label in np.flatnonzero(np.bincount(group) >= least):
        members = group == label
        share = sizes / np.median(sizes[members])
        alike = members & (share >= _ALIKE[0]) & (share <= _ALIKE[1]) & (sizes >= _LEAST_PX)
        if np.count_nonzero(alike) >= least:
            chosen |= alike
    return chosen
