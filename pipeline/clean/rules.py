"""Table rules and underlines: found as long thin strokes, taken out, touching letters kept."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from core.page import Pixels
from pipeline.clean.ink import connected, shrunk

_SEARCH_DPI = 150.0
"""Rules are looked for at this resolution: a quarter of the work, and hairlines still show."""

_LEAST_INCHES = 0.6
"""Shorter strokes may be letters, or the flattest part of a seal's ring."""

_THICKEST_INCHES = 0.025
_INK = 170
_LEAST_INKED = 0.87


@dataclass(frozen=True, slots=True)
class Rules:
    """Where the rules of a page are, as small masks of 0 and 255."""

    across: NDArray[np.uint8]
    down: NDArray[np.uint8]
    scale: float
    """Mask pixels for each page pixel."""

    @property
    def any(self) -> bool:
        """Whether there are rules at all."""
        return bool(self.across.any() or self.down.any())


def find_rules(grey: Pixels, dpi: float) -> Rules:
    """Long thin strokes, horizontal and vertical, of a straight page."""
    scale = min(1.0, _SEARCH_DPI / dpi)
    small = shrunk(grey, scale)
    ink = np.asarray((small < _INK) * np.uint8(255), np.uint8)
    length = max(20, round(_LEAST_INCHES * dpi * scale))
    thick = max(3, round(_THICKEST_INCHES * dpi * scale))
    down = _strokes(np.ascontiguousarray(ink.T), length, thick).T
    return Rules(_strokes(ink, length, thick), np.ascontiguousarray(down), scale)


def _strokes(ink: NDArray[np.uint8], length: int, thick: int) -> NDArray[np.uint8]:
    """Horizontal strokes at least `length` long and thin throughout."""
    # A rule that is a little slanted or broken is joined by closing before it is opened.
    joined = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((1, 5), np.uint8))
    opened = cv2.morphologyEx(joined, cv2.MORPH_OPEN, np.ones((1, length), np.uint8))
    bars = cv2.morphologyEx(opened, cv2.MORPH_OPEN, np.ones((thick + 1, 1), np.uint8))
    return _dense(np.asarray(cv2.subtract(opened, bars), np.uint8), ink)


def _dense(strokes: NDArray[np.uint8], ink: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Leave out strokes that closing made of a row of letters: those are one third gaps."""
    dense = np.zeros_like(strokes)
    found = np.flatnonzero(strokes)
    if not len(found):
        return dense
    labels, table = connected(strokes)
    marks = labels.ravel()[found]
    inked = np.bincount(marks[ink.ravel()[found] > 0], minlength=len(table))
    keep = inked >= _LEAST_INKED * table[:, cv2.CC_STAT_AREA]
    dense.ravel()[found[keep[marks]]] = 255
    return dense


def without_rules(grey: Pixels, rules: Rules) -> Pixels:
    """Paint rules white, then close the gaps they leave in letters that crossed them."""
    mask = cv2.dilate(cv2.bitwise_or(rules.across, rules.down), np.ones((3, 3), np.uint8))
    wide = cv2.resize(mask, (grey.shape[1], grey.shape[0]), interpolation=cv2.INTER_NEAREST)
    cleared = cv2.bitwise_or(grey, wide)
    # A letter crossing a rule has ink right above and below it: bridge that, nothing else.
    bridged = cv2.morphologyEx(cleared, cv2.MORPH_OPEN, np.ones((9, 1), np.uint8))
    restored = cv2.max(bridged, grey)
    return np.asarray(cv2.min(cleared, cv2.bitwise_or(restored, cv2.bitwise_not(wide))), np.uint8)
