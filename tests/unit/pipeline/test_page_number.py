"""A number alone at the top centre is read, and nothing else is taken for one."""

import shutil

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from core.page import Box, Line, Pixels, Word
from pipeline.ocr import Hints, open_engine
from pipeline.page_number import read_page_number
from tests.drawing import FONT

Mark = tuple[int, int, str]
"""Middle and baseline in pixels of an A4 page at 300 dpi, and the text."""


def page(*marks: Mark) -> Pixels:
    image = Image.new("L", (2480, 3508), 255)
    pen = ImageDraw.Draw(image)
    for middle, baseline, text in (*marks, (1240, 400, "Căn cứ Luật Tổ chức chính quyền địa phương")):
        pen.text((middle, baseline), text, fill=0, font=ImageFont.truetype(FONT, 58), anchor="ms")
    return np.asarray(image, np.uint8)


class SeeingEngine:
    """Answers with one line and remembers what it was shown."""

    version = "seeing 1"

    def __init__(self, text: str = "2", confidence: float = 0.9) -> None:
        self.line = Line((Word(text, Box(0, 0, 9, 9), confidence),))
        self.shown: list[Pixels] = []

    def read(self, image: Pixels, hints: Hints) -> tuple[Line, ...]:
        self.shown.append(image)
        assert (hints.segmentation, hints.whitelist) == ("line", "0123456789")
        return (self.line,)


def numbers(pixels: Pixels, engine: SeeingEngine, lines: tuple[Line, ...] = ()) -> list[str]:
    return [line.text for line in read_page_number(pixels, lines, engine, Hints())]


@pytest.mark.skipif(shutil.which("tesseract") is None, reason="Tesseract is not installed")
@pytest.mark.parametrize("number", ["2", "3", "4", "5", "6", "7", "8", "9", "14", "108"])
def test_the_number_is_read_where_it_stands(number: str) -> None:
    (line,) = read_page_number(page((1240, 200, number)), (), open_engine(), Hints())
    assert line.text == number
    assert 1150 < line.box.left < 1240 < line.box.right < 1330
    assert abs(line.box.bottom - 200) <= 1
    assert line.box.height > 30


@pytest.mark.parametrize(
    "marks",
    [
        (),
        ((1240, 200, "Số: 12/QĐ-UBND"),),
        ((1240, 200, "2"), (400, 205, "UBND TỈNH BẮC NINH")),
        ((300, 200, "2"),),
        ((1240, 700, "2"),),
    ],
)
def test_print_and_marks_elsewhere_are_not_even_looked_at(marks: tuple[Mark, ...]) -> None:
    engine = SeeingEngine()
    assert numbers(page(*marks), engine) == []
    assert not engine.shown


def test_what_was_read_already_is_not_read_twice() -> None:
    engine = SeeingEngine()
    known = Line((Word("2", Box(1200, 150, 1280, 210), 0.9),))
    assert numbers(page((1240, 200, "2")), engine, (known,)) == []


@pytest.mark.parametrize(("text", "confidence"), [("2", 0.5), ("x", 0.9)])
def test_a_doubtful_answer_is_none(text: str, confidence: float) -> None:
    engine = SeeingEngine(text, confidence)
    assert numbers(page((1240, 200, "2")), engine) == []
    assert len(engine.shown) == 3
