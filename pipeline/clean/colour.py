"""Coloured ink made to vanish: red seals, purple stamps, blue signatures, over black print that stays."""

import cv2
import numpy as np

from core.page import Pixels
from pipeline.clean.light import ink_level

_COLOURED = 60
"""Difference between the strongest and weakest channel that counts as colour."""

_LEAST_SHARE = 0.0005
"""Share of coloured pixels, about a third of a square centimetre of an A4 page."""

_NOISE = 24
"""Colour that JPEG gives to print of full contrast, and so much less to faded print."""

_LEAST_CONTRAST = 0.4

_GREY, _COLOUR = 0.1, 0.25
"""Colour above the noise for each level of darkness: red ink has 0.6, blue and purple 0.26 and more."""

_PRINT, _STAMP = 0.15, 0.4
"""Way from the level of print to white: print under red ink has up to 0.17, violet and blue ink 0.5."""

_HALO_PX = 5
_HALO_INK = 0.5
"""JPEG keeps colour at half the resolution of brightness, so coloured ink has an edge of grey; it is at
least this far from the level of the print, which it may touch, to that of the paper."""


def has_coloured_ink(small: Pixels) -> bool:
    """Whether a sample of a page holds enough colour to be worth removing."""
    if small.ndim == 2:
        return False
    high, low = _range(small)
    coloured = cv2.subtract(high, low) > _COLOURED * _print_contrast(high)
    return bool(np.count_nonzero(coloured) > _LEAST_SHARE * high.size)


def without_colour(pixels: Pixels) -> Pixels:
    """Grey by the strongest channel, coloured ink as light as paper: black print under it stays.

    On 13 signers' names under seals Tesseract reads 9 by the strongest channel and 2 from ordinary grey.
    """
    if pixels.ndim == 2:
        return pixels
    high, low = _range(pixels)
    contrast = _print_contrast(high)
    noise = np.clip(np.arange(256) - _NOISE * contrast, 0, 255).astype(np.uint8)
    beyond_noise = cv2.LUT(cv2.subtract(high, low), noise)
    colour = cv2.divide(beyond_noise, cv2.bitwise_not(low), scale=255)
    lift = cv2.multiply(cv2.LUT(colour, _LIFTS), cv2.LUT(high, _spared(contrast)), scale=1 / 255)
    lifted = np.asarray(cv2.add(high, lift), np.uint8)
    print_level = ink_level(lifted)
    near = cv2.dilate(cv2.threshold(colour, 255 * _COLOUR, 255, cv2.THRESH_BINARY)[1], _HALO)
    halo = cv2.threshold(lifted, print_level + _HALO_INK * (255 - print_level), 255, cv2.THRESH_BINARY)[1]
    return np.asarray(cv2.bitwise_or(lifted, cv2.bitwise_and(near, halo)), np.uint8)


_LIFTS = np.clip((np.arange(256) / 255 - _GREY) * 255 / (_COLOUR - _GREY), 0, 255).astype(np.uint8)
_HALO = np.ones((_HALO_PX, _HALO_PX), np.uint8)


def _spared(contrast: float) -> Pixels:
    """Weight of the lift, 0 to 255, for each level of the strongest channel: 0 for what is dark as print."""
    distance = (np.arange(256) / 255 - 1 + contrast) / contrast
    share = (distance - _PRINT) / (_STAMP - _PRINT)
    return np.asarray(np.clip(share * 255, 0, 255), np.uint8)


def _print_contrast(high: Pixels) -> float:
    """How far the print is from white, 1.0 when it is black, by the strongest channel."""
    return max(_LEAST_CONTRAST, 1.0 - ink_level(high) / 255)


def _range(pixels: Pixels) -> tuple[Pixels, Pixels]:
    """The strongest and the weakest channel of every pixel."""
    blue, green, red = cv2.split(pixels)
    high, low = cv2.max(cv2.max(blue, green), red), cv2.min(cv2.min(blue, green), red)
    return np.asarray(high, np.uint8), np.asarray(low, np.uint8)
