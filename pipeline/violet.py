"""Violet ink of stamps shown as red, so that framed marks in it are found and read as red ones are."""

import cv2
import numpy as np

from core.page import Pixels
from pipeline.raster import dpi_as_a4

VIOLET_VERSION = 1
"""Part of the reading fingerprint."""

_SEARCH_DPI = 100.0
_VIOLET = 12
"""How much weaker green is than red and blue: 40 in the ink of stamps, 12 in thin strokes after JPEG,
10 in red ink, less than 0 in blue."""

_STRONGER = 4.0
"""Red of stamp ink for each step that green lacks in violet ink."""

_SHARE = (0.0004, 0.05)
"""Of the page: less is no stamp, more is the colour of the paper."""

_ZONE = 0.45
"""Marks are looked for in this upper share of the page."""


def violet_as_red(shown: Pixels) -> Pixels:
    """The page itself where there is no violet, else a copy whose upper part has red ink in its place."""
    if shown.ndim == 2:
        return shown
    height, width = shown.shape[:2]
    scale = min(1.0, _SEARCH_DPI / dpi_as_a4(shown))
    size = max(1, round(width * scale)), max(1, round(height * scale))
    small = _lacking_green(np.asarray(cv2.resize(shown, size, interpolation=cv2.INTER_NEAREST), np.uint8))
    share = np.count_nonzero(small > _VIOLET) / small.size
    if not _SHARE[0] <= share <= _SHARE[1]:
        return shown
    copy = shown.copy()
    part = copy[: round(height * _ZONE)]
    lacking = _lacking_green(part)
    inked = lacking > _VIOLET
    left = np.clip(255.0 - _STRONGER * lacking[inked].astype(np.float32), 0, 255).astype(np.uint8)
    part[inked] = np.stack([left, left, np.full_like(left, 255)], axis=1)
    return copy


def _lacking_green(pixels: Pixels) -> Pixels:
    """By how much green is the weakest channel."""
    blue, green, red = cv2.split(pixels)
    return np.asarray(cv2.subtract(cv2.min(blue, red), green), np.uint8)
