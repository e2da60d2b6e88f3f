"""The displayed page: turned upright, its sheet cut out, straightened, in colour."""

from collections.abc import Callable
from dataclasses import dataclass

import cv2
import numpy as np

from core.page import Pixels
from pipeline.clean import ink
from pipeline.clean.geometry import Transform, quarter_turn, scaling, straightening, warp
from pipeline.clean.light import is_negative
from pipeline.clean.sheet import find_sheet, flattening
from pipeline.clean.upright import stance

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


def as_it_is(pixels: Pixels) -> Standing:
    """A page that needs no turning, such as one drawn from its text."""
    return Standing(np.eye(3), (pixels.shape[1], pixels.shape[0]), 0, 0.0, (), 255, 0.0, 0, 0.0, 255.0)


def stand(pixels: Pixels, dpi: float, upside_down: UpsideDown) -> Standing:
    """Measure how the page must be turned, cut and straightened."""
    small, scale = ink.reduced(pixels)
    grey = ink.grey(small)
    height, width = pixels.shape[:2]
    transform, size, steps = np.eye(3), (width, height), []
    corners = find_sheet(small)
    if corners is not None:
        flat, flat_size = flattening(corners / scale)
        transform, size = flat, flat_size
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
    transform, size = _turned(transform, size, turn)
    if turn:
        steps.append("turn")
    skew = found.skew_degrees if abs(found.skew_degrees) >= _LEAST_SKEW_DEGREES else 0.0
    if skew:
        straight, *straight_size = straightening(skew, *size)
        transform, size = straight @ transform, (straight_size[0], straight_size[1])
        steps.append("straighten")
    glyph_px = float(np.median(letters.height)) / scale if found.measured else 0.0
    return Standing(
        transform,
        size,
        turn,
        skew,
        tuple(steps),
        int(np.median(grey)),
        glyph_px,
        len(letters),
        ink.share(marks),
        ink.contrast(grey),
        sure,
    )


def _tried(turn: int, grey: Pixels, dpi: float, upside_down: UpsideDown) -> tuple[int, bool]:
    """The turn after reading both ways, and whether that told; undecided pages are not turned upside down."""
    trial = np.asarray(np.ascontiguousarray(np.rot90(grey, -turn // 90)), np.uint8)
    opposite = (turn + 180) % 360
    answer = upside_down(trial, dpi)
    if answer is None:
        return (turn if turn in (90, 270) else 0), False
    return (opposite if answer else turn), True


def _turned(transform: Transform, size: tuple[int, int], turn: int) -> tuple[Transform, tuple[int, int]]:
    turned = quarter_turn(turn, *size) @ transform
    return turned, (size[1], size[0]) if turn in (90, 270) else size


def displayed(pixels: Pixels, standing: Standing) -> Pixels:
    """The picture people see."""
    return warp(pixels, standing.transform, standing.size, cv2.INTER_LINEAR, standing.ground)
