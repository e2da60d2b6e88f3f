"""What was left out or doubtful is read again, and only a better reading is kept."""

from dataclasses import dataclass, field

import cv2
import numpy as np

from core.errors import Unavailable
from core.page import Box, Line, Pixels, Word
from pipeline.ocr import Hints
from pipeline.second_look import look_again

HINTS = Hints(dpi=300)
PLACE = Box(200, 400, 600, 425)
"""A row of letters as large as print at 300 dpi."""


@dataclass
class Reader:
    """Reads whatever ink it is shown as the same words."""

    words: tuple[str, ...] = ()
    confidence: float = 0.9
    asked: list[tuple[int, ...]] = field(default_factory=list)

    @property
    def version(self) -> str:
        return "reader 1"

    def read(self, image: Pixels, hints: Hints) -> tuple[Line, ...]:
        assert hints.segmentation == "block"
        self.asked.append(image.shape)
        left, top, width, height = cv2.boundingRect(np.asarray(image < 128, np.uint8))
        step = width / max(1, len(self.words))
        return (
            Line(
                tuple(
                    Word(
                        text,
                        Box(round(left + at * step), top, round(left + (at + 1) * step) - 1, top + height),
                        self.confidence,
                    )
                    for at, text in enumerate(self.words)
                )
            ),
        )


def printed(*places: Box) -> Pixels:
    """White paper with rows of letter-sized marks."""
    page = np.full((900, 1200), 255, np.uint8)
    for left, top, right, bottom in places:
        for x in range(left, right - 15, 22):
            page[top:bottom, x : x + 15] = 0
    return page


def row(text: str, place: Box, confidence: float) -> Line:
    parts = text.split()
    step = (place.right - place.left) / len(parts)
    return Line(
        tuple(
            Word(
                part,
                Box(
                    round(place.left + at * step),
                    place.top,
                    round(place.left + (at + 1) * step),
                    place.bottom,
                ),
                confidence,
            )
            for at, part in enumerate(parts)
        )
    )


def test_a_page_read_surely_and_wholly_is_not_looked_at_again() -> None:
    reader = Reader()
    lines = (row("hồ sơ hợp lệ", PLACE, 0.9),)
    assert look_again(printed(PLACE), lines, reader, HINTS) == lines
    assert not reader.asked


def test_what_was_left_out_is_read_and_stands_where_it_is_printed() -> None:
    lines = (row("hồ sơ hợp lệ", PLACE, 0.9),)
    below = Box(200, 600, 458, 625)
    found = look_again(printed(PLACE, below), lines, Reader(("kính", "gửi")), HINTS)
    assert found[0] == lines[0]
    assert found[1].text == "kính gửi"
    assert max(abs(a - b) for a, b in zip(found[1].box, below, strict=True)) <= 4


def test_dirt_that_reads_as_nothing_sure_adds_nothing() -> None:
    lines = (row("hồ sơ hợp lệ", PLACE, 0.9),)
    page = printed(PLACE, Box(200, 600, 500, 625))
    assert look_again(page, lines, Reader(("ŸÏ", "z"), 0.3), HINTS) == lines


def test_a_doubtful_line_is_replaced_only_by_a_surer_one() -> None:
    doubtful = (row("hô so hop lê", PLACE, 0.4),)
    better = look_again(printed(PLACE), doubtful, Reader(("hồ", "sơ", "hợp", "lệ")), HINTS)
    assert [line.text for line in better] == ["hồ sơ hợp lệ"]
    assert look_again(printed(PLACE), doubtful, Reader(("nó", "là"), 0.4), HINTS) == doubtful


def test_a_word_left_out_of_a_line_goes_into_it() -> None:
    lines = (row("Số:", Box(200, 400, 260, 425), 0.9),)
    page = printed(Box(200, 400, 260, 425), Box(330, 400, 600, 425))
    found = look_again(page, lines, Reader(("Số:", "/CT-UBND")), HINTS)
    assert [line.text for line in found] == ["Số: /CT-UBND"]


class Stuck(Reader):
    """Takes too long."""

    def read(self, image: Pixels, hints: Hints) -> tuple[Line, ...]:
        raise Unavailable("Tesseract took too long for a page.", code="timed_out")


def test_a_second_look_that_takes_too_long_costs_no_word() -> None:
    doubtful = (row("hô so hop lê", PLACE, 0.4),)
    assert look_again(printed(PLACE), doubtful, Stuck(), HINTS) == doubtful


class TwoLines(Reader):
    """Reads the ink of each of two rows by itself."""

    def read(self, image: Pixels, hints: Hints) -> tuple[Line, ...]:
        inked = np.flatnonzero((image < 128).any(axis=1))
        rows = np.split(inked, np.flatnonzero(np.diff(inked) > 1) + 1)
        return tuple(
            row(text, Box(60, int(part[0]), 300, int(part[-1]) + 1), 0.9)
            for text, part in zip(self.words, rows, strict=True)
        )


def test_the_line_above_that_came_along_does_not_replace_the_doubtful_one() -> None:
    above, place = Box(200, 360, 600, 391), Box(200, 400, 290, 425)
    lines = (row("SỞ NÔNG NGHIỆP", above, 0.95), row("THÔN c", place.union(Box(200, 380, 600, 425)), 0.3))
    found = look_again(printed(above, place), lines, TwoLines(("VA PHAT TRIEN NONG", "THÔN")), HINTS)
    assert [line.text for line in found] == ["SỞ NÔNG NGHIỆP", "THÔN"]


def test_a_word_under_a_stroke_is_read_from_the_copy_that_has_the_stroke() -> None:
    lifted = printed(PLACE)
    left_in = lifted.copy()
    cv2.line(left_in, (300, 380), (320, 450), 0, 4)
    reader = Reader(("Người", "nhận:"), 0.9)
    lines = (row("N#uời nhận:", PLACE, 0.6),)
    assert look_again(lifted, lines, reader, HINTS, lifted) == lines
    assert not reader.asked
    read = look_again(lifted, lines, reader, HINTS, left_in)
    assert [line.text for line in read] == ["Người nhận:"]
    assert len(reader.asked) == 1
