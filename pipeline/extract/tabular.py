"""Ruled tables as cells with their words, so that rules ask for rows and columns, not for gaps."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from core.page import Line, Page, Table, TableCell
from pipeline.extract.layout import Run, joined, run_of, sound_letters


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell that holds text."""

    row: int
    """0-based."""
    column: int
    """0-based, the leftmost it covers."""
    row_span: int
    column_span: int
    lines: tuple[Run, ...]
    """Its printed lines from top to bottom, at least one."""

    @property
    def run(self) -> Run:
        """All its words."""
        return joined(self.lines)

    def covers(self, row: int, column: int) -> bool:
        """Whether it reaches over the place `row`, `column`."""
        rows, columns = row - self.row, column - self.column
        return 0 <= rows < self.row_span and 0 <= columns < self.column_span


@dataclass(frozen=True, slots=True)
class Ruled:
    """A ruled table."""

    cells: tuple[Cell, ...]

    @property
    def last_row(self) -> int:
        """0-based."""
        return max(cell.row for cell in self.cells)

    def at(self, row: int, column: int) -> Cell | None:
        """The cell that reaches over a place; None where it is empty."""
        return next((cell for cell in self.cells if cell.covers(row, column)), None)

    def row(self, row: int) -> tuple[Cell, ...]:
        """The cells that begin in a row, from left to right."""
        return tuple(cell for cell in self.cells if cell.row == row)


def ruled_tables(page: Page) -> tuple[Ruled, ...]:
    """The ruled tables of `page`, from top to bottom."""
    return tuple(Ruled(cells) for table in page.tables if (cells := tuple(_cells(page, table))))


def _cells(page: Page, table: Table) -> Iterator[Cell]:
    inside = [line for line in page.lines if _middle_in(line, table)]
    for cell in table.cells:
        pieces = [
            run_of(page.number, [sound_letters(word) for word in line.words])
            for line in inside
            if _middle_in(line, cell)
        ]
        if pieces:
            yield Cell(cell.row, cell.column, cell.row_span, cell.column_span, tuple(_printed(pieces)))


def _printed(pieces: Sequence[Run]) -> Iterator[Run]:
    """Pieces that stand beside each other joined to lines, from top to bottom."""
    rows: list[list[Run]] = []
    for piece in sorted(pieces, key=lambda run: run.box.top + run.box.bottom):
        if rows and _middle(piece) < rows[-1][-1].box.bottom and piece.box.top < _middle(rows[-1][-1]):
            rows[-1].append(piece)
        else:
            rows.append([piece])
    for row in rows:
        yield joined(sorted(row, key=lambda run: run.box.left))


def _middle(run: Run) -> float:
    return (run.box.top + run.box.bottom) / 2


def _middle_in(line: Line, place: Table | TableCell) -> bool:
    box, outer = line.box, place.box
    x, y = (box.left + box.right) / 2, (box.top + box.bottom) / 2
    return outer.left <= x < outer.right and outer.top <= y < outer.bottom


def whole(cells: Sequence[Cell]) -> Run:
    """The words of several cells, which must not be none."""
    return joined([line for cell in cells for line in cell.lines])
