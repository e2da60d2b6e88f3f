"""Small frames standing alone at the upper left of a page, as stamps have them."""

import cv2
import numpy as np

from core.page import Box, Pixels
from pipeline.clean.ink import connected, shrunk

_SEARCH_DPI = 150.0
_INK = 170
_ZONE_DOWN, _ZONE_ACROSS = 0.45, 0.62
"""Stamps stand in this upper and left share (Decree 30/2020, zones 10 and 11)."""

_WIDTH_INCHES, _HEIGHT_INCHES = (0.7, 2.8), (0.16, 1.7)
"""Of a compartment; the arrival stamp is 50 × 30 mm and has two or more."""

_PIECE_INCHES, _GAP_INCHES = 0.08, 0.2
_TILT_INCHES, _OFF_INCHES, _SIDE_INCHES = 0.03, 0.16, 0.12
_LEAST_SIDE = 0.6
"""Share of the height of a torn frame along which its left and right sides still show."""

_LEAST_FILL = 0.8
"""Share of the smallest turned rectangle around it that a compartment fills; letters may touch its sides."""

_LEAST_SPAN = 0.85
"""Share of the frame's width that its compartments reach."""


def find_frames(grey: Pixels, dpi: float) -> tuple[Box, ...]:
    """The frames, in pixels of the page; tables, which are larger, are none."""
    scale = min(1.0, _SEARCH_DPI / dpi)
    height, width = grey.shape
    small = shrunk(grey[: round(height * _ZONE_DOWN), : round(width * _ZONE_ACROSS)], scale)
    ink = np.asarray(cv2.threshold(small, _INK, 255, cv2.THRESH_BINARY_INV)[1], np.uint8)
    inch = dpi * scale
    closed = np.asarray(cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((3, 3), np.uint8)), np.uint8)
    found = _around(closed, inch) or _broken(ink, inch)
    return tuple(Box(*(round(edge / scale) for edge in box)) for box in found)


def _broken(ink: Pixels, inch: float) -> list[Box]:
    """Frames whose sides a fax tore: a line above another of its length, and most of both sides between."""
    lines = _lines(ink, inch)
    frames = []
    for upper in lines:
        for lower in lines:
            box = upper.union(lower)
            if lower.top > upper.bottom and _is_alike(upper, lower, inch) and _fits(box, inch):
                strip = max(2, round(_SIDE_INCHES * inch))
                sides = box.left - strip // 2, box.right - strip // 2
                if all(_inked(ink, side, strip, upper.bottom, lower.top) >= _LEAST_SIDE for side in sides):
                    frames.append(box)
    return _outermost(frames)


def _lines(ink: Pixels, inch: float) -> list[Box]:
    """What is left of lines across the page, joined over gaps; no letter has so long a stroke."""
    pieces = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((1, round(_PIECE_INCHES * inch)), np.uint8))
    tall = cv2.dilate(pieces, np.ones((round(_TILT_INCHES * inch), 1), np.uint8))
    joined = cv2.morphologyEx(tall, cv2.MORPH_CLOSE, np.ones((1, round(_GAP_INCHES * inch)), np.uint8))
    _, table = connected(np.asarray(joined, np.uint8))
    boxes = (Box(left, top, left + wide, top + high) for left, top, wide, high, _ in table[1:].tolist())
    return [box for box in boxes if _WIDTH_INCHES[0] * inch <= box.width <= _WIDTH_INCHES[1] * inch]


def _is_alike(upper: Box, lower: Box, inch: float) -> bool:
    off = max(abs(upper.left - lower.left), abs(upper.right - lower.right))
    return off <= _OFF_INCHES * inch


def _inked(ink: Pixels, left: int, width: int, top: int, bottom: int) -> float:
    """Share of the rows between two heights that have ink in a strip."""
    strip = ink[top:bottom, max(0, left) : left + width]
    return float(strip.any(axis=1).mean()) if strip.size else 0.0


def _outermost(frames: list[Box]) -> list[Box]:
    """Of the two lines of a double frame the outer one."""
    frames.sort(key=lambda box: -box.width * box.height)
    kept: list[Box] = []
    for box in frames:
        if not any(box.overlap(other) for other in kept):
            kept.append(box)
    return kept


def _around(sides: Pixels, inch: float) -> list[Box]:
    """The frames whose sides are drawn in a small picture."""
    outlines, nesting = cv2.findContours(sides, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_SIMPLE)
    if nesting is None:
        return []
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
            frames.append(box)
    return frames


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
