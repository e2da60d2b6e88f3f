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
    if grey.shape[0] >= 2 * ROWS and grey.shape[1] >= 2 * COLUMNS:
        for row in range(ROWS):
            band = grey[row * height : (row + 1) * height]
            for column in range(COLUMNS):
                values[:, row, column] = _measured(band[:, column * width : (column + 1) * width])
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


def _measured(tile: Pixels) -> tuple[float, float, float, float]:
    levels = np.cumsum(np.bincount(tile[::2, ::2].ravel(), minlength=256))
    paper = float(np.searchsorted(levels, _PAPER_SHARE * levels[-1]))
    contrast = paper - float(np.searchsorted(levels, _INK_SHARE * levels[-1]))
    across = _steps(cv2.absdiff(tile[::2, 1:], tile[::2, :-1]))
    down = _steps(cv2.absdiff(tile[1::2], tile[: tile.shape[0] // 2 * 2 : 2]))
    noise = _level(across, 0.5)
    # What moved while it was scanned is sharp in one direction only.
    slope = min(_level(across, _STEEP_SHARE), _level(down, _STEEP_SHARE)) - 2 * noise
    return paper, contrast, contrast / max(1.0, slope), noise


def _steps(difference: "cv2.typing.MatLike") -> NDArray[np.intp]:
    return np.cumsum(np.bincount(np.asarray(difference, np.uint8).ravel(), minlength=256))


def _level(steps: NDArray[np.intp], share: float) -> float:
    return float(np.searchsorted(steps, share * steps[-1]))
