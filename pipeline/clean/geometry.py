"""3×3 matrices between scan pixels, displayed pixels and the engine's pixels."""

import math

import cv2
import numpy as np
from numpy.typing import NDArray

from core.page import Box, Matrix, Pixels

Transform = NDArray[np.float64]
"""A 3×3 homography acting on column vectors (x, y, 1)."""


def as_matrix(transform: Transform) -> Matrix:
    """The transform as plain numbers."""
    rows = [tuple(float(value) for value in row) for row in transform / transform[2, 2]]
    (a, b, c), (d, e, f), (g, h, i) = rows
    return (a, b, c), (d, e, f), (g, h, i)


def scaling(across: float, down: float) -> Transform:
    """Scale both axes, keeping the corner of the first pixel in place."""
    return np.array([[across, 0.0, 0.0], [0.0, down, 0.0], [0.0, 0.0, 1.0]])


def shift(across: float, down: float) -> Transform:
    """Move by so many pixels."""
    return np.array([[1.0, 0.0, across], [0.0, 1.0, down], [0.0, 0.0, 1.0]])


def inverse(transform: Transform) -> Transform:
    """The transform that undoes this one."""
    return np.asarray(np.linalg.inv(transform), np.float64)


def quarter_turn(degrees: int, width_px: int, height_px: int) -> Transform:
    """Turn clockwise by 0, 90, 180 or 270 degrees inside a canvas that fits."""
    turns = {
        0: np.eye(3),
        90: np.array([[0.0, -1.0, height_px], [1.0, 0.0, 0.0], [0.0, 0.0, 1.0]]),
        180: np.array([[-1.0, 0.0, width_px], [0.0, -1.0, height_px], [0.0, 0.0, 1.0]]),
        270: np.array([[0.0, 1.0, 0.0], [-1.0, 0.0, width_px], [0.0, 0.0, 1.0]]),
    }
    return turns[degrees]


def straightening(skew_degrees: float, width_px: int, height_px: int) -> tuple[Transform, int, int]:
    """Undo a clockwise skew; the canvas grows so that no corner is lost."""
    angle = math.radians(-skew_degrees)
    cos, sin = math.cos(angle), math.sin(angle)
    width = math.ceil(abs(width_px * cos) + abs(height_px * sin))
    height = math.ceil(abs(width_px * sin) + abs(height_px * cos))
    turn = np.array([[cos, -sin, 0.0], [sin, cos, 0.0], [0.0, 0.0, 1.0]])
    centred = shift(width / 2, height / 2) @ turn @ shift(-width_px / 2, -height_px / 2)
    return centred, width, height


def warp(pixels: Pixels, transform: Transform, size: tuple[int, int], smooth: int, ground: int) -> Pixels:
    """Apply `transform`; what lies outside the picture becomes `ground`.

    `smooth` is OpenCV's interpolation. Turns by quarters are exact.
    """
    exact = _exact_turn(pixels, transform, size)
    if exact is not None:
        return exact
    # OpenCV puts pixel centres at whole numbers, our boxes put corners there.
    centred = shift(-0.5, -0.5) @ transform @ shift(0.5, 0.5)
    border = (ground, ground, ground)
    if abs(transform[2, 0]) + abs(transform[2, 1]) < 1e-12:
        warped = cv2.warpAffine(pixels, centred[:2], size, flags=smooth, borderValue=border)
    else:
        warped = cv2.warpPerspective(pixels, centred, size, flags=smooth, borderValue=border)
    return np.asarray(warped, np.uint8)


_TURN_FLAGS = {
    90: cv2.ROTATE_90_CLOCKWISE,
    180: cv2.ROTATE_180,
    270: cv2.ROTATE_90_COUNTERCLOCKWISE,
}


def _exact_turn(pixels: Pixels, transform: Transform, size: tuple[int, int]) -> Pixels | None:
    height, width = pixels.shape[:2]
    for degrees in (0, 90, 180, 270):
        fits = size == ((width, height) if degrees in (0, 180) else (height, width))
        if fits and np.allclose(transform, quarter_turn(degrees, width, height), atol=1e-9):
            return np.asarray(cv2.rotate(pixels, _TURN_FLAGS[degrees]), np.uint8) if degrees else pixels
    return None


def map_box(box: Box, transform: Transform, size: tuple[int, int]) -> Box:
    """The upright box around `box` after `transform`, inside a picture of `size`."""
    corners = np.array(
        [
            [box.left, box.right, box.right, box.left],
            [box.top, box.top, box.bottom, box.bottom],
            [1.0, 1.0, 1.0, 1.0],
        ]
    )
    moved = transform @ corners
    xs, ys = moved[0] / moved[2], moved[1] / moved[2]
    width, height = size
    left, top = max(0, math.floor(xs.min() + 0.01)), max(0, math.floor(ys.min() + 0.01))
    right, bottom = min(width, math.ceil(xs.max() - 0.01)), min(height, math.ceil(ys.max() - 0.01))
    left, top = min(left, width - 1), min(top, height - 1)
    return Box(left, top, max(left + 1, right), max(top + 1, bottom))
