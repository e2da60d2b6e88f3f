"""The tilt that upright rules tell: where lines are bent, letters do not say how the sheet lies."""

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.clean.ink import connected

_RUN_PX = 24
"""Unbroken ink of a rule on the map of 137 dpi; the stems of letters are shorter."""

_LEAST_PX = 60
"""Height of a rule that counts: half an inch."""

_MOST_WIDE = 0.15
"""Width of a rule per height: of 8° of tilt."""

_AGREE_DEGREES = 0.7
_LEAST_SPREAD = 0.4
"""Share of the page's width over which rules of one tilt stand; those of a tilted stamp do not."""


def tilt_of_rules(marks: NDArray[np.uint8], sideways: bool) -> float | None:
    """Clockwise tilt in degrees of the upright rules of an ink map, None where there are hardly any.

    Args:
        marks: 1 where the map is inked.
        sideways: whether the page must be turned by 90 or 270 degrees to stand upright.
    """
    upright = np.ascontiguousarray(marks.T) if sideways else marks
    runs = cv2.morphologyEx(upright, cv2.MORPH_OPEN, np.ones((_RUN_PX, 1), np.uint8))
    labels, table = connected(np.asarray(runs, np.uint8))
    found = []
    for number, (left, top, width, height, _) in enumerate(table.tolist()):
        touches = left == 0 or left + width == runs.shape[1]
        if number == 0 or height < _LEAST_PX or width > _MOST_WIDE * height or touches:
            continue
        rows, columns = np.nonzero(labels[top : top + height, left : left + width] == number)
        slope = float(np.polyfit(rows, columns, 1)[0])
        found.append((float(np.degrees(np.arctan(slope if sideways else -slope))), height, left))
    return _agreed(np.array(found), runs.shape[1]) if found else None


def _agreed(rules: NDArray[np.float64], width_px: int) -> float | None:
    """The median of the tilts, by height, if rules in several places agree on it."""
    tilts, heights, places = rules[np.argsort(rules[:, 0])].T
    passed = np.cumsum(heights)
    middle = tilts[int(np.searchsorted(passed, passed[-1] / 2))]
    agreeing = np.abs(tilts - middle) < _AGREE_DEGREES
    return round(float(middle), 2) if np.ptp(places[agreeing]) >= _LEAST_SPREAD * width_px else None
