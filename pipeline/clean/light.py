"""Paper made evenly white and pale ink dark: uneven light, grey paper, show-through, faded print."""

import cv2
import numpy as np
from numpy.typing import NDArray

from core.page import Pixels
from pipeline.clean.ink import shrunk

_GROUND_PX = 400
"""Longest side at which the paper's brightness is estimated; it changes slowly."""

_EVEN = 12
"""Levels between the darkest and the lightest paper that still count as even."""

_WHITE = 235
_DARK_PAPER = 90
_INKED = 200
_ROWS_STEP = 4
_INK_SHARE, _LEAST_INKED = 0.15, 200
_FADED_INK = 90
"""Ink lighter than this on white paper reads better when it is darkened."""


def positive(grey: Pixels, dpi: float) -> Pixels | None:
    """Turn white print on black into black on white; None for ordinary pages."""
    del dpi
    return np.asarray(255 - grey, np.uint8) if is_negative(grey) else None


def is_negative(grey: Pixels) -> bool:
    """Whether most of the page is dark."""
    return bool(np.median(grey[::8, ::8]) < _DARK_PAPER)


def evened(pixels: Pixels, dpi: float) -> Pixels | None:
    """Divide by the paper, so that it is white everywhere and ink keeps its contrast.

    Of a page in colour each channel is divided by its own: that takes out the tint of old
    paper and of lamps too. None where the paper is white and even already.
    """
    del dpi
    paper = _paper_level(pixels)
    low, high = np.percentile(paper, (2, 98))
    if high - low <= _EVEN and low >= _WHITE:
        return None
    size = (pixels.shape[1], pixels.shape[0])
    full = cv2.resize(np.asarray(np.clip(paper, 1, 255), np.uint8), size, interpolation=cv2.INTER_LINEAR)
    return np.asarray(cv2.divide(pixels, full, scale=255), np.uint8)


def _paper_level(pixels: Pixels) -> NDArray[np.uint8]:
    """Brightness of the paper alone, as a small picture."""
    scale = min(1.0, _GROUND_PX / max(pixels.shape))
    small = shrunk(pixels, scale)
    lifted = cv2.dilate(small, np.ones((9, 9), np.uint8))
    smooth = cv2.medianBlur(np.asarray(lifted, np.uint8), 21)
    return np.asarray(cv2.GaussianBlur(smooth, (0, 0), 5), np.uint8)


def darkened(grey: Pixels, dpi: float) -> Pixels | None:
    """Stretch the range between ink and paper over all levels; None where ink is dark enough."""
    del dpi
    level = ink_level(grey)
    if not _FADED_INK < level < 225:
        return None
    ramp = np.clip((np.arange(256) - level * 0.9) * (255.0 / (250 - level * 0.9)), 0, 255)
    return np.asarray(cv2.LUT(grey, ramp.astype(np.uint8)), np.uint8)


def ink_level(grey: Pixels) -> float:
    """Brightness of the darker strokes, 255.0 where nothing is inked.

    Of the inked pixels only, so that a nearly empty page is judged like a full one;
    of the darker ones, so that what is left of a stamp does not count.
    """
    counted = cv2.calcHist([grey[::_ROWS_STEP]], [0], None, [_INKED], [0, _INKED])
    levels = np.cumsum(counted, dtype=np.float64)
    return float(levels.searchsorted(_INK_SHARE * levels[-1])) if levels[-1] > _LEAST_INKED else 255.0
