"""The displayed page: turned upright, its sheet cut out, straightened, in colour."""

from collections.abc import Callable
from dataclasses import dataclass

import cv2
import numpy as np

from core.page import Pixels
from pipeline.clean import ink
from pipeline.clean.bend import Bend
from pipeline.clean.curve import find_bend
from pipeline.clean.geometry import Transform, inverse, quarter_turn, scaling, straightening, warp
from pipeline.clean.light import is_negative
from pipeline.clean.sheet import find_sheet, flattening
from pipeline.clean.upright import stance
from pipeline.clean.verticals import tilt_of_rules

_LEAST_SKEW_DEGREES = 0.1
"""Less is within the error of the measurement and not worth resampling."""

UpsideDown = Callable[[Pixels, float], bool | None]
"""Reads a piece of a doubtful page both ways: is this grey picture, at this dpi, upside down?
None when reading can't tell either."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How to get from the scan to the displayed page."""

    transform: Transform
    """Scan pixels → displayed pixels."""
    size: tuple[int, int]
    """Width and height of the displayed page."""
    turn_degrees: int
    skew_degrees: float
    steps: tuple[str, ...]
    ground: int
    """Brightness of the paper, for what lies outside the scan."""
    glyph_px: float
    """Median height of the letters in scan pixels, 0.0 when there are too few."""
    glyph_count: int
    ink_share: float
    """Share of inked pixels, the outermost edges left out."""
    contrast: float
    """Levels between ink and paper."""
    direction_sure: bool = True
    """False when neither the letters nor a trial reading told which way is up."""
    bend: Bend | None = None
    """How the lines of the displayed page are bent, where they clearly are."""


def as_it_is(pixels: Pixels) -> Standing:
    """A page that needs no turning, such as one drawn from its text."""
    return Standing(np.eye(3), (pixels.shape[1], pixels.shape[0]), 0, 0.0, (), 255, 0.0, 0, 0.0, 255.0)


def stand(pixels: Pixels, dpi: float, upside_down: UpsideDown) -> Standing:
    """Measure how the page must be turned, cut and straightened."""
    small, scale = ink.reduced(pixels)
    grey = ink.grey(small)
    height, width = pixels.shape[:2]
    flat, size, steps = np.eye(3), (width, height), []
    corners = find_sheet(small)
    if corners is not None:
        flat, size = flattening(corners / scale)
        steps.append("sheet")
        small_flat = scaling(scale, scale) @ flat @ scaling(1 / scale, 1 / scale)
        small_size = (round(size[0] * scale), round(size[1] * scale))
        grey = warp(grey, small_flat, small_size, cv2.INTER_LINEAR, 255)
    marks = ink.ink_map(np.asarray(255 - grey, np.uint8) if is_negative(grey) else grey)
    letters = ink.glyphs(marks)
    found = stance(letters)
    turn, sure = found.turn_degrees, True
    if not found.sure:
        turn, sure = _tried(found.turn_degrees, grey, dpi * scale, upside_down)
    placed = _placed(flat, size, turn, found.skew_degrees)
    bend = _bend(letters, placed.after(flat, scale), turn, placed.size)
    if bend and (tilt := tilt_of_rules(marks, turn in (90, 270))) is not None:
        placed = _placed(flat, size, turn, tilt)
        bend = _bend(letters, placed.after(flat, scale), turn, placed.size)
    steps.extend(name for name, done in (("turn", turn), ("straighten", placed.skew), ("bend", bend)) if done)
    glyph_px = float(np.median(letters.height)) / scale if found.measured or bend else 0.0
    return Standing(
        placed.transform,
        placed.size,
        turn,
        placed.skew,
        tuple(steps),
        int(np.median(grey)),
        glyph_px,
        len(letters),
        ink.share(marks),
        ink.contrast(grey),
        sure,
        bend,
    )


def _bend(letters: ink.Glyphs, to_page: Transform, turn: int, size: tuple[int, int]) -> Bend | None:
    """How the lines are bent on which the letters stand; `to_page`: map → displayed pixels."""
    if not len(letters):
        return None
    middles = np.stack([letters.left + letters.width / 2, letters.top + letters.height / 2])
    x, y = to_page[:2, :2] @ middles + to_page[:2, 2:]
    grown = float(np.hypot(*to_page[:2, 0]))
    wide, high = (letters.height, letters.width) if turn in (90, 270) else (letters.width, letters.height)
    return find_bend(x, y + high * grown / 2, wide * grown, float(np.median(high)) * grown, size)


def _tried(turn: int, grey: Pixels, dpi: float, upside_down: UpsideDown) -> tuple[int, bool]:
    """The turn after reading both ways, and whether that told; undecided pages are not turned upside down."""
    trial = np.asarray(np.ascontiguousarray(np.rot90(grey, -turn // 90)), np.uint8)
    opposite = (turn + 180) % 360
    answer = upside_down(trial, dpi)
    if answer is None:
        return (turn if turn in (90, 270) else 0), False
    return (opposite if answer else turn), True


@dataclass(frozen=True, slots=True)
class _Placed:
    """A page turned by quarters and straightened."""

    transform: Transform
    """Scan pixels → displayed pixels."""
    size: tuple[int, int]
    skew: float
    """Degrees taken out."""

    def after(self, flat: Transform, scale: float) -> Transform:
        """From the map of the sheet that `flat` cut out to displayed pixels."""
        return self.transform @ inverse(flat) @ scaling(1 / scale, 1 / scale)


def _placed(flat: Transform, size: tuple[int, int], turn: int, tilt: float) -> _Placed:
    """Turn and straighten the sheet of `size` that `flat` cuts out."""
    turned = quarter_turn(turn, *size) @ flat
    size = (size[1], size[0]) if turn in (90, 270) else size
    if abs(tilt) < _LEAST_SKEW_DEGREES:
        return _Placed(turned, size, 0.0)
    straight, width, height = straightening(tilt, *size)
    return _Placed(straight @ turned, (width, height), tilt)


def displayed(pixels: Pixels, standing: Standing) -> Pixels:
    """The picture people see."""
    return warp(pixels, standing.transform, standing.size, cv2.INTER_LINEAR, standing.ground)
