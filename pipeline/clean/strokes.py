"""Signatures, seals and other large marks in black taken out, the print they cross kept."""

import cv2
import numpy as np
from numpy.typing import NDArray

from core.page import Pixels
from pipeline.clean.ink import Marks, marks

_GLYPH_INCHES = 25 / 300
"""Usual height of letters, capitals and marks on the engine's copy."""

_LEAST_HEIGHT, _LEAST_WIDTH = 2.6, 2.0
"""In letters: what is higher and wider is no print, nor two lines that touch."""

_HIGHEST_LETTER = 1.7
_SMALLEST_LETTER = 0.35
_REACH = 4.0
"""How far, in letters, the line of a neighbouring word is taken to go on under a stroke."""

_MARGIN = 0.2
"""Marks and tails beyond the letters of a line that are kept, in letters."""


def without_strokes(grey: Pixels, dpi: float, known: Marks | None = None) -> Pixels | None:
    """Paint large connected strokes white except where a line of print runs; None where there are none.

    `known` are the marks of the page where they were looked for before.

    Tesseract drops a word that a signature touches, often with the words beside it,
    and reads letters out of the rest.
    """
    found = known or marks(grey, dpi)
    labels, table, scale = found.labels, found.table, found.scale
    letter = _GLYPH_INCHES * dpi * scale
    width, height = table[:, cv2.CC_STAT_WIDTH], table[:, cv2.CC_STAT_HEIGHT]
    large = (height >= _LEAST_HEIGHT * letter) & (width >= _LEAST_WIDTH * letter)
    large[0] = False
    if not large.any():
        return None
    letters = (height <= _HIGHEST_LETTER * letter) & (height >= _SMALLEST_LETTER * letter)
    letters &= width <= 4 * letter
    letters[0] = False
    strokes = np.where(large, np.uint8(255), np.uint8(0))[labels]
    lines = _lines(np.asarray(table[letters], np.int32), labels.shape, letter)
    mask = cv2.dilate(np.asarray(cv2.bitwise_and(strokes, cv2.bitwise_not(lines)), np.uint8), _ONE)
    wide = cv2.resize(mask, (grey.shape[1], grey.shape[0]), interpolation=cv2.INTER_NEAREST)
    return np.asarray(cv2.bitwise_or(grey, wide), np.uint8)


_ONE = np.ones((3, 3), np.uint8)


def _lines(letters: NDArray[np.int32], shape: tuple[int, ...], letter: float) -> NDArray[np.uint8]:
    """Where lines of print run: the letters' boxes, drawn out to both sides."""
    mask = np.zeros(shape[:2], np.uint8)
    margin = _MARGIN * letter
    for left, top, width, height, _ in letters.tolist():
        corner = (left, max(0, round(top - margin)))
        cv2.rectangle(mask, corner, (left + width, round(top + height + margin)), 255, cv2.FILLED)
    reach = 2 * round(_REACH * letter) + 1
    return np.asarray(cv2.dilate(mask, np.ones((1, reach), np.uint8)), np.uint8)
