"""Reading a piece of a doubtful page both ways up, to see which way is right."""

import math
from collections.abc import Callable

import numpy as np

from core.errors import Unavailable
from core.page import Line, Pixels
from pipeline.clean import ink
from pipeline.ocr import Hints, OcrEngine
from pipeline.syllables import legal_share

_STRIP_SHARE = 0.22
_SECONDS = 15.0
_LEAST_SENSE = 0.3
_CLEAR = 0.85
"""One way must make this much less sense than the other to be out of the question."""


def upside_down_by(engine: OcrEngine) -> Callable[[Pixels, float], bool | None]:
    """A judge that reads the busiest strip of a page with `engine`, then turned by 180°."""

    def judge(grey: Pixels, dpi: float) -> bool | None:
        strip = _busiest_strip(grey)
        turned = np.ascontiguousarray(strip[::-1, ::-1])
        as_is, flipped = _sense(engine, strip, dpi), _sense(engine, turned, dpi)
        if max(as_is, flipped) < _LEAST_SENSE or min(as_is, flipped) > _CLEAR * max(as_is, flipped):
            return None
        return flipped > as_is

    return judge


def _busiest_strip(grey: Pixels) -> Pixels:
    """The strip with the most letters; shadows and dark edges hold none."""
    height = grey.shape[0]
    rows = max(1, int(height * _STRIP_SHARE))
    letters = ink.glyphs(ink.ink_map(grey))
    middles = (letters.top + letters.height / 2).astype(np.intp)
    count = np.cumsum(np.concatenate(([0], np.bincount(middles, minlength=height))))
    start = int(np.argmax(count[rows:] - count[:-rows]))
    return np.ascontiguousarray(grey[start : start + rows])


def _sense(engine: OcrEngine, strip: Pixels, dpi: float) -> float:
    """How much legal Vietnamese was read with how much confidence."""
    try:
        lines = engine.read(strip, Hints(dpi=max(70, round(dpi)), segmentation="block", seconds=_SECONDS))
    except Unavailable:
        return 0.0
    return _score(lines)


def _score(lines: tuple[Line, ...]) -> float:
    share, count = legal_share(line.text for line in lines)
    words = [word for line in lines for word in line.words]
    confidence = sum(word.confidence for word in words) / max(1, len(words))
    return share * confidence * math.sqrt(count)
