"""Numbers boxed by their own ink.

Tesseract counts a mark on a capital of the next line, close below, to the word above it. Around a lone
digit the box then is half as high again, and the digit is taken for one written large by hand.
"""

import re
from dataclasses import replace

import numpy as np

from core.page import Box, Line, Pixels, Word

NUMBER_BOXES_VERSION = 1
"""Part of the reading fingerprint."""

_NUMBER = re.compile(r"[\dZ]{1,4}[.,:;]?")
"""Digits have no marks of their own: ink apart from theirs above or below is a neighbour's. Z is a 7 with
such a mark under it."""

_INK = 128
_LEAST_GAP_PX = 4
"""Rows without ink; digits of faded print are torn by less."""

_LEAST_SHARE = 0.4
"""The number's own ink takes no less of the height of its box."""


def with_own_ink(line: Line, pixels: Pixels) -> Line:
    """The line as read on grey `pixels`, its numbers boxed from their first row of ink to the last."""
    return Line(tuple(_cut(word, pixels) if _NUMBER.fullmatch(word.text) else word for word in line.words))


def _cut(word: Word, pixels: Pixels) -> Word:
    box = word.box
    inked = np.flatnonzero((pixels[box.top : box.bottom, box.left : box.right] < _INK).any(axis=1))
    bands = np.split(inked, np.flatnonzero(np.diff(inked) > _LEAST_GAP_PX) + 1)
    band = max(bands, key=len)
    if len(bands) == 1 or len(band) < _LEAST_SHARE * box.height:
        return word
    return replace(word, box=Box(box.left, box.top + int(band[0]), box.right, box.top + int(band[-1]) + 1))
