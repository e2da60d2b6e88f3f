"""What the engine read, put onto the displayed page and freed of noise."""

import re
from statistics import median

from core.page import Line, Region, Word
from pipeline.clean.geometry import Transform, map_box
from pipeline.clean.stand import Standing

_NOISE = re.compile(r"[\W_]+")
_LEAST_CONFIDENCE = 0.15
_LEAST_NOISE_CONFIDENCE = 0.5


def mapped(lines: tuple[Line, ...], transform: Transform, size: tuple[int, int]) -> tuple[Line, ...]:
    """The same lines with boxes in pixels of the displayed page of `size`."""
    return tuple(
        Line(
            tuple(Word(word.text, map_box(word.box, transform, size), word.confidence) for word in line.words)
        )
        for line in lines
    )


def mapped_regions(regions: tuple[Region, ...], standing: Standing) -> tuple[Region, ...]:
    """Regions of the loaded page on the displayed page."""
    transform, size = standing.transform, standing.size
    return tuple(
        Region(region.kind, map_box(region.box, transform, size), mapped(region.lines, transform, size))
        for region in regions
    )


def without_junk(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """Leave out what seals, signatures, rules and dirt are mistaken for."""
    heights = [word.box.height for line in lines for word in line.words]
    usual = median(heights) if heights else 0
    kept = []
    for line in lines:
        words = tuple(word for word in line.words if not _is_junk(word, usual))
        if words and any(not _NOISE.fullmatch(word.text) for word in words):
            kept.append(Line(words))
    return tuple(kept)


def _is_junk(word: Word, usual_px: float) -> bool:
    """Whether the word is improbable, stands on its side or is a stroke across several lines."""
    noise = bool(_NOISE.fullmatch(word.text))
    least = _LEAST_NOISE_CONFIDENCE if noise else _LEAST_CONFIDENCE
    upright = word.box.height > 4 * word.box.width and len(word.text) > 1
    tall = noise and word.box.height > 1.6 * usual_px
    return word.confidence < least or upright or tall
