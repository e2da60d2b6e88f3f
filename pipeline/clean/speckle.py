"""Salt and pepper of fax and 1-bit scans taken out, dots and accents kept."""

import cv2
import numpy as np
from numpy.typing import NDArray

from core.page import Pixels
from pipeline.clean.ink import connected

_DOT_INCHES = 0.011
"""Half the width of the smallest full stop; what is smaller is no print."""

_MANY = 0.15
"""Specks for each letter-sized mark that make a page noisy."""


def is_bilevel(grey: Pixels) -> bool:
    """Whether the page has black and white only."""
    sample = grey[::3, ::3]
    return bool(np.count_nonzero((sample > 8) & (sample < 247)) < 0.002 * sample.size)


def unspeckled(grey: Pixels, dpi: float) -> Pixels | None:
    """Remove marks smaller than any dot; None where the page has greys or few such marks."""
    if not is_bilevel(grey):
        return None
    limit = max(1, round((_DOT_INCHES * dpi) ** 2))
    ink = np.asarray(grey < 128, np.uint8)
    black, specks, letters = _specks(ink, limit)
    if specks <= _MANY * max(1, letters):
        return None
    holes, _, _ = _specks(np.asarray(1 - ink, np.uint8), max(1, limit // 2))
    cleaned = np.where(black, np.uint8(255), grey)
    return np.asarray(np.where(holes, np.uint8(0), cleaned), np.uint8)


def _specks(ink: NDArray[np.uint8], limit: int) -> tuple[NDArray[np.bool_], int, int]:
    """Where the specks are, how many, and how many marks are as large as letters."""
    labels, table = connected(ink)
    area = table[:, cv2.CC_STAT_AREA]
    small = area <= limit
    small[0] = False
    return small[labels], int(np.count_nonzero(small)), int(np.count_nonzero(area > 4 * limit))
