"""Parts of the engine's copy cut out, enlarged, set one under another and read in one call."""

from collections.abc import Sequence
from dataclasses import replace

import cv2
import numpy as np

from core.errors import Unavailable
from core.page import Box, Line, Pixels
from pipeline.ocr import Hints, OcrEngine

LETTER_INCHES = 25 / 300
"""Usual height of letters on the engine's copy."""

_MARGIN, _APART = 0.3, 1.6
"""White around a line and between two, in letters."""

_SCALE = 1.25
_WORTH = 0.45
"""Confidence from which a letter speaks for a reading instead of against it."""


def read_strips(
    strips: Sequence[tuple[Pixels, Box]], engine: OcrEngine, hints: Hints
) -> tuple[Line | None, ...]:
    """The line that each part of a grey picture shows, in its place; None where none is read.

    Nothing is read where the engine breaks or takes too long.

    Raises:
        MissingDependency: the engine is not installed.
    """
    if not strips:
        return ()
    letter = LETTER_INCHES * hints.dpi
    picture, tops = _stacked(strips, letter)
    try:
        found = engine.read(picture, replace(hints, segmentation="block", dpi=round(hints.dpi * _SCALE)))
    except Unavailable:
        return (None,) * len(strips)
    feet = (*tops[1:], picture.shape[0])
    return tuple(
        _line_between(found, box, top, foot, letter)
        for (_, box), top, foot in zip(strips, tops, feet, strict=True)
    )


def worth(line: Line) -> float:
    """Letters and digits, each as much as it is surer than a guess."""
    return sum((word.confidence - _WORTH) * sum(char.isalnum() for char in word.text) for word in line.words)


def _stacked(strips: Sequence[tuple[Pixels, Box]], letter: float) -> tuple[Pixels, list[int]]:
    """The strips enlarged one under another, and where each begins."""
    margin, apart = round(_MARGIN * letter), round(_APART * letter)
    pieces, tops, down = list[Pixels](), list[int](), 0
    across = max(box.width for _, box in strips) + 2 * margin + 2 * apart
    for pixels, box in strips:
        height, width = pixels.shape
        left, top = max(0, box.left - margin), max(0, box.top - margin)
        part = pixels[top : min(height, box.bottom + margin), left : min(width, box.right + margin)]
        piece = np.full((part.shape[0] + apart, across), 255, np.uint8)
        piece[apart // 2 : apart // 2 + part.shape[0], apart : apart + part.shape[1]] = part
        large = cv2.resize(piece, None, fx=_SCALE, fy=_SCALE, interpolation=cv2.INTER_CUBIC)
        pieces.append(np.asarray(large, np.uint8))
        tops.append(down)
        down += large.shape[0]
    return np.asarray(np.concatenate(pieces), np.uint8), tops


def _line_between(found: Sequence[Line], place: Box, top: int, foot: int, letter: float) -> Line | None:
    """The line that was read between two heights of the stacked picture, back in its place."""
    middle = (top + foot) / 2
    inside = [line for line in found if top <= (line.box.top + line.box.bottom) / 2 < foot]
    # Half a line above or below that came along is read too, and surely.
    inside = [line for line in inside if line.box.top <= middle < line.box.bottom] or inside
    if not inside:
        return None
    margin, apart = round(_MARGIN * letter), round(_APART * letter)
    right = max(0, place.left - margin) - apart
    down = max(0, place.top - margin) - apart // 2
    words = []
    for word in max(inside, key=worth).words:
        left, upper, end, lower = (edge / _SCALE for edge in word.box)
        rise = top / _SCALE
        box = Box(
            round(left) + right, round(upper - rise) + down, round(end) + right, round(lower - rise) + down
        )
        words.append(replace(word, box=box))
    return Line(tuple(words))
