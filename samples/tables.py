"""Ruled tables on a draft."""

from collections.abc import Sequence
from typing import NamedTuple

from samples.draft import Draft
from samples.fonts import Style
from samples.sheet import Sheet
from samples.typeset import Token, break_lines, place, points, px, words

PAD_MM = 1.6


class Row(NamedTuple):
    """Where a row was drawn."""

    sheet: Sheet
    top_px: float
    bottom_px: float


def ruled_table(
    draft: Draft,
    left_mm: float,
    widths_mm: Sequence[float],
    rows: Sequence[Sequence[str]],
    *,
    size: float = 12.0,
    centred: Sequence[int] = (0,),
    spare_mm: float = 0.0,
) -> list[Row]:
    """Draw a table whose first row is its bold heading; a row never breaks over two sheets.

    A line feed in a cell starts a new line; `spare_mm` leaves room for signatures below each row's text.
    """
    edges = [px(left_mm + sum(widths_mm[:column])) for column in range(len(widths_mm) + 1)]
    step = points(size) * 1.2
    drawn: list[Row] = []
    for number, row in enumerate(rows):
        style = Style(size, bold=number == 0)
        cells = [_cell(text, style, width) for text, width in zip(row, widths_mm, strict=True)]
        height = step * max(len(cell) for cell in cells) + px(2 * PAD_MM + (spare_mm if number else 0))
        draft.need(height / px(1))
        top = draft.y_px
        for column, cell in enumerate(cells):
            align = "centre" if number == 0 or column in centred else "left"
            for index, line in enumerate(cell):
                baseline = top + px(PAD_MM) + step * (index + 0.8)
                placed = place(line, px(widths_mm[column] - 2 * PAD_MM), align)
                draft.sheet.write(placed, edges[column] + px(PAD_MM), baseline, "table", table=True)
        _rules(draft.sheet, edges, top, top + height)
        draft.y_px = top + height
        drawn.append(Row(draft.sheet, top, top + height))
    return drawn


def _cell(text: str, style: Style, width_mm: float) -> list[tuple[Token, ...]]:
    room = px(width_mm - 2 * PAD_MM)
    return [line for part in text.split("\n") for line in break_lines(words(part, style), room)]


def _rules(sheet: Sheet, edges: Sequence[float], top: float, bottom: float) -> None:
    for y in (top, bottom):
        sheet.rule(edges[0], y, edges[-1], y)
    for edge in edges:
        sheet.rule(edge, top, edge, bottom)
