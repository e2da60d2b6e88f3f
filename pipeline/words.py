"""What the engine read, put onto the displayed page and freed of noise."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from statistics import median

from core.page import Box, Line, Region, Table, Word
from pipeline.clean.geometry import Transform, map_box
from pipeline.clean.stand import Standing
from pipeline.syllables import is_syllable
from pipeline.tables import Filled

_NOISE = re.compile(r"[\W_]+")
_LEAST_CONFIDENCE = 0.15
_LEAST_NOISE_CONFIDENCE = 0.5
_SURE = 0.85
_SPACE = 0.6
"""Most space between the words of a line, in heights of a usual word."""

_LEAST_WORD = 3
_PUNCTUATION = ".,;:()"


Move = Callable[[Box], Box]
"""A box on one picture → the one around it on another."""


@dataclass(frozen=True, slots=True)
class Placing:
    """Puts what was found on one picture onto another, such as the displayed page."""

    box: Move

    @staticmethod
    def by(transform: Transform, size: tuple[int, int]) -> "Placing":
        """Placing by a matrix onto a picture of this width and height."""
        return Placing(lambda box: map_box(box, transform, size))

    def lines(self, lines: Sequence[Line]) -> tuple[Line, ...]:
        """The same lines, their words elsewhere."""
        return tuple(
            Line(tuple(replace(word, box=self.box(word.box)) for word in line.words)) for line in lines
        )

    def filled(self, cells: Sequence[Filled]) -> tuple[Filled, ...]:
        """The same cells with their lines."""
        return tuple((replace(cell, box=self.box(cell.box)), self.lines(lines)) for cell, lines in cells)

    def regions(self, regions: Sequence[Region]) -> tuple[Region, ...]:
        """The same regions."""
        return tuple(Region(one.kind, self.box(one.box), self.lines(one.lines)) for one in regions)

    def tables(self, tables: Sequence[Table]) -> tuple[Table, ...]:
        """The same tables."""
        return tuple(
            replace(
                one,
                box=self.box(one.box),
                cells=tuple(replace(cell, box=self.box(cell.box)) for cell in one.cells),
            )
            for one in tables
        )


def bending(standing: Standing) -> Placing:
    """Placing what was read while lines were straight onto the displayed page, where they may be bent."""
    bend, height = standing.bend, standing.size[1]
    return Placing(lambda box: bend.seen(box, height) if bend else box)


def mapped_regions(regions: tuple[Region, ...], standing: Standing) -> tuple[Region, ...]:
    """Regions of the loaded page on the displayed page."""
    return Placing.by(standing.transform, standing.size).regions(regions)


def without_junk(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """Leave out what seals, signatures, rules and dirt are mistaken for."""
    heights = [word.box.height for line in lines for word in line.words]
    usual = median(heights) if heights else 0
    kept = []
    for line in lines:
        words = _printed(line.words, usual)
        if words and any(not _NOISE.fullmatch(word.text) for word in words):
            kept.append(Line(words))
    return tuple(kept)


def _printed(words: Sequence[Word], usual_px: float) -> tuple[Word, ...]:
    """The words that are print: sure ones, and a syllable a space away from one, however unsure."""
    kept: list[Word] = []
    for at, word in enumerate(words):
        beside = [*kept[-1:], *(one for one in words[at + 1 : at + 2] if one.confidence >= _SURE)]
        if not _is_junk(word, usual_px) or (
            _is_word(word) and any(_apart_px(word, one) < _SPACE * usual_px for one in beside)
        ):
            kept.append(word)
    return tuple(kept)


def _is_word(word: Word) -> bool:
    bare = word.text.strip(_PUNCTUATION)
    return len(bare) >= _LEAST_WORD and is_syllable(bare.lower())


def _apart_px(word: Word, other: Word) -> int:
    """Pixels between two words of a line."""
    return max(word.box.left - other.box.right, other.box.left - word.box.right)


def _is_junk(word: Word, usual_px: float) -> bool:
    """Whether the word is improbable, stands on its side or is a stroke across several lines."""
    noise = bool(_NOISE.fullmatch(word.text))
    least = _LEAST_NOISE_CONFIDENCE if noise else _LEAST_CONFIDENCE
    upright = word.box.height > 4 * word.box.width and len(word.text) > 1
    tall = noise and word.box.height > 1.6 * usual_px
    return word.confidence < least or upright or tall
