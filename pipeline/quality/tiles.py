"""The page in tiles, each measured by itself: a blurred or shaded corner does not hide in an average."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from core.page import Box, Pixels
from pipeline.clean.ink import Glyphs

ROWS, COLUMNS = 16, 11
"""Tiles of about 19 mm on A4: three to four lines of print in each."""

_PAPER_SHARE = 0.75
"""Most of a tile is paper, so this share of its pixels is at most as bright as the paper."""

_INK_SHARE = 0.015
"""The darkest part of a tile that is taken for ink: a short word fills it."""

_STEEP_SHARE = 0.995
_LEAST_LETTERS = 4
"""Fewer are a number on a rule, dirt or the grain of a desk."""

_STEP = 4
"""Every fourth row says as much as all: 10 instead of 19 ms for A4 at 250 dpi."""

_LEAST_CONTRAST = 20
"""Levels; less is the paper's own grain."""

Grid = NDArray[np.float64]
"""ROWS × COLUMNS values."""


@dataclass(frozen=True, slots=True)
class Tiles:
    """What each tile measures; 0.0 where a value needs print and there is none."""

    paper: Grid
    """Brightness of the paper, 0–255."""
    contrast: Grid
    """Levels between ink and paper."""
    edge_px: Grid
    """How wide the edges of strokes are."""
    noise: Grid
    """Median step between neighbouring pixels, in levels."""
    inked: NDArray[np.bool_]
    """Whether there is print in the tile."""
    tile_px: tuple[int, int]
    """Width and height of a tile."""

    def box(self, chosen: NDArray[np.bool_], least: int = 1) -> Box | None:
        """Around the largest group of touching tiles among `chosen`, in pixels of the page.

        None where no group has `least` tiles.
        """
        count, _, found, _ = cv2.connectedComponentsWithStats(chosen.astype(np.uint8), connectivity=8)
        if count < 2 or found[1:, 4].max() < least:
            return None
        left, top, across, down = (int(value) for value in found[1 + np.argmax(found[1:, 4]), :4])
        width, height = self.tile_px
        return Box(left * width, top * height, (left + across) * width, (top + down) * height)


def measure_tiles(grey: Pixels, letters: Glyphs, map_scale: float) -> Tiles:
    """Measure the tiles of a grey page; `letters` were found on a map of it at `map_scale`."""
    height, width = max(2, grey.shape[0] // ROWS), max(2, grey.shape[1] // COLUMNS)
    values = np.zeros((4, ROWS, COLUMNS))
    if grey.shape[0] >= _STEP * ROWS and grey.shape[1] >= 2 * COLUMNS:
        chosen = grey[:-1:_STEP]
        across = cv2.absdiff(chosen[:, 1:], chosen[:, :-1])
        down = cv2.absdiff(chosen, grey[1::_STEP])
        for row in range(ROWS):
            upper, lower = row * height // _STEP, (row + 1) * height // _STEP
            for column in range(COLUMNS):
                place = np.s_[upper:lower, column * width : (column + 1) * width]
                values[:, row, column] = _measured(chosen[place], across[place], down[place])
    paper, contrast, edge_px, noise = values
    inked = (_counted(letters, height * map_scale, width * map_scale) >= _LEAST_LETTERS) & (
        contrast >= _LEAST_CONTRAST
    )
    return Tiles(paper, contrast * inked, edge_px * inked, noise, inked, (width, height))


def _counted(letters: Glyphs, height: float, width: float) -> Grid:
    """How many letters stand in each tile."""
    rows = (letters.top + letters.height / 2) / height
    columns = (letters.left + letters.width / 2) / width
    counted, _, _ = np.histogram2d(rows, columns, bins=(ROWS, COLUMNS), range=((0, ROWS), (0, COLUMNS)))
    return np.asarray(counted, np.float64)


def _measured(
    tile: Pixels, across: "cv2.typing.MatLike", down: "cv2.typing.MatLike"
) -> tuple[float, float, float, float]:
    """Paper, contrast, edge and noise of a tile from some rows of it and the steps from pixel to pixel."""
    levels = _levels(tile)
    paper = _level(levels, _PAPER_SHARE)
    contrast = paper - _level(levels, _INK_SHARE)
    beside, below = _levels(across), _levels(down)
    noise = _level(beside, 0.5)
    # What moved while it was scanned is sharp in one direction only.
    slope = min(_level(beside, _STEEP_SHARE), _level(below, _STEEP_SHARE)) - 2 * noise
    return paper, contrast, contrast / max(1.0, slope), noise


def _levels(values: "cv2.typing.MatLike") -> NDArray[np.float64]:
    """How many values are at most as bright as each level."""
    counted = cv2.calcHist([values], [0], None, [256], [0, 256])
    return np.cumsum(counted, dtype=np.float64)


def _level(levels: NDArray[np.float64], share: float) -> float:
    return float(levels.searchsorted(share * levels[-1]))
