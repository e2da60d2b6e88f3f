"""Numbers read again alone: a digit misread in a date or an amount has no neighbours that put it right.

Of 1,900 numbers on 84 drawn pages 12 were read below 0.8, five of them wrongly, and all five are
right when read alone, large, with nothing but digits to choose from.
"""

import re
from dataclasses import replace

import cv2
import numpy as np

from core.errors import Unavailable
from core.page import Line, Pixels, Word
from pipeline.ocr import Hints, OcrEngine

DOUBTFUL_NUMBERS_VERSION = 1
"""Part of the reading fingerprint."""

_NUMBER = re.compile(r"[(]?[\d./:,-]*\d[\d./:,-]*[;,.)]?")
_CHARACTERS = "0123456789.,/:;()-"

_DOUBTFUL = 0.8
_SURE = 0.9
"""Least confidence of the reading that is taken instead."""

_MOST = 6
"""Numbers of a page, 0.05 s each."""

_SCALE = 3.0
"""Up to 1.5 times its size a number alone is read worse than among its neighbours, from 2 times on better."""

_MARGIN_PX = 6
_WHITE_PX = 20


def read_doubtful_numbers(
    pixels: Pixels, lines: tuple[Line, ...], engine: OcrEngine, hints: Hints
) -> tuple[Line, ...]:
    """The lines, their doubtful numbers as read alone on grey `pixels` where that is surer.

    An engine that breaks or takes too long leaves the numbers as they are.

    Raises:
        MissingDependency: the engine is not installed.
    """
    doubtful = [word for line in lines for word in line.words if _is_doubtful(word)][:_MOST]
    try:
        surer = {id(word): _read(pixels, word, engine, hints) for word in doubtful}
    except Unavailable:
        return lines
    return tuple(Line(tuple(surer.get(id(word), word) for word in line.words)) for line in lines)


def _is_doubtful(word: Word) -> bool:
    return word.confidence < _DOUBTFUL and bool(_NUMBER.fullmatch(word.text))


def _read(pixels: Pixels, word: Word, engine: OcrEngine, hints: Hints) -> Word:
    box, margin = word.box, _MARGIN_PX
    part = pixels[
        max(0, box.top - margin) : box.bottom + margin, max(0, box.left - margin) : box.right + margin
    ]
    large = cv2.resize(part, None, fx=_SCALE, fy=_SCALE, interpolation=cv2.INTER_CUBIC)
    white = cv2.copyMakeBorder(large, *(_WHITE_PX,) * 4, cv2.BORDER_CONSTANT, value=(255,))
    alone = replace(hints, segmentation="word", whitelist=_CHARACTERS)
    found = [one for line in engine.read(np.asarray(white, np.uint8), alone) for one in line.words]
    if len(found) != 1 or found[0].confidence < _SURE or not _NUMBER.fullmatch(found[0].text):
        return word
    return Word(found[0].text, box, found[0].confidence, raw=word.raw or word.text)
