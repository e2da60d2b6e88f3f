"""What can be said of a page before it is read."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from core.page import Pixels
from pipeline.clean import ink
from pipeline.clean.geometry import inverse
from pipeline.clean.light import is_negative
from pipeline.clean.stand import Standing
from pipeline.quality.edges import beyond, cut_sides
from pipeline.quality.tiles import Tiles, measure_tiles

_GLARE_LEVEL = 252
_GREY_PAPER = 236
"""On paper brighter than this nothing tells a reflection from the paper."""

_TRACE = 236
"""Of 255: what is darker than its surroundings by this much could be print, were it stronger."""


@dataclass(frozen=True, slots=True)
class Measures:
    """A page before it is read. Lengths are pixels of the displayed page."""

    dpi: float
    glyph_px: float
    """Median height of letters, 0.0 when there are too few."""
    glyph_count: int
    ink_share: float
    contrast: float
    """Levels between ink and paper in the median tile with print, 255.0 without print."""
    blur: float
    """Width of a stroke's edge against the height of a letter, in the median tile with print."""
    noise: float
    """Median step between neighbouring pixels, in levels."""
    paper: float
    """Brightness of the paper in the median tile."""
    darkest: float
    """Brightness of the paper where it is darkest, 0–255, the outermost tiles left out."""
    glare: float
    """Share of the page that shines brighter than its paper."""
    traces: int
    """Letter-sized marks too pale to count as print."""
    cut: tuple[str, ...]
    """Sides where print runs off: left, top, right, bottom, as displayed."""
    beyond: int
    """Letters outside what was taken for the sheet of paper on a photo."""
    skew_degrees: float
    turn_degrees: int
    direction_sure: bool
    tiles: Tiles


def measure(scan: Pixels, displayed: Pixels, dpi: float, standing: Standing) -> Measures:
    """Measure the page as scanned and as displayed, in colour or grey."""
    grey = ink.grey(displayed)
    if is_negative(grey):
        grey = np.asarray(255 - grey, np.uint8)
    small, scale = ink.reduced(grey)
    level = ink.levelled(small)
    letters = ink.glyphs(np.asarray(level < ink.DARKEST, np.uint8))
    tiles = measure_tiles(grey, letters, scale)
    edges = tiles.edge_px[tiles.inked]
    glyph_px = standing.glyph_px
    return Measures(
        dpi=dpi,
        glyph_px=glyph_px,
        glyph_count=standing.glyph_count,
        ink_share=standing.ink_share,
        contrast=_middle(tiles.contrast[tiles.inked], 255.0),
        blur=_middle(edges, 0.0) / glyph_px if glyph_px else 0.0,
        noise=float(np.median(tiles.noise)),
        paper=float(np.median(tiles.paper)),
        darkest=float(np.percentile(tiles.paper[1:-1, 1:-1], 5)),
        glare=_glare(small, float(np.percentile(tiles.paper, 20))),
        traces=len(ink.glyphs(np.asarray(level < _TRACE, np.uint8))),
        cut=cut_sides(letters, _frame(standing, scan) * scale) if glyph_px else (),
        beyond=_beyond(scan, standing) if "sheet" in standing.steps else 0,
        skew_degrees=standing.skew_degrees,
        turn_degrees=standing.turn_degrees,
        direction_sure=standing.direction_sure,
        tiles=tiles,
    )


def _frame(standing: Standing, scan: Pixels) -> NDArray[np.float64]:
    """Where the corners of the scan, or of the sheet cut out of it, lie on the displayed page."""
    if "sheet" in standing.steps:
        return _corners(standing.size)
    corners = _corners((scan.shape[1], scan.shape[0]))
    return np.asarray(cv2.perspectiveTransform(corners[None], standing.transform)[0], np.float64)


def _corners(size: tuple[int, int]) -> NDArray[np.float64]:
    width, height = size
    return np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float64)


def _beyond(scan: Pixels, standing: Standing) -> int:
    small, scale = ink.reduced(ink.grey(scan))
    sheet = cv2.perspectiveTransform(_corners(standing.size)[None], inverse(standing.transform))[0]
    return beyond(ink.glyphs(ink.ink_map(small)), np.asarray(sheet * scale, np.float64))


def _middle(values: NDArray[np.float64], otherwise: float) -> float:
    return float(np.median(values)) if values.size else otherwise


def _glare(small: Pixels, paper: float) -> float:
    """Share of the map inside large patches that shine, where the duller parts have grey `paper`."""
    if paper > _GREY_PAPER:
        return 0.0
    bright = (small >= _GLARE_LEVEL).astype(np.uint8)
    return float(cv2.erode(bright, np.ones((25, 25), np.uint8)).mean())
