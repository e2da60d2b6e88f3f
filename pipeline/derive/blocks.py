"""The lines of a page in blocks: paragraphs, tables with their cells, stamps and notes."""

from dataclasses import dataclass

from core.page import Box, Line, Page, Table, TableCell

TEXT = "text"
TABLE = "table"

_NEAR_HEIGHTS = 1.2
"""Lines of one paragraph lie closer than this many line heights."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A table's cell and the lines in it."""

    cell: TableCell
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """Lines that belong together."""

    kind: str
    """text, table, or the kind of a region: stamp, signature_note, …"""
    box: Box
    lines: tuple[Line, ...] = ()
    cells: tuple[Cell, ...] = ()
    """The cells of a table row by row; `lines` are then those of no cell."""


def body_blocks(page: Page) -> tuple[Block, ...]:
    """The body in reading order: runs of near lines, each table as one block."""
    blocks: list[Block] = []
    run: list[Line] = []
    table: Table | None = None
    for line in page.lines:
        home = next((one for one in page.tables if one.cells and _inside(line.box, one.box)), None)
        if run and (home is not table or (home is None and not _follows(run[-1].box, line.box))):
            blocks.append(_block(run, table))
            run = []
        table = home
        run.append(line)
    if run:
        blocks.append(_block(run, table))
    return tuple(blocks)


def region_blocks(page: Page) -> tuple[Block, ...]:
    """What is on the page but no body text; never part of the reading order."""
    return tuple(Block(region.kind, region.box, region.lines) for region in page.regions)


def _block(lines: list[Line], table: Table | None) -> Block:
    around = Box.around(line.box for line in lines)
    if table is None:
        return Block(TEXT, around, tuple(lines))
    left = list(lines)
    cells = []
    for cell in table.cells:
        held = tuple(line for line in left if _inside(line.box, cell.box))
        left = [line for line in left if line not in held]
        if held:
            cells.append(Cell(cell, held))
    return Block(TABLE, around.union(table.box), tuple(left), tuple(cells))


def _inside(box: Box, outer: Box) -> bool:
    x, y = (box.left + box.right) / 2, (box.top + box.bottom) / 2
    return outer.left <= x < outer.right and outer.top <= y < outer.bottom


def _follows(above: Box, below: Box) -> bool:
    """Whether a line is the next of the same paragraph or column."""
    near = -0.5 * above.height < below.top - above.bottom < _NEAR_HEIGHTS * max(above.height, below.height)
    return near and below.left < above.right and above.left < below.right
