"""Small frames standing alone at the upper left of a page, as stamps have them."""

import cv2
import numpy as np

from core.page import Box, Pixels
from pipeline.clean.ink import shrunk

_SEARCH_DPI = 150.0
_INK = 170
_ZONE_DOWN, _ZONE_ACROSS = 0.45, 0.62
"""Stamps stand in this upper and left share (Decree 30/2020, zones 10 and 11)."""

_WIDTH_INCHES, _HEIGHT_INCHES = (0.7, 2.8), (0.16, 1.7)
"""Of a compartment; the arrival stamp is 50 × 30 mm and has two or more."""

_LEAST_FILL = 0.8
"""Share of the smallest turned rectangle around it that a compartment fills; letters may touch its sides."""

_LEAST_SPAN = 0.85
"""Share of the frame's width that its compartments reach."""


def find_frames(grey: Pixels, dpi: float) -> tuple[Box, ...]:
    """The frames, in pixels of the page; tables, which are larger, are none."""
    scale = min(1.0, _SEARCH_DPI / dpi)
    height, width = grey.shape
    small = shrunk(grey[: round(height * _ZONE_DOWN), : round(width * _ZONE_ACROSS)], scale)
    ink = cv2.threshold(small, _INK, 255, cv2.THRESH_BINARY_INV)[1]
    closed = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((3, 3), np.uint8))
    outlines, nesting = cv2.findContours(closed, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_SIMPLE)
    if nesting is None:
        return ()
    inch = dpi * scale
    holes: dict[int, list[Box]] = {}
    for outline, (_, _, _, owner) in zip(outlines, nesting.reshape(-1, 4).tolist(), strict=True):
        if owner >= 0 and _is_compartment(np.asarray(outline, np.int32), inch):
            left, top, wide, high = cv2.boundingRect(outline)
            holes.setdefault(int(owner), []).append(Box(left, top, left + wide, top + high))
    frames = []
    for owner, parts in holes.items():
        inner = Box.around(parts)
        left, top, wide, high = cv2.boundingRect(outlines[owner])
        # Print below may touch the frame; the compartment above may be broken by the print in it.
        box = Box(left, top, left + wide, min(top + high, inner.bottom + 2))
        if inner.width >= _LEAST_SPAN * wide and _fits(box, inch):
            frames.append(Box(*(round(edge / scale) for edge in box)))
    return tuple(frames)


def _is_compartment(outline: np.ndarray[tuple[int, ...], np.dtype[np.int32]], inch: float) -> bool:
    _, (wide, high), _ = cv2.minAreaRect(outline)
    wide, high = max(wide, high), min(wide, high)
    size = _WIDTH_INCHES[0] * inch <= wide and _HEIGHT_INCHES[0] * inch <= high
    return size and cv2.contourArea(outline) >= _LEAST_FILL * wide * high


def _fits(box: Box, inch: float) -> bool:
    return (
        box.width <= _WIDTH_INCHES[1] * inch
        and box.height <= _HEIGHT_INCHES[1] * inch
        and box.width > box.height
    )
