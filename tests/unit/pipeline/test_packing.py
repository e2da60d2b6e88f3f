import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from core.page import Box, Line, Pixels, Word
from pipeline.packing import packed


def page(*inked: Box) -> Pixels:
    pixels = np.full((2000, 1400), 255, np.uint8)
    for box in inked:
        pixels[box.top : box.bottom, box.left : box.right] = 0
    return pixels


def word(box: Box) -> Line:
    return Line((Word("x", box, 0.9),))


def test_margins_and_wide_white_bands_are_left_out() -> None:
    above, below = Box(300, 100, 900, 140), Box(300, 1500, 900, 1540)
    found = packed(page(above, below), 200)
    assert found is not None
    height, width = found.pixels.shape
    assert width < 600 + 2 * 24
    assert height < 100 + 40 + 60 + 60 + 40 + 70
    assert np.count_nonzero(found.pixels == 0) == np.count_nonzero(page(above, below) == 0)


def test_a_narrow_gap_stays_as_wide_as_it_was() -> None:
    found = packed(page(Box(300, 400, 900, 440), Box(300, 480, 900, 520)), 200)
    assert found is not None
    assert np.all(np.diff(found.rows) == 1)


def test_an_empty_picture_and_a_lone_speck_are_nothing_to_read() -> None:
    assert packed(page(), 300) is None
    assert packed(page(Box(500, 500, 501, 501)), 300) is None


@given(st.lists(st.tuples(st.integers(0, 1300), st.integers(0, 1900)), min_size=1, max_size=5))
def test_boxes_come_back_to_where_their_ink_was(corners: list[tuple[int, int]]) -> None:
    boxes = [Box(left, top, left + 60, top + 40) for left, top in corners]
    whole = page(*boxes)
    found = packed(whole, 200)
    assert found is not None
    for box in boxes:
        top = int(np.searchsorted(found.rows, box.top))
        here = Box(box.left - found.left, top, box.right - found.left, top + box.height)
        assert not found.pixels[here.top : here.bottom, here.left : here.right].any()
        assert found.unpacked([word(here)]) == (word(box),)
