"""Running text in two or more columns without rules: newspapers, gazettes, sheets in two languages.

A white strip that no line crosses parts columns; it must run along several lines, and what stands on
either side must be text that fills its column. Headings of two blocks, signatures and forms do not.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from core.page import Box, Line, Word

_LEAST_LINES = 5
"""Lines that each column has at least."""

_LEAST_STRIP = 0.7
"""Width of the strip between columns, in heights of a word; gaps that wide are never shared by many lines."""

_LEAST_COLUMN = 8.0
"""Width of a column, in heights of a word: narrower ones hold numbers or labels."""

_LEAST_WORDS = 3
"""Words of the middle one of a column's lines."""

_FULL, _LEAST_FULL = 0.85, 0.55
"""A line is full that spans this share of its column, and so many of the lines of each column are."""

_NEAR = 2.0
"""Lines of a column that goes on below its neighbours follow closer than this many heights."""

Strip = tuple[float, float]
"""Left and right edge, px."""


@dataclass(frozen=True, slots=True)
class Columns:
    """The first columns of a page, and what stands before and behind them."""

    above: tuple[Line, ...]
    columns: tuple[tuple[Line, ...], ...]
    """From left to right."""
    below: tuple[Line, ...]


def find_columns(lines: Sequence[Line]) -> Columns | None:
    """The first run of lines that stands in columns, if any does; lines are parted where columns are."""
    if len(lines) < _LEAST_LINES:
        return None
    height = median(word.box.height for line in lines for word in line.words)
    placed = sorted(((line.box, line) for line in lines), key=lambda one: one[0].top + one[0].bottom)
    ordered = [line for _, line in placed]
    boxes = [box for box, _ in placed]
    for first in range(len(ordered) - _LEAST_LINES + 1):
        last, strips = _run(ordered, boxes, first, height)
        found = _parted(ordered, first, last, strips, height) if strips else None
        if found:
            return found
    return None


def _run(lines: Sequence[Line], boxes: Sequence[Box], first: int, height: float) -> tuple[int, list[Strip]]:
    """How far the white strips beside the first lines go on, and the strips.

    One that ends soon was a chance gap; one that ends later is a column that ends.
    """
    start, least = first + _LEAST_LINES, _LEAST_STRIP * height
    around = Box.around(boxes[first:start])
    inner = around.left + _LEAST_COLUMN * height, around.right - _LEAST_COLUMN * height
    strips = _common(lines[first:start], inner, least)
    last = start
    while strips and last < len(lines):
        left = _narrowed(strips, lines[last], least)
        if not left or (len(left) < len(strips) and last - first >= 2 * _LEAST_LINES):
            break
        strips, last = left, last + 1
    return last, strips


def _common(lines: Sequence[Line], inner: Strip, least: float) -> list[Strip]:
    """The strips of `inner` that none of the lines inks."""
    strips: list[Strip] = [inner] if inner[1] - inner[0] >= least else []
    for line in lines:
        strips = _narrowed(strips, line, least)
        if not strips:
            break
    return strips


def _narrowed(strips: Sequence[Strip], line: Line, least: float) -> list[Strip]:
    """What is left of the strips beside the words of a line, where it is wide enough."""
    for word in line.words:
        box, left = word.box, list[Strip]()
        for low, high in strips:
            if box.right <= low or box.left >= high:
                left.append((low, high))
                continue
            parts = ((low, float(box.left)), (float(box.right), high))
            left.extend(part for part in parts if part[1] - part[0] >= least)
        strips = left
    return list(strips)


def _parted(
    lines: Sequence[Line], first: int, last: int, strips: Sequence[Strip], height: float
) -> Columns | None:
    """The lines in their columns, if these are columns of text."""
    middles = [(low + high) / 2 for low, high in strips]
    columns = _split(lines[first:last], middles)
    if any(len(column) < _LEAST_LINES or _words(column) < _LEAST_WORDS for column in columns):
        return None
    # One column may start higher: its first lines are a heading of all, or the end of what is above.
    start = max(column[0].box.top for column in columns) - height / 2
    ends = [column[-1].box.bottom for column in columns]
    foot = min(ends) + height / 2
    kept = [
        _contiguous([line for line in column if line.box.top >= start], foot, height) for column in columns
    ]
    if not all(_is_text(column, height) for column in kept):
        return None
    inside = {id(line) for column in kept for line in column}
    rest = [line for column in columns for line in column if id(line) not in inside]
    above = (*lines[:first], *(line for line in rest if line.box.top < start))
    below = (*(line for line in rest if line.box.top >= start), *lines[last:])
    return Columns(above, tuple(tuple(column) for column in kept), below)


def _split(lines: Sequence[Line], middles: Sequence[float]) -> list[list[Line]]:
    """The words of `lines` by column; what stood in one line stays one inside its column."""
    columns: list[list[Line]] = [[] for _ in range(len(middles) + 1)]
    for line in lines:
        parts: list[list[Word]] = [[] for _ in columns]
        for word in line.words:
            across = (word.box.left + word.box.right) / 2
            parts[sum(across > middle for middle in middles)].append(word)
        for column, words in zip(columns, parts, strict=True):
            if words:
                column.append(Line(tuple(words)))
    return columns


def _contiguous(column: list[Line], foot: float, height: float) -> list[Line]:
    """The column without what stands far below its neighbours' ends."""
    for at in range(1, len(column)):
        gap = column[at].box.top - column[at - 1].box.bottom
        if column[at].box.bottom > foot and gap > _NEAR * height:
            return column[:at]
    return column


def _is_text(column: Sequence[Line], height: float) -> bool:
    """Whether most lines fill the column."""
    if len(column) < _LEAST_LINES:
        return False
    around = Box.around(line.box for line in column)
    full = sum(line.box.width >= _FULL * around.width for line in column)
    return (
        around.width >= _LEAST_COLUMN * height
        and full >= _LEAST_FULL * len(column)
        and _words(column) >= _LEAST_WORDS
    )


def _words(column: Sequence[Line]) -> float:
    """Of the middle one of the column's lines."""
    return median(len(line.words) for line in column)
