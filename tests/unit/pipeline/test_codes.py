"""Codes are found on bad captures, wherever and however they stand."""

from dataclasses import replace
from random import Random

import cv2
import numpy as np
import pytest
import zxingcpp
from PIL import Image

from core.page import Pixels
from pipeline.clean.stand import as_it_is, displayed, stand
from pipeline.codes import find_codes
from samples.capture import CAPTURES
from samples.cases import new_case
from samples.codes import bar_code, qr_code
from samples.degrade import CAPTURE
from samples.papers import letter
from samples.sheet import Sheet

QR, BAR = "000.00.01.H05-250124-0001", "000.23.12.H05-250307-0142"


def blank(width: int = 1240, height: int = 1754) -> Pixels:
    return np.full((height, width), 255, np.uint8)


def put(page: Pixels, code: Image.Image, left: int, top: int) -> Pixels:
    page = page.copy()
    page[top : top + code.height, left : left + code.width] = np.asarray(code.convert("L"))
    return page


def texts(page: Pixels) -> list[str]:
    return [code.text for code in find_codes(page, page, as_it_is(page))]


@pytest.fixture(scope="module")
def printed() -> Sheet:
    """A letter with a QR code of 0.42 mm modules in its corner and a bar code of 0.34 mm at its foot."""
    rng = Random(5)
    sheet = letter.write(new_case(rng), rng).sheets[0]
    sheet.picture(qr_code(QR, 5), sheet.image.width - 260, 40)
    sheet.picture(bar_code(BAR, 4, 130), 60, sheet.image.height - 180)
    return sheet


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize("capture", CAPTURES)
def test_codes_on_a_full_page_survive_every_capture(printed: Sheet, capture: str, seed: int) -> None:
    shot = CAPTURE[capture](printed.pixels(), np.random.default_rng(seed))
    assert sorted(texts(shot.pixels)) == [QR, BAR]


@pytest.mark.parametrize("turn", [None, cv2.ROTATE_90_CLOCKWISE, cv2.ROTATE_180])
def test_boxes_lie_on_the_displayed_page(printed: Sheet, turn: int | None) -> None:
    shot = CAPTURE["photo"](printed.pixels(), np.random.default_rng(7)).pixels
    scan = shot if turn is None else np.asarray(cv2.rotate(shot, turn), np.uint8)
    standing = stand(scan, 300.0, lambda pixels, dpi: None)
    shown = displayed(scan, standing)
    found = {code.text: code.box for code in find_codes(scan, shown, standing)}
    for text, box in found.items():
        assert 0 <= box.left < box.right <= shown.shape[1]
        assert 0 <= box.top < box.bottom <= shown.shape[0]
        margin = 25
        part = shown[
            max(0, box.top - margin) : box.bottom + margin, max(0, box.left - margin) : box.right + margin
        ]
        assert text in [one.text for one in zxingcpp.read_barcodes(part)]
    assert set(found) == {QR, BAR}


def test_light_codes_on_dark_ground_are_read() -> None:
    code = Image.fromarray(255 - np.asarray(qr_code(QR, 5).convert("L")))
    assert texts(put(blank(), code, 400, 300)) == [QR]


def test_small_and_tilted_codes_are_read() -> None:
    tilted = qr_code(QR, 5).rotate(30, expand=True, fillcolor=255, resample=Image.Resampling.BICUBIC)
    assert texts(put(put(blank(), qr_code(BAR, 2), 100, 100), tilted, 500, 800)) == [BAR, QR]


def test_codes_at_the_very_edge_are_read() -> None:
    page = put(blank(), qr_code(QR, 4).crop((16, 16, 132, 132)), 0, 0)
    assert texts(put(page, bar_code(BAR, 2, 60), 1240 - bar_code(BAR, 2, 60).width, 1754 - 60)) == [QR, BAR]


def test_many_codes_come_from_top_to_bottom_and_the_same_code_twice_counts_twice() -> None:
    page = blank()
    wanted = [f"000.00.01.H05-250124-{number:04d}" for number in (5, 1, 5, 3)]
    for row, text in enumerate(wanted):
        page = put(page, qr_code(text, 4), 200, 100 + 400 * row)
    assert texts(page) == wanted


def test_specks_of_a_coarse_scan_do_not_break_bars() -> None:
    noise = np.random.default_rng(3)
    page = put(blank(), bar_code(BAR, 2, 60), 200, 400)
    page[noise.random(page.shape) < 0.02] = 0
    page[noise.random(page.shape) < 0.02] = 255
    assert texts(page) == [BAR]
    turned = np.asarray(cv2.rotate(page, cv2.ROTATE_90_CLOCKWISE), np.uint8)
    standing = replace(as_it_is(turned), turn_degrees=270)
    assert [code.text for code in find_codes(turned, turned, standing)] == [BAR]


def test_print_and_noise_hold_no_code() -> None:
    rng = Random(6)
    sheet = letter.write(new_case(rng), rng).sheets[0]
    for capture in ("fax", "faded"):
        assert texts(CAPTURE[capture](sheet.pixels(), np.random.default_rng(1)).pixels) == []
