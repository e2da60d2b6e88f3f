"""A sheet on a desk as a phone sees it."""

import cv2
import numpy as np
from numpy.typing import NDArray

from core.page import Pixels

SIZES = ((2448, 3264), (2736, 3648), (3000, 4000))
"""Width and height in pixels: 8, 10 and 12 megapixels."""


def photographed(page: Pixels, noise: np.random.Generator) -> tuple[Pixels, NDArray[np.float64]]:
    """Lay the sheet on a desk, look at it from a hand's angle, light it unevenly."""
    width, height = SIZES[int(noise.integers(0, len(SIZES)))]
    corners = _corners(width, height, noise)
    sheet = np.array(
        [[0, 0], [page.shape[1], 0], [page.shape[1], page.shape[0]], [0, page.shape[0]]], np.float32
    )
    transform = cv2.getPerspectiveTransform(sheet, corners)
    picture = _desk(width, height, corners, noise)
    cv2.warpPerspective(
        page,
        transform,
        (width, height),
        dst=picture,
        flags=cv2.INTER_LINEAR,
        borderMode=cv2.BORDER_TRANSPARENT,
    )
    return _lit(picture, noise), transform.astype(np.float64)


def _corners(width: int, height: int, noise: np.random.Generator) -> NDArray[np.float32]:
    """Where the corners of the sheet come to lie."""
    tall = height * noise.uniform(0.86, 0.93)
    wide = min(tall / 1.4142, width * 0.92)
    tall = wide * 1.4142
    box = np.array([[-wide, -tall], [wide, -tall], [wide, tall], [-wide, tall]], np.float64) / 2
    angle = np.radians(noise.uniform(-3.5, 3.5))
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    jitter = noise.uniform(-0.022, 0.022, (4, 2)) * width
    keystone = noise.uniform(0.93, 1.0)
    box[:2, 0] *= keystone
    placed = box @ turn.T + jitter + (width / 2, height / 2)
    inside: NDArray[np.float32] = np.clip(placed, 8, (width - 8, height - 8)).astype(np.float32)
    return inside


def _desk(width: int, height: int, corners: NDArray[np.float32], noise: np.random.Generator) -> Pixels:
    """A board with grain, darker where the sheet throws its shadow."""
    base = ((60, 92, 130), (88, 96, 104), (42, 48, 58), (120, 150, 176))[int(noise.integers(0, 4))]
    small = (width // 8, height // 8)
    grain = cv2.resize(noise.uniform(0.8, 1.15, (height // 20, 5)).astype(np.float32), small)
    shade = np.ones((small[1], small[0]), np.float32)
    cv2.fillConvexPoly(shade, np.rint(corners / 8 + (4, 6)).astype(np.int32), (0.45,))
    field = cv2.resize(grain * cv2.GaussianBlur(shade, (0, 0), 5), (width, height))
    planes = [np.clip(field * channel, 0, 255).astype(np.uint8) for channel in base]
    return np.asarray(cv2.merge(planes), np.uint8)


def _lit(picture: Pixels, noise: np.random.Generator) -> Pixels:
    """Light from one side, a soft shadow across, a warm or cold cast."""
    height, width = picture.shape[:2]
    rows, columns = np.mgrid[0:1:80j, 0:1:60j]
    angle = noise.uniform(0, 2 * np.pi)
    slope = (columns - 0.5) * np.cos(angle) + (rows - 0.5) * np.sin(angle)
    light = (0.9 + slope * noise.uniform(0.12, 0.34)).astype(np.float32)
    if noise.random() < 0.7:
        light *= _shadow(noise)
    cast = np.array((noise.uniform(0.86, 1.0), noise.uniform(0.95, 1.0), noise.uniform(0.97, 1.02)))
    full = cv2.resize(light, (width, height), interpolation=cv2.INTER_CUBIC)
    planes = [
        cv2.multiply(plane, full, scale=float(gain), dtype=cv2.CV_8U)
        for plane, gain in zip(cv2.split(picture), cast, strict=True)
    ]
    return np.asarray(cv2.merge(planes), np.uint8)


def _shadow(noise: np.random.Generator) -> NDArray[np.float32]:
    """The photographer's hand: a soft dark shape from one edge."""
    field = np.ones((80, 60), np.float32)
    x, y = int(noise.integers(0, 60)), int(noise.choice((0, 80)))
    axes = (int(noise.integers(12, 30)), int(noise.integers(20, 45)))
    cv2.ellipse(
        field, (x, y), axes, float(noise.uniform(-40, 40)), 0, 360, (float(noise.uniform(0.55, 0.78)),), -1
    )
    return cv2.GaussianBlur(field, (0, 0), float(noise.uniform(2.5, 6))).astype(np.float32)
