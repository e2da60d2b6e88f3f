"""Ruled tables: the words of each cell together, row by row."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from core.page import Box, Line, Table, TableCell
from pipeline.clean.cells import Cell, Moved

Filled = tuple[Cell, tuple[Line, ...]]
"""A cell and its lines from top to bottom."""

Found = tuple[tuple[Line, ...], tuple[Filled, ...]]
"""The lines of the body, and the cells."""


def put_back(lines: Sequence[Line], moved: Sequence[Moved]) -> Found:
    """Part what the engine read: the body, and the lines of each cell, back in their place."""
    body: list[Line] = []
    inside: dict[int, list[Line]] = {}
    for line in lines:
        box = line.box
        middle = (box.top + box.bottom) // 2
        at = next((number for number, one in enumerate(moved) if one.at.top <= middle < one.at.bottom), None)
        if at is None:
            body.append(line)
        else:
            inside.setdefault(at, []).append(_shifted(line, moved[at].right, moved[at].down))
    filled = (
        (moved[at].cell, tuple(sorted(inside[at], key=lambda line: line.box.top))) for at in sorted(inside)
    )
    return tuple(body), tuple(filled)


def _shifted(line: Line, right: int, down: int) -> Line:
    boxes = (word.box for word in line.words)
    moved = (Box(box.left + right, box.top + down, box.right + right, box.bottom + down) for box in boxes)
    return Line(tuple(replace(word, box=box) for word, box in zip(line.words, moved, strict=True)))


def as_tables(filled: Sequence[Filled]) -> tuple[Table, ...]:
    """The tables of the page, from top to bottom; empty cells are empty strings."""
    return tuple(_table(list(group)) for _, group in groupby(filled, key=lambda one: one[0].table))


def _table(filled: list[Filled]) -> Table:
    texts = {(cell.row, cell.column): " ".join(line.text for line in lines) for cell, lines in filled}
    rows = max(cell.row + cell.row_span for cell, _ in filled)
    columns = max(cell.column + cell.column_span for cell, _ in filled)
    return Table(
        Box.around(cell.box for cell, _ in filled),
        tuple(tuple(texts.get((row, column), "") for column in range(columns)) for row in range(rows)),
        tuple(
            TableCell(
                cell.row, cell.column, cell.box, texts[cell.row, cell.column], cell.row_span, cell.column_span
            )
            for cell, _ in filled
        ),
    )


def with_tables(body: tuple[Line, ...], filled: Sequence[Filled]) -> tuple[Line, ...]:
    """Put each table's lines into the ordered body where the table stands."""
    ordered = list(body)
    for _, group in groupby(filled, key=lambda one: one[0].table):
        cells = list(group)
        foot = max(cell.box.bottom for cell, _ in cells)
        below = (i for i, line in enumerate(ordered) if line.box.top + line.box.height / 2 > foot)
        at = next(below, len(ordered))
        ordered[at:at] = [line for _, lines in cells for line in lines]
    return tuple(ordered)
