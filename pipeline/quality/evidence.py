"""What the words that were read say about the scan."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from core.page import Box, Line, Word
from core.text import fold
from pipeline.syllables import legal_share, marked_share

LOW_CONFIDENCE = 0.6

_CELL_SHARE = 1 / 16
"""Doubtful words are counted in squares of this share of the page's longer side, 19 mm on A4."""

_LONE = frozenset("aeiouyvx")
"""Letters that stand alone in print: vowels are words, the rest are ticks and Roman numerals."""

_LEAST_DOUBTFUL = 4
"""Doubtful words in neighbouring squares that make a place worth pointing at."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A page after it was read; shares are 0–1."""

    letters: int
    """Characters of all words."""
    words: int
    """Words of two and more letters."""
    doubtful: float
    """Share of characters in words read with little confidence."""
    legal: float
    """Share of words that are spelled as Vietnamese syllables can be."""
    marked: float
    """Share of words with a mark or đ: 0.6–0.9 in Vietnamese."""
    plain_legal: float
    """Share of words that are legal syllables once their marks are taken off."""
    stray: int
    """Words of one letter that is no word: what is left of broken lines."""
    worst: Box | None
    """Where doubtful words lie together."""


def evidence(lines: Sequence[Line], size: tuple[int, int]) -> Evidence:
    """Weigh the words of a page of `size`, width and height in pixels."""
    texts = [line.text for line in lines]
    words = [word for line in lines for word in line.words]
    letters = sum(len(word.text) for word in words)
    low = sum(len(word.text) for word in words if word.confidence < LOW_CONFIDENCE)
    legal, count = legal_share(texts)
    doubtful = [word.box for word in words if _is_doubtful(word)]
    return Evidence(
        letters=letters,
        words=count,
        doubtful=low / max(1, letters),
        legal=legal,
        marked=marked_share(texts),
        plain_legal=legal_share(fold(text) for text in texts)[0],
        stray=sum(_is_stray(word.text) for word in words),
        worst=cluster(doubtful, _CELL_SHARE * max(size)),
    )


def _is_stray(text: str) -> bool:
    return len(text) == 1 and text.isalpha() and fold(text) not in _LONE


def _is_doubtful(word: Word) -> bool:
    return word.confidence < LOW_CONFIDENCE and any(map(str.isalnum, word.text))


def cluster(boxes: Sequence[Box], cell_px: float) -> Box | None:
    """Around the densest group of `boxes`: those in one square and the squares that touch it."""
    if len(boxes) < _LEAST_DOUBTFUL:
        return None
    places = np.array([((b.left + b.right) / 2, (b.top + b.bottom) / 2) for b in boxes]) // max(1.0, cell_px)
    near = np.abs(places[:, None] - places[None]).max(axis=2) <= 1
    densest = near[int(near.sum(axis=1).argmax())]
    if densest.sum() < _LEAST_DOUBTFUL:
        return None
    return Box.around(box for box, inside in zip(boxes, densest, strict=True) if inside)
