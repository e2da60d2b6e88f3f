from hypothesis import given
from hypothesis import strategies as st

from core.page import Box, Line, Page, PageState, Word

coordinates = st.integers(0, 5000)
boxes = st.builds(
    lambda left, top, width, height: Box(left, top, left + width, top + height),
    coordinates,
    coordinates,
    st.integers(1, 500),
    st.integers(1, 500),
)


@given(boxes, boxes)
def test_union_holds_both_and_does_not_care_for_order(one: Box, other: Box) -> None:
    union = one.union(other)
    assert union == other.union(one)
    assert union.overlap(one) == one.area
    assert union.overlap(other) == other.area


@given(boxes, boxes)
def test_overlap_is_symmetric_and_no_larger_than_either(one: Box, other: Box) -> None:
    assert one.overlap(other) == other.overlap(one) <= min(one.area, other.area)


@given(st.lists(boxes, min_size=1))
def test_around_holds_every_box(some: list[Box]) -> None:
    assert all(Box.around(some).overlap(box) == box.area for box in some)


def test_confidence_of_a_line_weighs_words_by_length() -> None:
    box = Box(0, 0, 1, 1)
    line = Line((Word("abc", box, 1.0), Word("d", box, 0.0)))
    assert line.confidence == 0.75
    assert line.text == "abc d"


def test_a_page_without_words_has_no_confidence() -> None:
    assert Page(1, PageState.BLANK, 10, 10, 300.0).confidence == 0.0
