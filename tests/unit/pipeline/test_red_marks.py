"""Framed red marks are cut out, set straight and freed of their frame before they are read."""

import shutil
from random import Random

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from core.page import Box, Line, Pixels, Word
from pipeline.ocr import Hints, open_engine
from pipeline.red_marks import read_red_marks
from samples.sheet import HEIGHT_PX, WIDTH_PX
from samples.stamps import round_seal, secrecy
from samples.typeset import px
from tests.drawing import FONT


class Seeing:
    """An engine that keeps what it is shown and reads one word."""

    version = "seeing"

    def __init__(self) -> None:
        self.pictures: list[Pixels] = []

    def read(self, image: Pixels, hints: Hints) -> tuple[Line, ...]:
        """The same word always."""
        assert hints.seconds == 5.0
        self.pictures.append(image)
        return (Line((Word("MẬT", Box(30, 30, 90, 60), 0.9),)),)


def sheet(*layers: tuple[Image.Image, float, float]) -> Pixels:
    """A white A4 page, BGR, with layers at their places in millimetres."""
    page = Image.new("RGB", (WIDTH_PX, HEIGHT_PX), "white")
    for layer, left_mm, top_mm in layers:
        page.paste(layer.convert("RGB"), (round(px(left_mm)), round(px(top_mm))), layer.getchannel("A"))
    return np.asarray(page)[:, :, ::-1].copy()


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_mark_is_shown_to_the_engine_straight_and_without_its_frame(seed: int) -> None:
    engine = Seeing()
    (region,) = read_red_marks(sheet((secrecy("TỐI MẬT", Random(seed)), 36, 50)), engine, 5.0)
    assert region.kind == "stamp"
    assert [line.text for line in region.lines] == ["MẬT"]
    assert abs(region.box.left - px(36)) < px(2)
    assert abs(region.box.top - px(50)) < px(2)
    (picture,) = engine.pictures
    dark = picture < 128
    assert 0.02 < dark.mean() < 0.4
    assert dark.mean(axis=1).max() < 0.6, "a frame runs along the mark"


def arrow() -> Image.Image:
    """A red arrow 45 × 16 mm that points to the right, HỎA TỐC in its shaft."""
    layer = Image.new("RGBA", (round(px(45)), round(px(16))), (0, 0, 0, 0))
    pen = ImageDraw.Draw(layer)
    outline = [(0, 3.5), (33, 3.5), (31, 0.5), (44, 8), (31, 15.5), (33, 12.5), (0, 12.5), (5, 8), (0, 3.5)]
    pen.line([(px(x), px(y)) for x, y in outline], fill=(220, 30, 40, 255), width=5, joint="curve")
    face = ImageFont.truetype(FONT, round(px(5.5)))
    pen.text((px(19), px(8)), "HỎA TỐC", fill=(220, 30, 40, 255), font=face, anchor="mm")
    return layer


@pytest.mark.skipif(shutil.which("tesseract") is None, reason="Tesseract is not installed")
@pytest.mark.parametrize("degrees", [0, 25, 40])
def test_a_mark_in_an_arrow_is_read_however_it_slants(degrees: int) -> None:
    slanted = arrow().rotate(degrees, resample=Image.Resampling.BICUBIC, expand=True)
    regions = read_red_marks(sheet((slanted, 25, 50)), open_engine(), 30.0)
    assert [" ".join(line.text for line in region.lines) for region in regions] == ["HỎA TỐC"]


def test_seals_black_print_and_marks_elsewhere_are_left_alone() -> None:
    seal = round_seal("ỦY BAN NHÂN DÂN", "SỞ TƯ PHÁP", Random(1))
    black = Image.new("RGBA", (400, 90), (0, 0, 0, 255))
    mark = secrecy("MẬT", Random(1))
    engine = Seeing()
    page = sheet((seal, 36, 60), (black, 36, 20), (mark, 36, 200), (mark, 150, 50))
    assert read_red_marks(page, engine, 5.0) == ()
    assert read_red_marks(np.full((500, 400), 255, np.uint8), engine, 5.0) == ()
    assert engine.pictures == []
