"""Print under a seal or a pen's stroke: of two copies, one with that ink left in, the surer reading is kept.

Taking black ink out of a page also takes pieces of the letters that it crosses; leaving it in makes the
engine stumble over the strokes. Which harms less differs from word to word, so those that were touched and
read badly are read from the other copy as well.
"""

from collections.abc import Iterator, Sequence
from statistics import mean

import cv2
import numpy as np
from numpy.typing import NDArray

from core.page import Box, Line, Pixels, Word
from pipeline.syllables import is_syllable

CROSSED_VERSION = 1
"""Part of the reading fingerprint."""

_TAKEN_OUT = 60
"""Levels by which ink that was taken out differs."""

_SURE = 0.6
"""Trust from which a word is left alone."""

_INK = 150
_GAP = 1.2
"""White that ends the print around a touched word, in letters; a space takes half a letter."""

_FARTHEST = 12.0
"""How far beside it print is taken along, in letters."""

_WORTH = 0.45
"""Trust from which a letter speaks for a reading instead of against it."""

_GAIN = 0.4
"""Letters' worth by which the other reading must be better."""

_LEAST = 0.3
"""Trust of a word where none was read before."""

_SAME = 0.3
"""Share of the narrower of two words from which on they stand in the same place."""


def touched_runs(lifted: Pixels, left_in: Pixels, lines: Sequence[Line], letter: float) -> dict[int, Box]:
    """By line, the print around words that stand where ink was taken out and that are not trusted.

    Args:
        lifted: the grey engine's copy, seals and strokes taken out.
        left_in: the same with them.
        lines: as read from `lifted`.
        letter: usual height of letters, px.
    """
    taken = np.asarray(cv2.absdiff(left_in, lifted) > _TAKEN_OUT, np.uint8)
    taken = np.asarray(cv2.dilate(taken, np.ones((5, 5), np.uint8)), np.uint8)
    runs = {}
    for at, line in enumerate(lines):
        boxes = [word.box for word in line.words if _trust(word) < _SURE and _any(taken, word.box)]
        if boxes:
            run = _run(left_in, Box.around(boxes), letter)
            cut = (word.box for word in line.words if word.box.overlap(run) > 0)
            runs[at] = Box.around([run, *cut])
    return runs


def _any(mask: NDArray[np.uint8], box: Box) -> bool:
    return bool(mask[max(0, box.top) : box.bottom, max(0, box.left) : box.right].any())


def _run(pixels: Pixels, box: Box, letter: float) -> Box:
    """The box drawn out to both sides as far as ink goes on without a gap."""
    gap, farthest = round(_GAP * letter), round(_FARTHEST * letter)
    left, right = max(0, box.left - farthest), min(pixels.shape[1], box.right + farthest)
    inked = np.flatnonzero((pixels[max(0, box.top) : box.bottom, left:right] < _INK).any(axis=0)) + left
    before, after = inked[inked < box.left], inked[inked >= box.right]
    return Box(
        int(_reached(box.left, before[::-1], gap)),
        box.top,
        int(_reached(box.right, after, gap)) + 1,
        box.bottom,
    )


def _reached(start: int, inked: NDArray[np.int64], gap: int) -> int:
    """The last of the columns that no gap parts from the start."""
    reached = start
    for column in inked.tolist():
        if abs(column - reached) > gap:
            break
        reached = column
    return reached


def with_surer(line: Line, other: Line) -> Line:
    """The line, its words taken from the other reading of a part of it where that is surer."""
    words = list[Word]()
    for old, new in _places(line.words, other.words):
        if not old:
            words.extend(word for word in new if _trust(word) >= _LEAST)
        elif new and _is_surer(new, old):
            words.extend(new)
        else:
            words.extend(old)
    return Line(tuple(sorted(words, key=lambda word: word.box.left)))


def _places(old: Sequence[Word], new: Sequence[Word]) -> Iterator[tuple[list[Word], list[Word]]]:
    """The words of both that stand in the same place, from left to right."""
    places: list[tuple[list[Word], list[Word]]] = [([word], []) for word in old]
    for word in new:
        same = [place for place in places if any(_overlap(word, other) for other in (*place[0], *place[1]))]
        places = [place for place in places if place not in same]
        before, beside = ([one for place in same for one in place[side]] for side in (0, 1))
        places.append((before, [*beside, word]))
    yield from places


def _overlap(word: Word, other: Word) -> bool:
    shared = min(word.box.right, other.box.right) - max(word.box.left, other.box.left)
    return shared > _SAME * min(word.box.width, other.box.width)


def _is_surer(new: Sequence[Word], old: Sequence[Word]) -> bool:
    """Whether it explains more letters, and not only by reading fewer."""
    return _worth(new) >= _worth(old) + _GAIN and mean(map(_trust, new)) > mean(map(_trust, old))


def _worth(words: Sequence[Word]) -> float:
    return sum((_trust(word) - _WORTH) * sum(map(str.isalnum, word.text)) for word in words)


def _trust(word: Word) -> float:
    """The engine's confidence, less where letters are no syllable, least for what has no letters."""
    text = "".join(char for char in word.text if char.isalnum())
    if not text:
        return 0.3 * word.confidence
    if any(char.isdigit() for char in text):
        return word.confidence
    return word.confidence * (1.0 if text in word.text and is_syllable(text) else 0.5)
