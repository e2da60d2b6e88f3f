"""Where a corrected value stands: kept on the scan, shown on the page as it is displayed today."""

from collections.abc import Sequence

import numpy as np

from core.page import Box, Page

Corners = Sequence[tuple[float, float]]


def corners_on_scan(page: Page, box: Box) -> tuple[tuple[float, float], ...]:
    """The corners of a box of the displayed page, in scan pixels."""
    corners = (
        (box.left, box.top),
        (box.right, box.top),
        (box.right, box.bottom),
        (box.left, box.bottom),
    )
    back = np.linalg.inv(np.asarray(page.transform, np.float64))
    return tuple((round(float(x), 2), round(float(y), 2)) for x, y in _mapped(back, corners))


def box_on_page(page: Page, corners: Corners) -> Box | None:
    """The box around corners given in scan pixels; None when nothing of it is on the page."""
    points = _mapped(np.asarray(page.transform, np.float64), corners)
    low, high = np.round(points.min(axis=0)), np.round(points.max(axis=0))
    left, top = (max(0, int(side)) for side in low)
    right, bottom = min(page.width_px, int(high[0])), min(page.height_px, int(high[1]))
    return Box(left, top, right, bottom) if left < right and top < bottom else None


def points_on_page(page: Page, points: Corners) -> tuple[tuple[float, float], ...]:
    """Points given in scan pixels, where they are displayed."""
    return tuple((float(x), float(y)) for x, y in _mapped(np.asarray(page.transform, np.float64), points))


def _mapped(
    matrix: np.ndarray[tuple[int, ...], np.dtype[np.float64]], points: Corners
) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    flat = np.column_stack([np.asarray(points, np.float64), np.ones(len(points))]) @ matrix.T
    return np.asarray(flat[:, :2] / flat[:, 2:], np.float64)
