"""Framed marks in black (MẬT, KHẨN on a fax) read alone.

Among other print Tesseract takes the sides of a frame for letters and joins the mark to the line beside
it. A mark of secrecy decides whether the page may be kept at all, so what stands in a small frame is read
by itself, and the page's own reading of that place gives way when the frame holds a mark. What cannot be read
there is told apart too: it may be one.
"""

from collections.abc import Sequence
from dataclasses import replace

import cv2
import numpy as np

from core.errors import Unavailable
from core.page import Box, Line, Pixels, Word
from pipeline.marks import is_mark, spelled
from pipeline.ocr import Hints, OcrEngine

FRAMED_VERSION = 2
"""Part of the reading fingerprint."""

_HIGHEST_INCHES = 0.55
"""A mark has one line; the arrival stamp is higher."""

_LOWEST_INCHES = 0.22
"""Marks are 8 mm high and 7 on a reduced fax; what is lower is a line of capitals that looks like a frame."""

_FRAME_INCHES = 0.06
"""Two thin lines at most."""

_MOST = 3
_MARGIN_PX = 20
_INK = 150
_LEAST_INK = 0.03
"""Dark share of a frame that holds anything."""

_SURE = 0.8


def read_framed(
    pixels: Pixels, lines: tuple[Line, ...], frames: Sequence[Box], engine: OcrEngine, hints: Hints
) -> tuple[tuple[Line, ...], tuple[Box, ...]]:
    """The lines of grey `pixels`, the marks in small frames as read alone, and frames that could not be read.

    An engine that breaks or takes too long leaves the lines as they are.

    Raises:
        MissingDependency: the engine is not installed.
    """
    small = [frame for frame in frames if frame.height <= _HIGHEST_INCHES * hints.dpi][:_MOST]
    unread = []
    for frame in small:
        inside = _inside(pixels, frame, hints.dpi)
        try:
            words = _read(inside, frame, engine, hints)
        except Unavailable:
            return lines, ()
        if is_mark(" ".join(word.text for word in words)):
            rest = (Line(tuple(word for word in line.words if not _in(word.box, frame))) for line in lines)
            lines = (*(line for line in rest if line.words), Line(spelled(words)))
        elif _may_be_mark(frame, inside, hints.dpi) and all(word.confidence < _SURE for word in words):
            unread.append(frame)
    return lines, tuple(unread)


def _inside(pixels: Pixels, frame: Box, dpi: float) -> Pixels:
    edge = round(_FRAME_INCHES * dpi)
    return pixels[frame.top + edge : frame.bottom - edge, frame.left + edge : frame.right - edge]


def _may_be_mark(frame: Box, inside: Pixels, dpi: float) -> bool:
    high = frame.height >= _LOWEST_INCHES * dpi
    return high and bool(inside.size) and float(np.mean(inside < _INK)) >= _LEAST_INK


def _read(inside: Pixels, frame: Box, engine: OcrEngine, hints: Hints) -> tuple[Word, ...]:
    """The words inside a frame, each with the frame's box."""
    if not inside.size:
        return ()
    white = cv2.copyMakeBorder(inside, *(_MARGIN_PX,) * 4, cv2.BORDER_CONSTANT, value=(255,))
    found = engine.read(np.asarray(white, np.uint8), replace(hints, segmentation="block"))
    return tuple(
        replace(word, box=frame)
        for line in found
        for word in line.words
        if sum(map(str.isalpha, word.text)) > 1
    )


def _in(box: Box, frame: Box) -> bool:
    across, down = (box.left + box.right) / 2, (box.top + box.bottom) / 2
    return frame.left <= across < frame.right and frame.top <= down < frame.bottom
