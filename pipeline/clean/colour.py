"""Coloured ink made to vanish: red seals, purple stamps, blue signatures, over black print that stays."""

import cv2
import numpy as np

from core.page import Pixels
from pipeline.clean.light import ink_level

COLOURED = 60
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

_SAMPLE_STEP = 4
_MOST_PLACES, _MOST_SHARE = 64, 0.5
"""More is a coloured page, and as fast as a whole."""


def has_coloured_ink(small: Pixels) -> bool:
    """Whether a sample of a page holds enough colour to be worth removing."""
    if small.ndim == 2:
        return False
    high, low = channel_range(small)
    coloured = cv2.subtract(high, low) > COLOURED * _print_contrast(high)
    return bool(np.count_nonzero(coloured) > _LEAST_SHARE * high.size)


def without_colour(pixels: Pixels) -> Pixels:
    """Grey by the strongest channel, coloured ink as light as paper: black print under it stays.

    On 13 signers' names under seals Tesseract reads 9 by the strongest channel and 2 from ordinary grey.
    """
    if pixels.ndim == 2:
        return pixels
    high, low = channel_range(pixels)
    contrast = _print_contrast(high)
    noise = _NOISE * contrast
    places = [(place, _colour(high[place], low[place], noise)) for place in _places(high, low, noise)]
    spared = _spared(contrast)
    for place, colour in places:
        high[place] = _lifted(high[place], colour, spared)
    print_level = ink_level(high)
    for place, colour in places:
        high[place] = _without_halo(high[place], colour, print_level)
    return high


def _places(high: Pixels, low: Pixels, noise: float) -> list[tuple[slice, slice]]:
    """Where a page is coloured, as rows and columns; the whole page where it is so in many places.

    Seals and stamps take 1 to 6 % of a page: the rest costs nothing.
    """
    sample = cv2.subtract(high[::_SAMPLE_STEP, ::_SAMPLE_STEP], low[::_SAMPLE_STEP, ::_SAMPLE_STEP])
    coloured = cv2.threshold(sample, noise, 1, cv2.THRESH_BINARY)[1]
    count, _, found, _ = cv2.connectedComponentsWithStats(cv2.dilate(coloured, _REACH))
    boxes = found[1:, :4] * _SAMPLE_STEP
    if count > _MOST_PLACES or np.sum(boxes[:, 2] * boxes[:, 3]) > _MOST_SHARE * high.size:
        return [np.s_[:, :]]
    return [np.s_[top : top + height, left : left + width] for left, top, width, height in boxes.tolist()]


def _colour(high: Pixels, low: Pixels, noise: float) -> Pixels:
    """Colour beyond the noise for each level of darkness, 0 to 255."""
    beyond = np.clip(np.arange(256) - noise, 0, 255).astype(np.uint8)
    coloured = cv2.LUT(cv2.subtract(high, low), beyond)
    return np.asarray(cv2.divide(coloured, cv2.bitwise_not(low), scale=255), np.uint8)


def _lifted(high: Pixels, colour: Pixels, spared: Pixels) -> Pixels:
    """Coloured ink as light as paper."""
    lift = cv2.multiply(cv2.LUT(colour, _LIFTS), cv2.LUT(high, spared), scale=1 / 255)
    return np.asarray(cv2.add(high, lift), np.uint8)


def _without_halo(lifted: Pixels, colour: Pixels, print_level: float) -> Pixels:
    """The grey edge of coloured ink as light as paper."""
    near = cv2.dilate(cv2.threshold(colour, 255 * _COLOUR, 255, cv2.THRESH_BINARY)[1], _HALO)
    halo = cv2.threshold(lifted, print_level + _HALO_INK * (255 - print_level), 255, cv2.THRESH_BINARY)[1]
    return np.asarray(cv2.bitwise_or(lifted, cv2.bitwise_and(near, halo)), np.uint8)


_LIFTS = np.clip((np.arange(256) / 255 - _GREY) * 255 / (_COLOUR - _GREY), 0, 255).astype(np.uint8)
_HALO = np.ones((_HALO_PX, _HALO_PX), np.uint8)
_REACH = np.ones((5, 5), np.uint8)


def _spared(contrast: float) -> Pixels:
    """Weight of the lift, 0 to 255, for each level of the strongest channel: 0 for what is dark as print."""
    distance = (np.arange(256) / 255 - 1 + contrast) / contrast
    share = (distance - _PRINT) / (_STAMP - _PRINT)
    return np.asarray(np.clip(share * 255, 0, 255), np.uint8)


def _print_contrast(high: Pixels) -> float:
    """How far the print is from white, 1.0 when it is black, by the strongest channel."""
    return max(_LEAST_CONTRAST, 1.0 - ink_level(high) / 255)


def channel_range(pixels: Pixels) -> tuple[Pixels, Pixels]:
    """The strongest and the weakest channel of every pixel."""
    blue, green, red = cv2.split(pixels)
    high, low = cv2.max(cv2.max(blue, green), red), cv2.min(cv2.min(blue, green), red)
    return np.asarray(high, np.uint8), np.asarray(low, np.uint8)
