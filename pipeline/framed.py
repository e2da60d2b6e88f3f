"""Framed marks in black (MẬT, KHẨN on a fax) read alone.

Among other print Tesseract takes the sides of a frame for letters and joins the mark to the line beside
it. A mark of secrecy decides whether the page may be kept at all, so what stands in a small frame is read
by itself, and the page's own reading of that place gives way when the frame holds a mark.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

import cv2
import numpy as np
from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from core.errors import Unavailable
from core.page import Box, Line, Pixels, Word
from core.text import fold
from pipeline.ocr import Hints, OcrEngine

FRAMED_VERSION = 1
"""Part of the reading fingerprint."""

_HIGHEST_INCHES = 0.55
"""A mark has one line; the arrival stamp is higher."""

_FRAME_INCHES = 0.06
"""Two thin lines at most."""

_MOST = 3
_MARGIN_PX = 20
_MARKS = (
    "mat",
    "toi mat",
    "tuyet mat",
    "khan",
    "thuong khan",
    "hoa toc",
    "luu hanh noi bo",
    "xem xong tra lai",
)
_ALIKE = 80.0
"""Similarity, 0 to 100, to a mark of two words; of one word one letter may be misread."""


def read_framed(
    pixels: Pixels, lines: tuple[Line, ...], frames: Sequence[Box], engine: OcrEngine, hints: Hints
) -> tuple[Line, ...]:
    """The lines of grey `pixels`, the marks in its small frames as read alone.

    An engine that breaks or takes too long leaves the lines as they are.

    Raises:
        MissingDependency: the engine is not installed.
    """
    small = [frame for frame in frames if frame.height <= _HIGHEST_INCHES * hints.dpi][:_MOST]
    for frame in small:
        try:
            words = _read(pixels, frame, engine, hints)
        except Unavailable:
            return lines
        if is_mark(" ".join(word.text for word in words)):
            rest = (Line(tuple(word for word in line.words if not _in(word.box, frame))) for line in lines)
            lines = (*(line for line in rest if line.words), Line(words))
    return lines


def is_mark(text: str) -> bool:
    """Whether `text` is a mark of secrecy, urgency or circulation, nearly."""
    plain = " ".join(re.findall(r"[a-z]{2,}", fold(text)))
    return any(
        fuzz.ratio(plain, mark) >= _ALIKE if " " in mark else _is_nearly(plain, mark) for mark in _MARKS
    )


def _is_nearly(plain: str, mark: str) -> bool:
    return abs(len(plain) - len(mark)) <= 1 and Levenshtein.distance(plain, mark) <= 1


def _read(pixels: Pixels, frame: Box, engine: OcrEngine, hints: Hints) -> tuple[Word, ...]:
    """The words inside a frame, each with the frame's box."""
    edge = round(_FRAME_INCHES * hints.dpi)
    inside = pixels[frame.top + edge : frame.bottom - edge, frame.left + edge : frame.right - edge]
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
