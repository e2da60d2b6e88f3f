"""Numbers the engine was unsure of are read again alone; what is sure or no number is left."""

import shutil
from dataclasses import dataclass

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from core.errors import Unavailable
from core.page import Box, Line, Pixels, Word
from pipeline.doubtful_numbers import read_doubtful_numbers
from pipeline.ocr import Hints, open_engine
from tests.drawing import FONT

HINTS = Hints(dpi=200)
BOX = Box(60, 20, 110, 45)
PAPER = np.full((80, 300), 255, np.uint8)


@dataclass
class Reader:
    """Reads every picture as the same words."""

    words: tuple[str, ...]
    confidence: float = 0.95
    asked: int = 0
    broken: bool = False

    @property
    def version(self) -> str:
        return "reader 1"

    def read(self, image: Pixels, hints: Hints) -> tuple[Line, ...]:
        assert hints.segmentation == "word"
        self.asked += 1
        if self.broken:
            raise Unavailable("The engine is gone.")
        assert image.max() == 255
        return (Line(tuple(Word(text, Box(0, 0, 9, 9), self.confidence) for text in self.words)),)


def read(text: str, confidence: float, reader: Reader) -> Word:
    lines = (Line((Word(text, BOX, confidence),)),)
    [line] = read_doubtful_numbers(PAPER, lines, reader, HINTS)
    return line.words[0]


def test_the_surer_reading_is_taken_and_the_first_one_kept_beside_it() -> None:
    assert read("29", 0.76, Reader(("25",))) == Word("25", BOX, 0.95, raw="29")


@pytest.mark.parametrize(
    ("text", "confidence", "reader"),
    [
        ("29", 0.9, Reader(("25",))),
        ("năm", 0.5, Reader(("25",))),
        ("29", 0.7, Reader(("25",), 0.85)),
        ("29", 0.7, Reader(("2", "5"))),
        ("29", 0.7, Reader(("-",))),
        ("29", 0.7, Reader((), broken=True)),
    ],
)
def test_what_is_sure_no_number_or_no_surer_stays(text: str, confidence: float, reader: Reader) -> None:
    assert read(text, confidence, reader) == Word(text, BOX, confidence)


def test_few_numbers_of_a_page_are_read_again() -> None:
    reader = Reader(("25",))
    lines = tuple(Line((Word("29", BOX, 0.7),)) for _ in range(40))
    read_doubtful_numbers(PAPER, lines, reader, HINTS)
    assert reader.asked == 6


@pytest.mark.skipif(shutil.which("tesseract") is None, reason="Tesseract is not installed")
@pytest.mark.parametrize("printed", ["25", "1.415.000", "08/07/2025", "02"])
def test_tesseract_reads_a_number_alone(printed: str) -> None:
    image = Image.new("L", (300, 80), 255)
    pen, place, face = ImageDraw.Draw(image), (40, 30), ImageFont.truetype(FONT, 30)
    pen.text(place, printed, fill=0, font=face)
    box = Box(*(round(edge) for edge in pen.textbbox(place, printed, font=face)))
    lines = (Line((Word("7", box, 0.5),)),)
    [line] = read_doubtful_numbers(np.asarray(image, np.uint8), lines, open_engine(), HINTS)
    assert (line.text, line.words[0].raw) == (printed, "7")
