"""Table cells read one by one: cut out of the engine's copy and set one under another below the page.

In a row of a table Tesseract takes the wide gaps between cells for its measure of a
space, joins the words inside them (KẾTQUẢ, Trướchạn) and drops lone numbers. Set in
one column each cell is a paragraph of its own, and whose words are whose is certain.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from core.page import Box, Pixels
from pipeline.clean.grids import Grid
from pipeline.clean.rules import Rules

_INK = 170
_LEAST_RULE = 0.5
"""Share of a boundary that must be ruled to part two cells."""

_INSET_INCHES = 0.015
"""What is left of a rule stays behind."""

_APART_INCHES = 0.16
"""White between stacked cells: a paragraph's distance."""

_LEAST_INK_PX = 12


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table, possibly over several rows and columns of its grid."""

    table: int
    """Which of the page's grids it belongs to."""
    row: int
    column: int
    row_span: int
    column_span: int
    box: Box
    """Between its rules, in pixels of the picture it was found on."""


@dataclass(frozen=True, slots=True)
class Moved:
    """A cell that was cut out and where it was put."""

    cell: Cell
    at: Box
    """In pixels of the picture that the engine reads."""
    right: int
    """What brings its pixels back to the cell's place, in pixels."""
    down: int

    def shifted(self, edge: int) -> "Moved":
        """The same after a border of `edge` pixels was put around the picture."""
        cell, at = (
            Box(box.left + edge, box.top + edge, box.right + edge, box.bottom + edge)
            for box in (self.cell.box, self.at)
        )
        return replace(self, cell=replace(self.cell, box=cell), at=at)


def find_cells(grid: Grid, rules: Rules, table: int) -> tuple[Cell, ...]:
    """The cells of `grid`, row by row; cells that no rule parts are one."""
    xs = [round(x * rules.scale) for x in grid.xs]
    ys = [round(y * rules.scale) for y in grid.ys]
    rows, columns = len(ys) - 1, len(xs) - 1
    owner = {(row, column): (row, column) for row in range(rows) for column in range(columns)}
    for row in range(rows):
        for column in range(columns):
            side = rules.down[ys[row] : ys[row + 1], max(0, xs[column] - 3) : xs[column] + 4]
            above = rules.across[max(0, ys[row] - 3) : ys[row] + 4, xs[column] : xs[column + 1]]
            if column and not _is_ruled(np.any(side, axis=1)):
                _join(owner, (row, column - 1), (row, column))
            if row and not _is_ruled(np.any(above, axis=0)):
                _join(owner, (row - 1, column), (row, column))
    return tuple(_cell(grid, table, places) for places in _groups(owner))


def _is_ruled(inked: NDArray[np.bool_] | np.bool_) -> bool:
    """Whether enough of a boundary's length holds ink."""
    return bool(np.size(inked) and np.mean(inked) >= _LEAST_RULE)


Place = tuple[int, int]


def _join(owner: dict[Place, Place], one: Place, other: Place) -> None:
    """Make two places belong to one cell, whose first place owns it."""
    keep, drop = sorted((_first(owner, one), _first(owner, other)))
    owner[drop] = keep


def _first(owner: dict[Place, Place], place: Place) -> Place:
    """The first place of the cell that `place` belongs to, by ever shorter ways."""
    while owner[place] != place:
        owner[place] = owner[owner[place]]
        place = owner[place]
    return place


def _groups(owner: dict[Place, Place]) -> list[list[Place]]:
    """The places of each cell, row by row, the cells in the order of their first places."""
    groups: dict[Place, list[Place]] = {}
    for place in list(owner):
        groups.setdefault(_first(owner, place), []).append(place)
    return [groups[first] for first in sorted(groups)]


def _cell(grid: Grid, table: int, places: list[Place]) -> Cell:
    top, bottom = min(row for row, _ in places), max(row for row, _ in places)
    left, right = min(column for _, column in places), max(column for _, column in places)
    corners = grid.xs[left], grid.ys[top], grid.xs[right + 1], grid.ys[bottom + 1]
    box = Box(*(round(corner) for corner in corners))
    return Cell(table, top, left, bottom - top + 1, right - left + 1, box)


def stacked(grey: Pixels, cells: tuple[Cell, ...], dpi: float) -> tuple[Pixels, tuple[Moved, ...]]:
    """The picture with its cells empty and their content set below it; cells without ink stay."""
    inset, apart = max(1, round(_INSET_INCHES * dpi)), round(_APART_INCHES * dpi)
    height, width = grey.shape
    emptied, pieces, moved = grey.copy(), [grey[:0]], list[Moved]()
    foot = height
    for cell in cells:
        found = _content(grey, cell.box, inset)
        if found is None:
            continue
        part = grey[found.top : found.bottom, found.left : found.right]
        emptied[found.top : found.bottom, found.left : found.right] = 255
        strip = np.full((part.shape[0] + apart, width), 255, np.uint8)
        left = min(2 * apart, width - part.shape[1])
        strip[apart:, left : left + part.shape[1]] = part
        at = Box(left, foot + apart, left + part.shape[1], foot + strip.shape[0])
        moved.append(Moved(cell, at, found.left - at.left, found.top - at.top))
        pieces.append(strip)
        foot += strip.shape[0]
    return np.asarray(np.concatenate([emptied, *pieces]), np.uint8), tuple(moved)


def stacked_alike(grey: Pixels, moved: Sequence[Moved], shape: tuple[int, ...]) -> Pixels:
    """Another copy of the same page with the same places set below it, `shape` in all."""
    stack = np.full(shape, 255, np.uint8)
    stack[: grey.shape[0]] = grey
    for one in moved:
        left, top, right, bottom = one.at.moved(one.right, one.down)
        stack[one.at.top : one.at.bottom, one.at.left : one.at.right] = grey[top:bottom, left:right]
        stack[top:bottom, left:right] = 255
    return stack


def _content(grey: Pixels, box: Box, inset: int) -> Box | None:
    """Where the ink of a cell is, with a little white around; None for an empty cell."""
    height, width = grey.shape
    left, top = max(0, box.left + inset), max(0, box.top + inset)
    right, bottom = min(width, box.right - inset), min(height, box.bottom - inset)
    if right - left < 4 or bottom - top < 4:
        return None
    ink = np.asarray(grey[top:bottom, left:right] < _INK, np.uint8)
    x, y, across, down = cv2.boundingRect(ink)
    if across < 3 or down < 3 or cv2.countNonZero(ink) < _LEAST_INK_PX:
        return None
    return Box(
        max(left, left + x - inset),
        max(top, top + y - inset),
        min(right, left + x + across + inset),
        min(bottom, top + y + down + inset),
    )
