"""The cleaning steps of the engine's copy, in the order they are applied.

Each step measures whether the page needs it and answers None if it does not:
applied blindly, thresholding and denoising lower the accuracy of clean pages.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import partial

import cv2
import numpy as np

from core.page import Box, PageImage, Pixels
from pipeline.clean import colour, ink, leaders, light, rules, seals, speckle, strokes
from pipeline.clean.bend import unbent
from pipeline.clean.cells import Moved, find_cells, stacked, stacked_alike
from pipeline.clean.frames import find_frames
from pipeline.clean.geometry import Transform, inverse, map_box, scaling, shift, warp
from pipeline.clean.grids import find_grids
from pipeline.clean.stand import Standing

CLEANING_VERSION = 9
"""Part of the reading fingerprint: raise it when any step changes what is read."""

Step = Callable[[Pixels, float], Pixels | None]
"""Grey page and its dpi → cleaned page, or None where nothing needs to be done."""

SCAN_STEPS: tuple[tuple[str, Step], ...] = (
    ("positive", light.positive),
    ("light", light.evened),
    ("faded", light.darkened),
    ("speckle", speckle.unspeckled),
)
"""Applied to the pixels of the scan, before they are turned and scaled."""

COPY_STEPS: tuple[tuple[str, Step], ...] = (("leaders", leaders.without_leaders),)
"""Applied to the straight copy at its final size, before the rules are taken out."""

BEST_DPI = 300.0
_KEEP_DPI = (250.0, 340.0)
"""Between these a page is read at its own resolution."""

_USUAL_GLYPH_PX = 25.0
"""Median height of letters, capitals and marks at the nominal 300 dpi: print of 13 points."""

_BEST_GLYPH_PX = 21.0
"""Their height on the engine's copy; smaller is faster. Word F1 of 42 drawn pages with 21, 22 and 25 px:
99.1, 99.0, 98.9 %; line CER of four real ones 0.95, 1.07, 1.07 %; Tesseract
takes 0.80, 0.82 and 0.91 s a page."""

_SAMPLE_STEP = 4
_BORDER_PX = 16
_LARGEST_SCALE = 4.0
_LEAST_SCALE = 0.2


@dataclass(frozen=True, slots=True)
class Prepared:
    """The engine's copy of a page."""

    pixels: Pixels
    """Grey."""
    to_displayed: Transform
    """Its pixels → displayed-page pixels, as they would be were the page flat: `Bend.seen` comes after it."""
    dpi: int
    """Nominal: such that letters of usual size are 25 px high at 300."""
    steps: tuple[str, ...]
    cells: tuple[Moved, ...] = ()
    """Table cells that stand below the page, to be put back before anything else."""
    frames: tuple[Box, ...] = ()
    """Frames that may be stamps."""
    seals: tuple[Box, ...] = ()
    """Black seals, which were taken out."""
    left_in: Pixels | None = None
    """The same with black seals and strokes left in; None where there were none."""


def reading_scale(dpi: float, glyph_px: float) -> float:
    """How much to enlarge the displayed page for the engine.

    What the letters measure counts more than what the file states: photos and
    re-encoded scans state any resolution.
    """
    needed = _BEST_GLYPH_PX / glyph_px if glyph_px > 0 else BEST_DPI / dpi
    low, high = _KEEP_DPI
    if BEST_DPI / high <= needed <= BEST_DPI / low:
        return 1.0
    return float(min(_LARGEST_SCALE, max(_LEAST_SCALE, needed)))


def prepare(image: PageImage, standing: Standing, skip: frozenset[str] = frozenset()) -> Prepared:
    """Make the engine's copy; steps named in `skip` are left out."""
    done: list[str] = []
    grey = _grey(image, skip, done)
    for name, step in SCAN_STEPS:
        grey = _applied(name, step, grey, image.dpi, skip, done)
    scale = reading_scale(image.dpi, standing.glyph_px)
    size = (max(1, round(standing.size[0] * scale)), max(1, round(standing.size[1] * scale)))
    to_copy = scaling(size[0] / standing.size[0], size[1] / standing.size[1])
    if scale != 1.0:
        done.append("scale")
    grey = warp(grey, to_copy @ standing.transform, size, _smoothing(scale), 255)
    if standing.bend and "bend" not in skip:
        grey = unbent(grey, standing.bend, (to_copy[0, 0], to_copy[1, 1]))
        done.append("bend")
    dpi = _nominal_dpi(image.dpi, standing.glyph_px) * scale
    for name, step in COPY_STEPS:
        grey = _applied(name, step, grey, dpi, skip, done)
    frames = find_frames(grey, dpi)
    found = rules.find_rules(grey, dpi)
    if found.any and "rules" not in skip:
        grey = rules.without_rules(grey, found)
        done.append("rules")
    whole = grey
    known = ink.marks(grey, dpi)
    round_ones = () if "seals" in skip else seals.black_seals(known, dpi)
    for seal in round_ones:
        grey = seals.without_seal(grey, seal, dpi)
    done.extend(["seals"] if round_ones else [])
    lifting = partial(strokes.without_strokes, known=None if round_ones else known)
    grey = _applied("strokes", lifting, grey, dpi, skip, done)
    left_in = None if grey is whole else whole
    moved: tuple[Moved, ...] = ()
    if "cells" not in skip:
        grids = find_grids(found)
        cells = tuple(cell for at, grid in enumerate(grids) for cell in find_cells(grid, found, at))
        grey, moved = stacked(grey, cells, dpi)
        left_in = None if left_in is None else stacked_alike(left_in, moved, grey.shape)
        done.extend(["cells"] if moved else [])
    edge = _BORDER_PX
    back = inverse(to_copy) @ shift(-edge, -edge)
    return Prepared(
        _bordered(grey),
        back,
        round(min(600, max(100, dpi))),
        tuple(done),
        tuple(one.shifted(edge) for one in moved),
        tuple(frame.moved(edge, edge) for frame in frames),
        tuple(seal.box.moved(edge, edge) for seal in round_ones),
        None if left_in is None else _bordered(left_in),
    )


def _bordered(grey: Pixels) -> Pixels:
    """Print that touches the edge is not read: a white border sets it off."""
    edge = _BORDER_PX
    return np.asarray(
        cv2.copyMakeBorder(grey, edge, edge, edge, edge, cv2.BORDER_CONSTANT, value=255), np.uint8
    )


def painted_over(copy: Prepared, boxes: Iterable[Box]) -> Prepared:
    """The copy with places of the flat displayed page painted white: codes would be read as words."""
    places = list(boxes)
    if not places:
        return copy
    pixels, to_copy = copy.pixels.copy(), inverse(copy.to_displayed)
    left_in = None if copy.left_in is None else copy.left_in.copy()
    for place in places:
        left, top, right, bottom = map_box(place, to_copy, (pixels.shape[1], pixels.shape[0]))
        for picture in (pixels, left_in):
            if picture is not None:
                picture[top:bottom, left:right] = 255
    return replace(copy, pixels=pixels, left_in=left_in)


def _grey(image: PageImage, skip: frozenset[str], done: list[str]) -> Pixels:
    """The page without colours; what counts as coloured is measured on paper made white."""
    pixels = image.pixels
    if "colour" in skip or not colour.has_coloured_ink(pixels[::_SAMPLE_STEP, ::_SAMPLE_STEP]):
        return ink.grey(pixels)
    pixels = _applied("light", light.evened, pixels, image.dpi, skip, done)
    done.append("colour")
    return colour.without_colour(pixels)


def _applied(
    name: str, step: Step, grey: Pixels, dpi: float, skip: frozenset[str], done: list[str]
) -> Pixels:
    cleaned = None if name in skip else step(grey, dpi)
    if cleaned is None:
        return grey
    done.append(name)
    return cleaned


def _smoothing(scale: float) -> int:
    """OpenCV's interpolation: linear costs a third of cubic and only enlarging shows the difference."""
    if scale > 1.0:
        return cv2.INTER_CUBIC
    return cv2.INTER_AREA if scale < 0.8 else cv2.INTER_LINEAR


def _nominal_dpi(dpi: float, glyph_px: float) -> float:
    return BEST_DPI * glyph_px / _USUAL_GLYPH_PX if glyph_px > 0 else dpi
