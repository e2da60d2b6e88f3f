"""How the lines of a page that does not lie flat are bent, and making them straight for the engine."""

import math
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from core.page import Box, Pixels

Values = NDArray[np.float64]

DEGREES = 3
"""Down the page a bend changes as a parabola: constant, linear and square part."""

_BEYOND = 1.1
"""How far past the outermost lines, in half heights of the text, the bend goes on changing."""


@dataclass(frozen=True, slots=True, eq=False)
class Bend:
    """The way down from where print would stand on a flat page to where it stands on the displayed one.

    Both have the same size and the same x; the letters' width is not touched.
    """

    width_px: float
    """Knots are spread evenly from 0 to here."""
    middle_px: float
    half_px: float
    """Middle and half height of the text."""
    drops: Values
    """`DEGREES` × knots, px: the parts of the way down at each knot."""

    def drop(self, x: Values, y: Values) -> Values:
        """How much lower, in px, print is seen that would stand at (x, y)."""
        knots = self.drops.shape[1]
        places = np.linspace(0.0, self.width_px, knots)
        down = np.clip((y - self.middle_px) / self.half_px, -_BEYOND, _BEYOND)
        constant, linear, square = (np.interp(x, places, part) for part in self.drops)
        return np.asarray(constant + down * (linear + down * square), np.float64)

    def seen(self, box: Box, height_px: int) -> Box:
        """The upright box on the displayed page around a box of the flat one."""
        xs = np.array([box.left, box.right, box.left, box.right], np.float64)
        ys = np.array([box.top, box.top, box.bottom, box.bottom], np.float64)
        return self._around(box, ys + self.drop(xs, ys), height_px)

    def flat(self, box: Box, height_px: int) -> Box:
        """The upright box on the flat page around a box of the displayed one."""
        xs = np.array([box.left, box.right, box.left, box.right], np.float64)
        seen = np.array([box.top, box.top, box.bottom, box.bottom], np.float64)
        ys = seen
        for _ in range(4):
            ys = seen - self.drop(xs, ys)
        return self._around(box, ys, height_px)

    @staticmethod
    def _around(box: Box, ys: Values, height_px: int) -> Box:
        top = min(max(0, math.floor(float(ys.min()) + 0.01)), height_px - 1)
        bottom = min(height_px, math.ceil(float(ys.max()) - 0.01))
        return Box(box.left, top, box.right, max(top + 1, bottom))


def unbent(pixels: Pixels, bend: Bend, scale: tuple[float, float]) -> Pixels:
    """The displayed page, enlarged by `scale` (x, y), its lines straight; 0.1 s for A4 at 300 dpi."""
    height, width = pixels.shape[:2]
    xs = (np.arange(width) + 0.5) / scale[0]
    rows = np.arange(height, dtype=np.float32)[:, None]
    down = np.clip(((rows + 0.5) / scale[1] - bend.middle_px) / bend.half_px, -_BEYOND, _BEYOND)
    places = np.linspace(0.0, bend.width_px, bend.drops.shape[1])
    parts = [np.interp(xs, places, part)[None, :].astype(np.float32) for part in bend.drops]
    constant, linear, square = (part * np.float32(scale[1]) for part in parts)
    map_y = rows + constant + down.astype(np.float32) * (linear + down.astype(np.float32) * square)
    map_x = np.broadcast_to(np.arange(width, dtype=np.float32)[None, :], map_y.shape)
    straight = cv2.remap(
        pixels, map_x, map_y, cv2.INTER_CUBIC, borderMode=cv2.BORDER_CONSTANT, borderValue=(255, 255, 255)
    )
    return np.asarray(straight, np.uint8)
