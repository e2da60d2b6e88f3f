"""The sheet of paper on a photo: its four corners, and making it flat."""

import cv2
import numpy as np
from cv2.typing import MatLike
from numpy.typing import NDArray

from core.page import Pixels
from pipeline.clean.geometry import Transform
from pipeline.clean.ink import grey

Corners = NDArray[np.float64]
"""Four corners x, y: top left, top right, bottom right, bottom left."""

_SEARCH_PX = 500
_LEAST_SHARE = 0.25
"""A smaller quadrilateral is something on the page, not the page."""

_MOST_SHARE = 0.97
_PRINT = np.ones((11, 11), np.uint8)
_NEAR = np.ones((5, 5), np.uint8)
_SHARP = 12
"""Steps of brightness within 5 px, 32 to a doubling: a shadow's edge has 5, a sheet's rim 20 and more."""

_RATIOS = np.clip(np.log2(np.arange(256) + 8.0) * 32.0, 0, 255).astype(np.uint8)
"""Levels of brightness as steps, equal ones for equal ratios."""

_RIM_PX = 4
"""So far on either side of its rim the sheet and what it lies on are compared."""

_BRIGHTER = 25
"""Levels by which the paper must outshine what it lies on."""


def find_sheet(small: Pixels) -> Corners | None:
    """The corners of a sheet that lies on something darker, or None for a flatbed scan."""
    level = grey(small)
    scale = min(1.0, _SEARCH_PX / max(level.shape))
    tiny = cv2.resize(level, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    # Print is closed away, so that only sheet and table remain.
    plain = cv2.GaussianBlur(cv2.morphologyEx(tiny, cv2.MORPH_CLOSE, _PRINT), (5, 5), 0)
    for part in (_smooth, _bright):
        corners = _sheet(part(np.asarray(plain, np.uint8)), np.asarray(plain, np.uint8))
        if corners is not None and _has_rim(np.asarray(plain, np.uint8), _ordered(corners)):
            return np.asarray(_ordered(corners) / scale, np.float64)
    return None


def _bright(level: Pixels) -> MatLike:
    """What is brighter than the rest: a sheet in even light."""
    return cv2.threshold(level, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)[1]


def _smooth(level: Pixels) -> MatLike:
    """What surrounds the middle without a sharp edge: shadows fade, the rim of a sheet does not.

    Brightness is compared by its ratio, so that the rim counts in the shadow as much as in the light.
    """
    steps = cv2.morphologyEx(cv2.LUT(level, _RATIOS), cv2.MORPH_GRADIENT, _NEAR)
    free = np.asarray(steps < _SHARP, np.uint8)
    _, labels = cv2.connectedComponents(free, connectivity=4)
    height, width = level.shape
    middle = labels[height // 4 : 3 * height // 4, width // 4 : 3 * width // 4]
    counts = np.bincount(middle[middle > 0])
    piece = labels == int(counts.argmax()) if counts.size else np.zeros(level.shape, bool)
    return cv2.dilate(np.asarray(piece, np.uint8) * np.uint8(255), _NEAR)


def _sheet(part: MatLike, level: Pixels) -> Corners | None:
    """The corners of the largest piece of `part`, if it is a sheet."""
    outlines, _ = cv2.findContours(part, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    if not outlines:
        return None
    outline = max(outlines, key=cv2.contourArea)
    share = cv2.contourArea(outline) / level.size
    if not _LEAST_SHARE <= share <= _MOST_SHARE or not _outshines(level, outline):
        return None
    return _quadrilateral(outline)


def _outshines(plain: MatLike, outline: MatLike) -> bool:
    inside = np.zeros(plain.shape, np.uint8)
    cv2.drawContours(inside, [outline], -1, 255, -1)
    outside = cv2.bitwise_not(cv2.dilate(inside, np.ones((7, 7), np.uint8)))
    if cv2.countNonZero(outside) < 50:
        return False
    difference = cv2.mean(plain, inside)[0] - cv2.mean(plain, outside)[0]
    return bool(difference >= _BRIGHTER)


def _has_rim(plain: Pixels, corners: Corners) -> bool:
    """Whether the light falls at once along the sides: towards a spine or away from a lamp it fades."""
    steps = cv2.LUT(plain, _RATIOS).astype(np.float64)
    height, width = plain.shape
    for start, end in zip(corners, np.roll(corners, -1, axis=0), strict=True):
        points = start + np.linspace(0.05, 0.95, 40)[:, None] * (end - start)
        across, down = (end - start) / max(1.0, float(np.linalg.norm(end - start)))
        outward = np.array([down, -across])
        inner, outer = (np.rint(points + way * _RIM_PX * outward).astype(np.intp) for way in (-1, 1))
        seen = (np.minimum(inner, outer) >= 0) & (np.maximum(inner, outer) < (width, height))
        seen = seen.all(axis=1)
        if not seen.any():
            continue
        inside, outside = (steps[place[seen, 1], place[seen, 0]] for place in (inner, outer))
        if np.median(inside - outside) < _SHARP:
            return False
    return True


def _quadrilateral(outline: MatLike) -> Corners | None:
    """Four corners if the outline is close to a convex quadrilateral."""
    hull = cv2.convexHull(outline)
    if cv2.contourArea(outline) < 0.93 * cv2.contourArea(hull):
        return None
    length = cv2.arcLength(hull, closed=True)
    for tolerance in (0.01, 0.02, 0.03, 0.05):
        corners = cv2.approxPolyDP(hull, tolerance * length, closed=True)
        if len(corners) == 4:
            fits = cv2.contourArea(corners) >= 0.92 * cv2.contourArea(hull)
            return corners.reshape(4, 2).astype(np.float64) if fits else None
    return None


def _ordered(quad: Corners) -> Corners:
    """Clockwise from the top left corner."""
    centre = quad.mean(axis=0)
    around = quad[np.argsort(np.arctan2(quad[:, 1] - centre[1], quad[:, 0] - centre[0]))]
    first = int(np.argmin(around.sum(axis=1)))
    return np.roll(around, -first, axis=0)


def flattening(corners: Corners) -> tuple[Transform, tuple[int, int]]:
    """The transform that makes the sheet a rectangle, and the rectangle's size in pixels."""
    top, right, bottom, left = (
        float(np.linalg.norm(corners[a] - corners[b])) for a, b in ((0, 1), (1, 2), (2, 3), (3, 0))
    )
    width, height = max(1, round(max(top, bottom))), max(1, round(max(left, right)))
    target = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    flat = cv2.getPerspectiveTransform(corners.astype(np.float32), target)
    return np.asarray(flat, np.float64), (width, height)
