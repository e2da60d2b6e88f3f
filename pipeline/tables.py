"""Ruled tables: the words of each cell together, row by row."""

from bisect import bisect_right

from core.page import Box, Line, Table, TableCell, Word
from pipeline.clean.grids import Grid

Cells = dict[tuple[int, int], list[Line]]
"""The lines of each cell by row and column."""


def split_off(lines: tuple[Line, ...], grid: Grid) -> tuple[tuple[Line, ...], Cells]:
    """Part the lines at the rules of `grid`: what stands outside, and the cells."""
    outside: list[Line] = []
    cells: Cells = {}
    for line in lines:
        parts: dict[tuple[int, int] | None, list[Word]] = {}
        for word in line.words:
            parts.setdefault(_cell(word.box, grid), []).append(word)
        for place, words in parts.items():
            if place is None:
                outside.append(Line(tuple(words)))
            else:
                cells.setdefault(place, []).append(Line(tuple(words)))
    return tuple(outside), {place: sorted(cells[place], key=_height) for place in sorted(cells)}


def _cell(box: Box, grid: Grid) -> tuple[int, int] | None:
    x, y = (box.left + box.right) / 2, (box.top + box.bottom) / 2
    column, row = bisect_right(grid.xs, x) - 1, bisect_right(grid.ys, y) - 1
    inside = 0 <= column < len(grid.xs) - 1 and 0 <= row < len(grid.ys) - 1
    return (row, column) if inside else None


def _height(line: Line) -> float:
    box = line.box
    return box.top + box.bottom


def as_table(grid: Grid, cells: Cells) -> Table:
    """The table's text, row by row; empty cells are empty strings."""
    texts = {place: " ".join(line.text for line in lines) for place, lines in cells.items()}
    rows = tuple(
        tuple(texts.get((row, column), "") for column in range(len(grid.xs) - 1))
        for row in range(len(grid.ys) - 1)
    )
    filled = tuple(TableCell(*place, _between(grid, *place), text) for place, text in texts.items())
    return Table(
        Box(round(grid.xs[0]), round(grid.ys[0]), round(grid.xs[-1]), round(grid.ys[-1])), rows, filled
    )


def _between(grid: Grid, row: int, column: int) -> Box:
    """The cell between its four rules."""
    left, right = grid.xs[column : column + 2]
    top, bottom = grid.ys[row : row + 2]
    return Box(round(left), round(top), round(right), round(bottom))


def with_tables(body: tuple[Line, ...], tables: tuple[tuple[Grid, Cells], ...]) -> tuple[Line, ...]:
    """Put each table's lines into the ordered body where the table stands."""
    ordered = list(body)
    for grid, cells in tables:
        below = (i for i, line in enumerate(ordered) if line.box.top + line.box.height / 2 > grid.ys[-1])
        at = next(below, len(ordered))
        ordered[at:at] = [line for lines in cells.values() for line in lines]
    return tuple(ordered)
