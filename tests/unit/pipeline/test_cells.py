"""Table cells are read one by one and come back to their place."""

from itertools import pairwise

import cv2
import numpy as np

from core.page import Box, Line, Pixels, Word
from pipeline.clean.cells import find_cells, stacked, stacked_alike
from pipeline.clean.grids import Grid, find_grids
from pipeline.clean.rules import Rules, find_rules, without_rules
from pipeline.tables import as_tables, put_back, with_tables
from tests.unit.pipeline.test_order import line, texts

XS, YS = (200, 600, 1000, 1600), (200, 420, 640, 860)
"""Columns and rows of the table, in pixels."""


def ruled(*, merged: bool = False) -> Pixels:
    """A table of three rows and columns at 300 dpi with a dark mark in each cell."""
    page = np.full((1100, 1800), 255, np.uint8)
    for x in XS:
        cv2.line(page, (x, YS[0]), (x, YS[-1]), 0, 3)
    for y in YS:
        cv2.line(page, (XS[0], y), (XS[-1], y), 0, 3)
    if merged:  # the two left cells of the middle row become one, over two columns
        page[YS[1] + 5 : YS[2] - 4, XS[1] - 4 : XS[1] + 5] = 255
    for row, top in enumerate(YS[:-1]):
        for column, left in enumerate(XS[:-1]):
            cv2.rectangle(page, (left + 60, top + 40), (left + 90 + 40 * column, top + 60 + 5 * row), 0, -1)
    return page


def read_cells(page: Pixels) -> tuple[Pixels, Pixels, list[Box], list[tuple[int, int, int, int]]]:
    """The emptied page, the picture with stacked cells, where they went, and their places."""
    rules = find_rules(page, 300)
    grid = find_grids(rules)[0]
    cells = find_cells(grid, rules, 0)
    cleared = without_rules(page, rules)
    picture, moved = stacked(cleared, cells, 300)
    for one in moved:  # what stands below is what stood in the cell
        at, right, down = one.at, one.right, one.down
        there = cleared[at.top + down : at.bottom + down, at.left + right : at.right + right]
        assert np.array_equal(picture[at.top : at.bottom, at.left : at.right], there)
    places = [(c.row, c.column, c.row_span, c.column_span) for c in (one.cell for one in moved)]
    return picture[: page.shape[0]], picture, [one.at for one in moved], places


def test_every_cell_is_set_below_the_page_and_leaves_its_place_empty() -> None:
    emptied, picture, at, places = read_cells(ruled())
    assert places == [(row, column, 1, 1) for row in range(3) for column in range(3)]
    assert np.count_nonzero(emptied < 128) == 0
    assert all(one.bottom <= other.top for one, other in pairwise(at))
    assert picture.shape[1] == 1800


def test_cells_that_no_rule_parts_are_one() -> None:
    _, _, _, places = read_cells(ruled(merged=True))
    assert (1, 0, 1, 2) in places
    assert len(places) == 8


def test_cells_of_any_shape_that_no_rule_parts_are_one() -> None:
    rows, columns = 40, 30
    grid = Grid(tuple(range(0, 20 * columns + 1, 20)), tuple(range(0, 20 * rows + 1, 20)))
    across = np.zeros((20 * rows + 1, 20 * columns + 1), np.uint8)
    down = across.copy()
    across[::20], down[:, ::20] = 255, 255
    # A comb: the first row is one cell with every second column below it.
    down[:20] = across[20:-1, 20:40] = 0
    for column in range(0, columns, 2):
        across[20:-1, 20 * column : 20 * column + 20] = 0
    found = find_cells(grid, Rules(across, down, 1.0), 0)
    assert len(found) == 1 + (columns // 2 - 1) * (rows - 1)
    assert (found[0].row_span, found[0].column_span) == (rows, columns)


def test_graph_paper_is_no_table() -> None:
    page = np.full((1754, 1240), 255, np.uint8)
    page[::12] = page[:, ::12] = 0
    assert find_grids(find_rules(page, 150)) == ()


def test_what_was_read_goes_back_to_its_cell() -> None:
    page = ruled()
    rules = find_rules(page, 300)
    cells = find_cells(find_grids(rules)[0], rules, 0)
    _, moved = stacked(without_rules(page, rules), cells, 300)
    read = [Line((Word("Trên", Box(100, 40, 200, 70), 0.9),))]
    for number, one in enumerate(moved):
        read.append(Line((Word(f"ô{number}", one.at, 0.9),)))
    body, filled = put_back(read, moved)
    assert texts(body) == ["Trên"]
    for cell, lines in filled:
        assert all(cell.box.overlap(found.box) == found.box.area for found in lines)
    (table,) = as_tables(filled)
    assert table.rows == (("ô0", "ô1", "ô2"), ("ô3", "ô4", "ô5"), ("ô6", "ô7", "ô8"))


def test_table_lines_stand_between_what_is_above_and_below() -> None:
    page = ruled()
    rules = find_rules(page, 300)
    cells = find_cells(find_grids(rules)[0], rules, 0)
    _, moved = stacked(without_rules(page, rules), cells, 300)
    filled = [
        (one.cell, (line(f"ô{number}", one.cell.box.left, one.cell.box.top),))
        for number, one in enumerate(moved[:2])
    ]
    body = (line("Trên", 50, 40), line("Dưới", 50, 1000))
    assert texts(with_tables(body, filled)) == ["Trên", "ô0", "ô1", "Dưới"]


def test_another_copy_of_the_page_gets_the_same_places_set_below_it() -> None:
    page = ruled()
    rules = find_rules(page, 300)
    cleared = without_rules(page, rules)
    picture, moved = stacked(cleared, find_cells(find_grids(rules)[0], rules, 0), 300)
    assert np.array_equal(stacked_alike(cleared, moved, picture.shape), picture)
    stroke = cleared.copy()
    cv2.line(stroke, (270, 200), (270, 420), 0, 4)
    other = stacked_alike(stroke, moved, picture.shape)
    at = moved[0].at
    assert np.count_nonzero(other < 128) > np.count_nonzero(picture < 128)
    assert np.array_equal(other[at.bottom : at.bottom + 8], picture[at.bottom : at.bottom + 8])
