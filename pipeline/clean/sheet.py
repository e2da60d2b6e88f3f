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
_BRIGHTER = 25
"""Levels by which the paper must outshine what it lies on."""


def find_sheet(small: Pixels) -> Corners | None:
    """The corners of a sheet that lies on something darker, or None for a flatbed scan."""
    level = grey(small)
    scale = min(1.0, _SEARCH_PX / max(level.shape))
    tiny = cv2.resize(level, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    # Print is closed away, so that only sheet and table remain.
    plain = cv2.morphologyEx(tiny, cv2.MORPH_CLOSE, np.ones((11, 11), np.uint8))
    plain = cv2.GaussianBlur(plain, (5, 5), 0)
    _, bright = cv2.threshold(plain, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    outlines, _ = cv2.findContours(bright, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    if not outlines:
        return None
    outline = max(outlines, key=cv2.contourArea)
    share = cv2.contourArea(outline) / tiny.size
    if not _LEAST_SHARE <= share <= _MOST_SHARE or not _outshines(plain, outline):
        return None
    quad = _quadrilateral(outline)
    return None if quad is None else _ordered(quad) / scale


def _outshines(plain: MatLike, outline: MatLike) -> bool:
    inside = np.zeros(plain.shape, np.uint8)
    cv2.drawContours(inside, [outline], -1, 255, -1)
    outside = cv2.bitwise_not(cv2.dilate(inside, np.ones((7, 7), np.uint8)))
    if cv2.countNonZero(outside) < 50:
        return False
    difference = cv2.mean(plain, inside)[0] - cv2.mean(plain, outside)[0]
    return bool(difference >= _BRIGHTER)


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
