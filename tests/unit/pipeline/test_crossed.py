"""Of words that a stroke crosses the surer reading is kept, whole words and nothing else."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from core.page import Box, Line, Pixels, Word
from pipeline.crossed import touched_runs, with_surer

LETTER = 25.0
CONFIDENCES = st.floats(0, 1)


def word(text: str, left: int, right: int, confidence: float) -> Word:
    return Word(text, Box(left, 100, right, 125), confidence)


def line(*words: Word) -> Line:
    return Line(words)


def page(*inked: Box) -> Pixels:
    pixels = np.full((300, 1000), 255, np.uint8)
    for left, top, right, bottom in inked:
        pixels[top:bottom, left:right] = 0
    return pixels


PRINT = (Box(100, 100, 180, 125), Box(190, 100, 280, 125), Box(290, 100, 380, 125))
STROKE = Box(150, 60, 154, 160)


def test_print_beside_a_touched_word_is_taken_along_up_to_the_next_gap() -> None:
    far = Box(700, 100, 780, 125)
    lifted, left_in = page(*PRINT, far), page(*PRINT, far, STROKE)
    read = line(word("N#uời", 100, 180, 0.4), word("nhận:", 190, 280, 0.95), word("Sở", 700, 780, 0.3))
    assert touched_runs(lifted, left_in, [read], LETTER) == {0: Box(100, 100, 380, 125)}


def test_what_was_read_well_or_touched_by_nothing_is_not_read_again() -> None:
    lifted, left_in = page(*PRINT), page(*PRINT, STROKE)
    well = line(word("Người", 100, 180, 0.95))
    elsewhere = line(word("nh#n", 290, 380, 0.2))
    assert touched_runs(lifted, left_in, [well, elsewhere], LETTER) == {}


def test_words_that_a_stroke_had_joined_are_parted() -> None:
    read = line(word("Ngườjpphận:", 100, 280, 0.23), word("Trần", 290, 380, 0.96))
    other = line(word("Người", 100, 180, 0.95), word("nhận:", 190, 280, 0.87), word("Trần", 290, 380, 0.92))
    assert with_surer(read, other).text == "Người nhận: Trần"


def test_a_surer_word_is_not_given_for_a_less_sure_one() -> None:
    read = line(word("Thành", 100, 180, 0.93), word("Dũng", 190, 280, 0.97))
    other = line(word("Tấn", 100, 180, 0.2), word("Dũng", 190, 280, 0.97))
    assert with_surer(read, other) == read


def test_few_doubtful_letters_do_not_stand_for_many() -> None:
    read = line(word("Tpàng", 100, 180, 0.46))
    assert with_surer(read, line(word("xà", 100, 180, 0.22))) == read


def test_what_was_not_read_at_all_is_added() -> None:
    read = line(word("TỊCH", 290, 380, 0.97))
    other = line(word("CHỦ", 190, 280, 0.9), word("/!", 100, 180, 0.4), word("TỊCH", 290, 380, 0.97))
    assert with_surer(read, other).text == "CHỦ TỊCH"


PLACED = st.lists(
    st.builds(
        lambda text, left, width, sure: word(text, left, left + width, sure),
        st.sampled_from(["Nguyễn", "qbận:", "Th*", "12", "—", "xà", "Hoàng"]),
        st.integers(0, 800),
        st.integers(5, 150),
        CONFIDENCES,
    ),
    min_size=1,
    max_size=5,
)


@given(PLACED, PLACED)
def test_every_word_of_the_outcome_was_read_and_sure_ones_stay(old: list[Word], new: list[Word]) -> None:
    kept = with_surer(Line(tuple(old)), Line(tuple(new))).words
    assert set(kept) <= {*old, *new}
    assert kept
    assert list(kept) == sorted(kept, key=lambda one: one.box.left)
