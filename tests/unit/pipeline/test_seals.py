"""Seals and framed stamps: found as what they are, and black ones taken off the print they cross."""

from random import Random

import cv2
import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from core.page import Box, Line, Pixels, Word
from pipeline.clean.frames import find_frames
from pipeline.clean.ink import marks
from pipeline.clean.seals import black_seals, without_seal
from pipeline.stamps import coloured_seals, set_apart
from samples.sheet import HEIGHT_PX, WIDTH_PX
from samples.stamps import arrival, round_seal
from samples.typeset import px
from tests.drawing import FONT

_NAME_AT = (1300, 2010)
_BITONAL = 60
"""Ink that a 1-bit scanner makes black, 0 to 255."""


def _print_on(page: Image.Image, at: tuple[int, int], text: str) -> None:
    ImageDraw.Draw(page).text(at, text, fill=0, font=ImageFont.truetype(FONT, 60))


def _sheet(*, sealed: bool, named: bool = True) -> Pixels:
    """A white 1-bit A4 page with a signer's name, the seal over its left part, and an empty rest."""
    page = Image.new("L", (WIDTH_PX, HEIGHT_PX), 255)
    if named:
        _print_on(page, _NAME_AT, "Nguyễn Mạnh Thường")
    if sealed:
        ink = round_seal("ỦY BAN NHÂN DÂN", "TỈNH BẮC NINH", Random(3)).getchannel("A")
        page.paste(0, (1150, 1650), ink.point(lambda alpha: 255 if alpha > _BITONAL else 0))
    return np.asarray(np.where(np.asarray(page) < 150, 0, 255), np.uint8)


def test_a_black_seal_is_found_where_it_stands() -> None:
    (seal,) = black_seals(marks(_sheet(sealed=True), 300.0), 300.0)
    assert abs(2 * seal.radius - px(36)) < px(2)
    assert abs((seal.box.left + seal.box.right) / 2 - (1150 + px(18))) < px(3)


@pytest.mark.parametrize("named", [True, False])
def test_a_page_without_a_seal_has_none(named: bool) -> None:
    assert black_seals(marks(_sheet(sealed=False, named=named), 300.0), 300.0) == ()


def test_a_large_square_is_no_seal() -> None:
    page = _sheet(sealed=False)
    cv2.rectangle(page, (1100, 1600), (1540, 2040), 0, 9)
    assert black_seals(marks(page, 300.0), 300.0) == ()


@pytest.mark.parametrize("grain", [2, 5, 30])
def test_a_screen_or_a_texture_has_no_seals(grain: int) -> None:
    noise = np.random.default_rng(grain).integers(0, 2, (HEIGHT_PX // grain, WIDTH_PX // grain), np.uint8)
    page = np.asarray(
        cv2.resize(noise * 255, (WIDTH_PX, HEIGHT_PX), interpolation=cv2.INTER_NEAREST), np.uint8
    )
    assert black_seals(marks(page, 300.0), 300.0) == ()
    assert coloured_seals(np.dstack([np.full_like(page, 255), page, page])) == ()


def test_the_seal_goes_and_the_name_beside_it_stays() -> None:
    sealed, plain = _sheet(sealed=True), _sheet(sealed=False)
    (seal,) = black_seals(marks(sealed, 300.0), 300.0)
    cleaned = without_seal(sealed, seal, 300.0)
    above = cleaned[: _NAME_AT[1] - 40]
    assert np.count_nonzero(above < 128) == 0
    beyond = round(seal.box.right + 10)
    assert np.array_equal(cleaned[:, beyond:], plain[:, beyond:])


def test_most_of_the_letters_under_the_seal_stay() -> None:
    plain = _sheet(sealed=False)
    sealed = _sheet(sealed=True)
    (seal,) = black_seals(marks(sealed, 300.0), 300.0)
    cleaned = without_seal(sealed, seal, 300.0)
    under = np.s_[_NAME_AT[1] : _NAME_AT[1] + 90, _NAME_AT[0] : round(seal.box.right)]
    letters = plain[under] < 128
    assert np.count_nonzero(letters & (cleaned[under] < 128)) > 0.8 * np.count_nonzero(letters)


def test_print_under_a_seal_that_stands_alone_goes_with_it() -> None:
    sealed = _sheet(sealed=True, named=False)
    (seal,) = black_seals(marks(sealed, 300.0), 300.0)
    assert np.count_nonzero(without_seal(sealed, seal, 300.0) < 128) == 0


def test_a_red_seal_is_a_region_of_the_displayed_page() -> None:
    page = Image.new("RGB", (WIDTH_PX, HEIGHT_PX), "white")
    layer = round_seal("ỦY BAN NHÂN DÂN", "TỈNH BẮC NINH", Random(5))
    page.paste(layer.convert("RGB"), (1100, 2400), layer.getchannel("A"))
    (region,) = coloured_seals(np.asarray(page)[:, :, ::-1].copy())
    assert region.kind == "seal"
    assert region.lines == ()
    assert abs(region.box.width - px(36)) < px(3)


def _framed() -> tuple[Pixels, Box]:
    """A page with the arrival stamp in black, a little turned, and where it stands."""
    page = Image.new("L", (WIDTH_PX, HEIGHT_PX), 255)
    _print_on(page, (900, 700), "Kính gửi: Sở Tư pháp tỉnh Bắc Ninh")
    layer = arrival("TRUNG TÂM PHỤC VỤ", "152", "24/01", Random(2))
    page.paste(0, (250, 420), layer.getchannel("A"))
    box = Box(250, 420, 250 + layer.width, 420 + layer.height)
    return np.asarray(np.where(np.asarray(page) < 150, 0, 255), np.uint8), box


def test_the_frame_of_an_arrival_stamp_is_found() -> None:
    page, stamp = _framed()
    (frame,) = find_frames(page, 300.0)
    assert frame.overlap(stamp) > 0.75 * stamp.area
    assert frame.overlap(stamp) > 0.9 * frame.area


def test_a_table_is_no_frame() -> None:
    page = np.full((HEIGHT_PX, WIDTH_PX), 255, np.uint8)
    for row in range(5):
        cv2.line(page, (200, 400 + 120 * row), (2200, 400 + 120 * row), 0, 4)
    for column in range(5):
        cv2.line(page, (200 + 500 * column, 400), (200 + 500 * column, 880), 0, 4)
    assert find_frames(page, 300.0) == ()


def _line(*words: tuple[str, int, int]) -> Line:
    return Line(tuple(Word(text, Box(left, top, left + 60, top + 30), 0.9) for text, left, top in words))


_FRAME = Box(100, 100, 400, 250)


def test_a_stamp_is_set_apart_from_a_line_it_was_read_with() -> None:
    merged = _line(("ĐẾN", 110, 150), ("Ngày:", 200, 150), ("QUYẾT", 600, 150), ("ĐỊNH", 680, 150))
    body, (stamp,) = set_apart((merged, _line(("Điều", 120, 400))), (_FRAME,))
    assert [line.text for line in body] == ["QUYẾT ĐỊNH", "Điều"]
    assert (stamp.kind, stamp.box, [line.text for line in stamp.lines]) == ("stamp", _FRAME, ["ĐẾN Ngày:"])


def test_an_arrival_stamp_is_known_by_its_capitals_alone() -> None:
    body, (stamp,) = set_apart(
        (_line(("CỔNG", 110, 110), ("TIN", 200, 110)), _line(("ĐẾN", 110, 180))), (_FRAME,)
    )
    assert (body, [line.text for line in stamp.lines]) == ((), ["CỔNG TIN", "ĐẾN"])


@pytest.mark.parametrize("words", [("Mã", "hồ", "sơ:"), ("Điểm", "đến", "cuối"), ("HỘ", "KHẨN")])
def test_what_a_form_frames_stays_in_the_body(words: tuple[str, ...]) -> None:
    line = _line(*((word, 110 + 70 * at, 150) for at, word in enumerate(words)))
    assert set_apart((line,), (_FRAME,)) == ((line,), ())


@pytest.mark.parametrize("text", ["HỎA TỐC", "HOẢ TỐC", "THƯỢNG KHẨN", "KHẨN", "LƯU HÀNH NỘI BỘ", "TỐI MẬT"])
def test_marks_are_known_by_what_they_say(text: str) -> None:
    line = _line(*((word, 110 + 70 * at, 150) for at, word in enumerate(text.split())))
    assert set_apart((line,), (_FRAME,))[0] == ()
