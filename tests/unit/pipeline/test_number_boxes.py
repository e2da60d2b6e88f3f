import numpy as np
import pytest

from core.page import Box, Line, Pixels, Word
from pipeline.number_boxes import with_own_ink


@pytest.fixture
def paper() -> Pixels:
    """A digit in rows 10 to 29, and 9 rows below it the circumflex of the next line."""
    pixels = np.full((60, 40), 255, np.uint8)
    pixels[10:30, 10:20] = 0
    pixels[39:44, 10:20] = 0
    return pixels


def read(text: str, box: Box, pixels: Pixels) -> Box:
    [word] = with_own_ink(Line((Word(text, box, 0.9),)), pixels).words
    assert word.text == text
    return word.box


@pytest.mark.parametrize("text", ["7", "7,", "Z", "2025"])
def test_a_mark_of_the_next_line_is_no_part_of_a_number(text: str, paper: Pixels) -> None:
    assert read(text, Box(10, 10, 20, 44), paper) == Box(10, 10, 20, 30)


def test_marks_stay_with_their_letters(paper: Pixels) -> None:
    assert read("ạ", Box(10, 10, 20, 44), paper) == Box(10, 10, 20, 44)


def test_a_number_torn_by_faded_print_keeps_its_box(paper: Pixels) -> None:
    paper[18:21] = 255
    assert read("8", Box(10, 10, 20, 30), paper) == Box(10, 10, 20, 30)
    assert read("8", Box(10, 10, 20, 44), paper) == Box(10, 10, 20, 30)


def test_a_number_without_ink_keeps_its_box(paper: Pixels) -> None:
    assert read("1", Box(25, 10, 35, 30), paper) == Box(25, 10, 35, 30)
