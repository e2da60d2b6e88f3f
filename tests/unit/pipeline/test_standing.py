"""Sparse pages: few letters, shadows and dark edges must not mislead what turns them."""

from collections.abc import Sequence

import cv2
import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from core.page import Line, Pixels
from pipeline.clean import ink, upright
from pipeline.clean.stand import stand
from pipeline.ocr import Hints
from pipeline.trial import upside_down_by
from samples.fonts import Style, font

WIDTH, HEIGHT = 1240, 1754
SENTENCES = (
    "Căn cứ Luật Tổ chức chính quyền địa phương, xét đề nghị",
    "của Giám đốc Sở, phê duyệt kết quả giải quyết thủ tục",
    "hành chính cho các hộ gia đình có tên dưới đây./.",
)
LINES = ("Nơi nhận:", "- Như trên;", "- Sở Xây dựng;", "- Lưu: VT, HC (04b).")


def sparse(lines: Sequence[str] = LINES, top: int = 300) -> Pixels:
    """A4 at 150 dpi with a few short lines near the top."""
    image = Image.new("L", (WIDTH, HEIGHT), 255)
    face = ImageFont.truetype(str(font(Style()).path), 27)
    for number, text in enumerate(lines):
        ImageDraw.Draw(image).text((160, top + 46 * number), text, fill=0, font=face)
    return np.array(image, np.uint8)


class Listener:
    """An engine that keeps what it was shown and reads nothing."""

    version = "none"

    def __init__(self) -> None:
        self.shown: list[Pixels] = []

    def read(self, image: Pixels, _hints: Hints) -> tuple[Line, ...]:
        self.shown.append(image)
        return ()


def test_the_strip_read_on_trial_holds_the_print_not_the_shadow() -> None:
    page = sparse()
    page[1000:] = 140  # a hand's shadow, much darker than four lines of print
    engine = Listener()
    upside_down_by(engine)(page, 150)
    assert all(int((strip < 60).sum()) > 1000 for strip in engine.shown)
    assert len(engine.shown) == 2


def test_an_undecided_page_on_its_side_is_turned_as_it_was_measured() -> None:
    signed = sparse(("TL. CHỦ TỊCH", "CHÁNH VĂN PHÒNG", "Nguyễn Văn Thành"))
    scan = np.ascontiguousarray(np.rot90(signed, -1))
    letters = ink.glyphs(ink.ink_map(scan))
    assert not upright.stance(letters).sure, "else nothing is tried"
    assert stand(scan, 150, lambda _pixels, _dpi: None).turn_degrees == 270


@pytest.mark.parametrize("degrees", [-0.8, -0.37, 0.23, 0.52, 1.9])
def test_the_tilt_of_a_few_lines_is_found_to_a_tenth_of_a_degree(degrees: float) -> None:
    turn = cv2.getRotationMatrix2D((WIDTH / 2, HEIGHT / 2), -degrees, 1.0)
    scan = np.asarray(cv2.warpAffine(sparse(SENTENCES), turn, (WIDTH, HEIGHT), borderValue=(255,)), np.uint8)
    found = stand(scan, 150, lambda _pixels, _dpi: False)
    assert found.turn_degrees == 0
    assert found.skew_degrees == pytest.approx(degrees, abs=0.1)


def test_a_ribbon_of_paper_can_be_stood_up() -> None:
    ribbon = np.full((20, 20_000), 255, np.uint8)
    assert stand(ribbon, 300, lambda _pixels, _dpi: None).size == (20_000, 20)
