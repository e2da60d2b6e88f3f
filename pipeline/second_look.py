"""Lines read again alone: where the engine was unsure, and where print stands that it left out.

Page segmentation drops words beside noise, seals and wide gaps, and a line read among others may
be read worse than alone. Such lines are cut out, enlarged, set one under another and read in one
call; each new reading is kept only if it explains more letters with more confidence.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from core.page import Box, Line, Pixels, Word
from pipeline.clean.ink import connected
from pipeline.crossed import touched_runs, with_surer
from pipeline.ocr import Hints, OcrEngine
from pipeline.strips import LETTER_INCHES, read_strips, worth

SECOND_LOOK_VERSION = 3
"""Part of the reading fingerprint."""

_INK = 150
_SMALLEST, _LARGEST, _WIDEST = 0.45, 1.8, 3.0
"""Height and width of letters, in usual letters."""

_COVER = 0.15
"""How far, in letters, a word's box is taken to reach beyond its print."""

_NEXT = 0.8
"""Gap, in letters, between neighbours of one word or two."""

_LEAST_LETTERS = 3
_JOIN = 4.0
"""A word left out within this many letters of a line belongs to it."""

_DOUBTFUL = 0.45
"""Confidence below which a word has its line read again; 0.55 takes a fifth more time and gains nothing."""

_MOST_LINES = 16
_GAIN = 0.4
"""Letters' worth by which the new reading must be better."""


@dataclass(frozen=True, slots=True)
class _Strip:
    """A part of the picture that is read again."""

    box: Box
    line: int | None
    """The line that was read there, None where nothing was."""


def look_again(
    pixels: Pixels,
    lines: tuple[Line, ...],
    engine: OcrEngine,
    hints: Hints,
    left_in: Pixels | None = None,
) -> tuple[Line, ...]:
    """The lines, some of them read better, and those that had been left out.

    `left_in` is the same copy with the seals and strokes that were taken out of `pixels`.

    An engine that breaks or takes too long leaves the lines as they are: they were read.

    Raises:
        MissingDependency: the engine is not installed.
    """
    letter = LETTER_INCHES * hints.dpi
    strips = _strips(pixels, lines, letter)[:_MOST_LINES]
    places, runs = [(pixels, strip.box) for strip in strips], dict[int, Box]()
    if left_in is not None:
        runs = touched_runs(pixels, left_in, lines, letter)
        places += [(left_in, box) for box in runs.values()]
    read = read_strips(places, engine, hints)
    kept, more = list(lines), list[Line]()
    for strip, again in zip(strips, read, strict=False):
        if again is None:
            continue
        if strip.line is None:
            more.extend([again] if worth(again) >= _GAIN else [])
        elif worth(again) >= worth(kept[strip.line]) + _GAIN:
            kept[strip.line] = again
    for at, other in zip(runs, read[len(strips) :], strict=True):
        kept[at] = with_surer(kept[at], other) if other else kept[at]
    return (*kept, *more)


def _strips(pixels: Pixels, lines: Sequence[Line], letter: float) -> list[_Strip]:
    boxes = [line.box for line in lines]
    reach: dict[int, Box] = {
        at: boxes[at] for at, line in enumerate(lines) if any(map(_is_doubtful, line.words))
    }
    alone = []
    for box in _left_out(pixels, lines, letter):
        at = _beside(box, boxes, letter)
        if at is None:
            alone.append(_Strip(box, None))
        else:
            reach[at] = reach.get(at, boxes[at]).union(box)
    return [*alone, *(_Strip(box, at) for at, box in reach.items())]


def _is_doubtful(word: Word) -> bool:
    return word.confidence < _DOUBTFUL and sum(char.isalnum() for char in word.text) > 1


def _left_out(pixels: Pixels, lines: Sequence[Line], letter: float) -> list[Box]:
    """Rows of letters outside of all words."""
    small = cv2.resize(pixels, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    half, margin = letter / 2, round(_COVER * letter / 2)
    for line in lines:
        for left, top, right, bottom in (word.box for word in line.words):
            corners = (left // 2 - margin, top // 2 - margin), (right // 2 + margin, bottom // 2 + margin)
            cv2.rectangle(small, *corners, 255, cv2.FILLED)
    _, table = connected(np.asarray(small < _INK, np.uint8))
    width, height = table[:, cv2.CC_STAT_WIDTH], table[:, cv2.CC_STAT_HEIGHT]
    letters = (height >= _SMALLEST * half) & (height <= _LARGEST * half) & (width <= _WIDEST * half)
    letters[0] = False
    if np.count_nonzero(letters) < _LEAST_LETTERS:
        return []
    return _rows(np.asarray(table[letters], np.int32), small.shape, half)


def _rows(table: NDArray[np.int32], shape: tuple[int, ...], half: float) -> list[Box]:
    """Neighbouring letters joined to rows, in pixels of the whole picture."""
    mask = np.zeros(shape[:2], np.uint8)
    reach = round(_NEXT * half / 2)
    for left, top, width, height, _ in table.tolist():
        middle = top + height // 2
        cv2.rectangle(mask, (left - reach, middle - 1), (left + width + reach, middle + 1), 255, cv2.FILLED)
    joined = cv2.dilate(mask, np.ones((max(3, round(0.5 * half)), 1), np.uint8))
    _, rows = cv2.connectedComponents(np.asarray(joined, np.uint8))
    middles = rows[table[:, 1] + table[:, 3] // 2, table[:, 0] + table[:, 2] // 2]
    found = []
    for row in np.unique(middles[middles > 0]):
        part = table[middles == row]
        if len(part) >= _LEAST_LETTERS:
            left, top = part[:, 0].min(), part[:, 1].min()
            right, bottom = (part[:, 0] + part[:, 2]).max(), (part[:, 1] + part[:, 3]).max()
            if bottom - top <= 2 * _LARGEST * half:
                found.append(Box(2 * int(left), 2 * int(top), 2 * int(right), 2 * int(bottom)))
    return found


def _beside(box: Box, boxes: Sequence[Box], letter: float) -> int | None:
    """The line on whose height `box` stands, not far from it."""
    for at, other in enumerate(boxes):
        level = min(box.bottom, other.bottom) - max(box.top, other.top)
        apart = max(box.left - other.right, other.left - box.right)
        if level > 0.5 * min(box.height, other.height) and apart < _JOIN * letter:
            return at
    return None
