"""What stands in a small black frame is read alone, and a torn frame is still one."""

import shutil
from dataclasses import dataclass
from random import Random

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from core.errors import Unavailable
from core.page import Box, Line, Pixels, Word
from pipeline.clean.frames import find_frames
from pipeline.framed import read_framed
from pipeline.marks import is_mark, spelled
from pipeline.ocr import Hints, open_engine
from tests.drawing import FONT

DPI = 250
HINTS = Hints(dpi=DPI)
FRAME = (330, 350, 560, 420)


def fax(text: str, tear: int) -> Pixels:
    """Upper half of an A4 page at 250 dpi with a mark in a double frame, torn by a fax."""
    image = Image.new("L", (2067, 1460), 255)
    pen = ImageDraw.Draw(image)
    for inset in (0, 7):
        box = tuple(edge + (inset if at < 2 else -inset) for at, edge in enumerate(FRAME))
        pen.rectangle(box, outline=0, width=3)
    face = ImageFont.truetype(FONT, 40)
    pen.text(((FRAME[0] + FRAME[2]) / 2, (FRAME[1] + FRAME[3]) / 2), text, fill=0, font=face, anchor="mm")
    pen.text((430, 430), "Về việc phân cấp thẩm quyền giải quyết thủ tục", fill=0, font=face)
    chance = Random(tear)
    for _ in range(8 if tear else 0):
        left = chance.randrange(FRAME[0], FRAME[2])
        top = chance.choice((FRAME[1] - 2, FRAME[3] - 9))
        pen.rectangle((left, top, left + 10, top + 12), fill=255)
    return np.asarray(image, np.uint8)


@pytest.mark.parametrize("tear", [0, 1, 2, 3])
def test_a_frame_is_found_however_torn(tear: int) -> None:
    (frame,) = find_frames(fax("MẬT", tear), DPI)
    assert max(abs(a - b) for a, b in zip(frame, FRAME, strict=True)) <= 12


def test_lines_of_text_and_rules_make_no_frame() -> None:
    image = Image.new("L", (2067, 1460), 255)
    pen = ImageDraw.Draw(image)
    face = ImageFont.truetype(FONT, 46)
    for row in range(8):
        pen.text((250, 300 + 62 * row), "Thực hiện Kế hoạch số 54/KH-UBND ngày", fill=0, font=face)
    pen.line((300, 250, 500, 250), fill=0, width=3)
    pen.line((300, 330, 500, 330), fill=0, width=3)
    assert find_frames(np.asarray(image, np.uint8), DPI) == ()


@pytest.mark.skipif(shutil.which("tesseract") is None, reason="Tesseract is not installed")
@pytest.mark.parametrize("mark", ["MẬT", "TỐI MẬT", "KHẨN"])
def test_a_mark_is_read_alone_and_parted_from_the_line_it_was_read_with(mark: str) -> None:
    page = fax(mark, 1)
    frames = find_frames(page, DPI)
    merged = Line((Word("Lro:", Box(350, 370, 400, 410), 0.4), Word("KẾ", Box(770, 370, 820, 410), 0.9)))
    (body, alone), unread = read_framed(page, (merged,), frames, open_engine(), HINTS)
    assert unread == ()
    assert (body.text, alone.text) == ("KẾ", mark)
    assert alone.words[0].box == frames[0]


class Broken:
    """An engine that takes too long."""

    version = "broken"

    def read(self, image: Pixels, hints: Hints) -> tuple[Line, ...]:
        raise Unavailable("Tesseract took too long for a page.", code="timed_out")


def test_an_engine_that_fails_costs_no_word() -> None:
    lines = (Line((Word("MẬT", Box(350, 370, 400, 410), 0.4),)),)
    assert read_framed(fax("MẬT", 0), lines, (Box(*FRAME),), Broken(), HINTS) == (lines, ())


@dataclass(frozen=True)
class Reads:
    """An engine that reads the same word everywhere, or nothing."""

    text: str = ""
    confidence: float = 0.0
    version: str = "reads"

    def read(self, image: Pixels, hints: Hints) -> tuple[Line, ...]:
        return (Line((Word(self.text, Box(0, 0, 10, 10), self.confidence),)),) if self.text else ()


@pytest.mark.parametrize("engine", [Reads(), Reads("Txtz", 0.5)])
def test_a_frame_that_nobody_can_read_is_told(engine: Reads) -> None:
    assert read_framed(fax("MẬT", 0), (), (Box(*FRAME),), engine, HINTS) == ((), (Box(*FRAME),))


def test_a_line_of_capitals_that_looks_like_a_low_frame_is_not_told() -> None:
    low = Box(FRAME[0], 360, FRAME[2], 400)
    assert read_framed(fax("ĐỘNG", 0), (), (low,), Reads("ĐÔN6", 0.4), HINTS) == ((), ())


def test_a_frame_that_is_empty_or_says_something_else_is_not_told() -> None:
    assert read_framed(fax("", 0), (), (Box(*FRAME),), Reads(), HINTS) == ((), ())
    assert read_framed(fax("BẢN", 0), (), (Box(*FRAME),), Reads("BẢN", 0.9), HINTS) == ((), ())


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("TÔ! MẬT", True),
        ("TUYỆ1 MẬT", True),
        ("MẶT", True),
        ("HỘ KHẨN", False),
        ("Mã hồ sơ", False),
        ("", False),
    ],
)
def test_a_mark_is_known_with_a_letter_misread(text: str, mark: bool) -> None:
    assert is_mark(text) is mark


@pytest.mark.parametrize(
    ("read", "printed"),
    [
        ("HA TỐC", "HỎA TỐC"),
        ("TUYỆT MẶT", "TUYỆT MẬT"),
        ("KHẤN", "KHẨN"),
        ("MẬT", "MẬT"),
        ("Kính gửi", "Kính gửi"),
    ],
)
def test_a_mark_is_spelled_as_it_is_printed_and_the_reading_kept(read: str, printed: str) -> None:
    words = tuple(Word(text, Box(0, 0, 10, 10), 0.4) for text in read.split())
    told = spelled(words)
    assert " ".join(word.text for word in told) == printed
    assert " ".join(word.raw or word.text for word in told) == read
