"""A page that does not lie flat, as a camera above it sees it: bound books, sheets once rolled or folded."""

from dataclasses import dataclass
from typing import Literal

import cv2
import numpy as np
from numpy.typing import NDArray

from core.page import Box, Pixels

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Curl:
    """How a page rises from the table and where the camera is; lengths are shares of the page's width."""

    shape: Literal["gutter", "arch", "wave"]
    """A book's page that rises towards its spine at the left, one cylinder, a sheet once folded."""
    rise: float
    """Greatest height above the table."""
    camera_down: float = 0.5
    """Where the camera is along the page, 0 at its head, 1 at its foot: lines bend the more the farther."""
    camera_height: float = 1.8
    shade: float = 0.0
    """Share of the light that the steepest part loses."""


class Curled:
    """The geometry of one curled page: points of the flat page ↔ points of the picture, pixels of both."""

    def __init__(self, width_px: int, height_px: int, curl: Curl) -> None:
        self._width, self._height = width_px, height_px
        across = np.linspace(0.0, 1.0, 2000)
        heights = _profile(across, curl)
        run = np.gradient(across)
        # What the page is long, its shadow is not: the paper is followed along its curve.
        steps = np.sqrt(np.maximum(0.01 * run**2, run**2 - np.gradient(heights) ** 2))
        self._along, self._ground, self._rise = across, np.cumsum(steps) - steps[0], heights
        self._steep = np.abs(np.gradient(heights) / run)
        self._eye = float(self._ground[-1]) / 2, curl.camera_down * height_px / width_px
        self._far, self._shade = curl.camera_height, curl.shade
        self._seen = self._eye[0] + self._magnified(self._ground - self._eye[0], heights)

    def _magnified(self, offset: Floats, rise: Floats) -> Floats:
        """What is nearer to the camera looks larger."""
        return np.asarray(offset * self._far / (self._far - rise), np.float64)

    def point(self, x: Floats, y: Floats) -> tuple[Floats, Floats]:
        """Where points of the flat page are seen."""
        along = x / self._width
        seen = np.interp(along, self._along, self._seen) - self._seen[0]
        rise = np.interp(along, self._along, self._rise)
        down = self._eye[1] + self._magnified(y / self._width - self._eye[1], rise)
        return seen * self._width, down * self._width

    def box(self, box: Box) -> Box:
        """The upright box around a box of the flat page."""
        xs = np.array([box.left, box.right, box.right, box.left], np.float64)
        ys = np.array([box.top, box.top, box.bottom, box.bottom], np.float64)
        across, down = self.point(xs, ys)
        return Box(int(across.min()), int(down.min()), int(across.max()) + 1, int(down.max()) + 1)

    def picture(self, page: Pixels, ground: int = 255) -> Pixels:
        """The page as it is seen, in as many pixels."""
        seen = np.arange(self._width) / self._width + self._seen[0]
        along = np.interp(seen, self._seen, self._along, left=-1.0, right=2.0)
        rise = np.interp(along, self._along, self._rise)
        rows = np.arange(self._height)[:, None] / self._width - self._eye[1]
        down = self._eye[1] + rows * ((self._far - rise) / self._far)[None, :]
        map_x = np.asarray(np.broadcast_to(along * self._width, down.shape), np.float32)
        map_y = np.asarray(down * self._width, np.float32)
        around = (ground,) * 3
        bent = cv2.remap(
            page, map_x, map_y, cv2.INTER_CUBIC, borderMode=cv2.BORDER_CONSTANT, borderValue=around
        )
        steep = np.interp(along, self._along, self._steep)
        light = 1.0 - self._shade * steep / max(1e-9, float(self._steep.max()))
        lit = bent * (light[None, :, None] if page.ndim == 3 else light[None, :])
        return np.asarray(np.clip(lit, 0, 255), np.uint8)


def _profile(across: Floats, curl: Curl) -> Floats:
    """Height above the table along the paper."""
    shapes = {
        "gutter": np.exp(-across / 0.16),
        "arch": np.sin(np.pi * across),
        "wave": 0.5 + 0.5 * np.sin(2 * np.pi * across),
    }
    return np.asarray(curl.rise * shapes[curl.shape], np.float64)
