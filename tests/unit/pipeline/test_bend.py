"""Pages that do not lie flat: the bend is measured, undone for the engine, and boxes follow it back."""

from pathlib import Path
from random import Random

import cv2
import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from core.page import Box, Line, Pixels, Word
from core.settings import Limits
from pipeline.clean import ink
from pipeline.clean.bend import Bend, unbent
from pipeline.clean.sheet import find_sheet
from pipeline.clean.stand import Standing, stand
from pipeline.clean.verticals import tilt_of_rules
from pipeline.load import open_scan
from pipeline.ocr import Hints
from pipeline.process import read_page
from samples.curl import Curl, Curled
from samples.fonts import Style, font

WIDTH, HEIGHT = 1240, 1754
SENTENCE = "Căn cứ Luật Tổ chức chính quyền địa phương, xét đề nghị của Giám đốc Sở Nội vụ, phê duyệt"
LINES = range(150, 1600, 46)
CURLS = (
    Curl("gutter", 0.08, -0.3, shade=0.4),
    Curl("gutter", 0.08, 1.6),
    Curl("arch", 0.05, 1.3),
    Curl("arch", 0.09, -0.2, shade=0.2),
    Curl("wave", 0.03, 1.5),
)


def printed() -> Pixels:
    """A4 at 150 dpi, full of lines."""
    image = Image.new("L", (WIDTH, HEIGHT), 250)
    face = ImageFont.truetype(str(font(Style()).path), 27)
    order, words = Random(1), SENTENCE.split()
    for top in LINES:
        sentence = " ".join(order.sample(words, len(words)))
        ImageDraw.Draw(image).text((110, top), sentence, fill=0, font=face)
    return np.array(image, np.uint8)


def standing(pixels: Pixels) -> Standing:
    return stand(pixels, 150, lambda _pixels, _dpi: False)


def tilted(pixels: Pixels, degrees: float) -> Pixels:
    turn = cv2.getRotationMatrix2D((WIDTH / 2, HEIGHT / 2), -degrees, 1.0)
    return np.asarray(cv2.warpAffine(pixels, turn, (WIDTH, HEIGHT), borderValue=(250,)), np.uint8)


def waviness(page: Standing, curled: Curled) -> float:
    """How far printed lines leave the straight, px, once the bend that was found is undone."""
    assert page.bend is not None
    off = []
    for foot in (300.0, 900.0, 1500.0):
        xs = np.linspace(150, 1100, 30)
        seen = np.stack([*curled.point(xs, np.full(30, foot)), np.ones(30)])
        x, y, _ = page.transform @ seen
        flat = y
        for _ in range(4):
            flat = y - page.bend.drop(x, flat)
        off.append(float(np.abs(flat - np.polyval(np.polyfit(x, flat, 1), x)).max()))
    return max(off)


@pytest.mark.parametrize("curl", CURLS)
def test_bent_lines_are_made_straight(curl: Curl) -> None:
    curled = Curled(WIDTH, HEIGHT, curl)
    page = standing(curled.picture(printed()))
    assert page.turn_degrees == 0
    # An x-height is 12 px here; the curls bend lines by 20 to 60.
    assert waviness(page, curled) < 4.0


@pytest.mark.parametrize("degrees", [0.0, -2.1, 0.7])
def test_a_flat_page_has_no_bend(degrees: float) -> None:
    assert standing(tilted(printed(), degrees)).bend is None


def test_a_bent_page_on_its_side_is_known_as_such() -> None:
    scan = np.ascontiguousarray(np.rot90(Curled(WIDTH, HEIGHT, CURLS[2]).picture(printed()), -1))
    page = standing(scan)
    assert page.turn_degrees == 270
    assert page.bend is not None


def test_boxes_follow_the_bend_there_and_back() -> None:
    drops = np.array([[0.0, 10.0, 40.0], [0.0, 5.0, 20.0], [0.0, 0.0, 6.0]])
    bend = Bend(1000.0, 700.0, 600.0, drops)
    box = Box(800, 300, 900, 330)
    seen = bend.seen(box, 1400)
    assert seen.top > box.top + 8
    back = bend.flat(seen, 1400)
    assert back.top <= box.top <= back.top + 12
    assert (back.left, back.right) == (box.left, box.right)
    page = np.full((1400, 1000), 255, np.uint8)
    page[seen.top : seen.bottom, seen.left : seen.right] = 0
    flat = unbent(page, bend, (1.0, 1.0))
    rows = np.flatnonzero(flat[:, 850] < 128)
    assert abs(float(rows.mean()) - (box.top + box.bottom) / 2) < 3.0


class Finder:
    """An engine that reads one word: the black square."""

    version = "finder"

    def read(self, image: Pixels, _hints: Hints) -> tuple[Line, ...]:
        ink_of_square = cv2.erode(np.asarray(image < 128, np.uint8), np.ones((15, 15), np.uint8))
        points = cv2.findNonZero(ink_of_square)
        if points is None:
            return ()
        left, top, width, height = cv2.boundingRect(points)
        return (Line((Word("vuông", Box(left - 7, top - 7, left + width + 7, top + height + 7), 0.9),)),)


def test_words_stand_where_people_see_them_on_the_bent_page(tmp_path: Path) -> None:
    page = printed()
    square = Box(160, 1610, 210, 1640)
    page[square.top : square.bottom, square.left : square.right] = 0
    curled = Curled(WIDTH, HEIGHT, CURLS[0])
    Image.fromarray(curled.picture(page)).save(tmp_path / "bent.png", dpi=(150, 150))
    found = read_page(open_scan(tmp_path / "bent.png", Limits()), 1, Finder(), Limits(), None).page
    seen = curled.box(square)
    corners = np.array([[seen.left, seen.right], [seen.top, seen.bottom], [1, 1]])
    x, y, _ = np.array(found.transform) @ corners
    box = next(word.box for line in found.lines for word in line.words if word.text == "vuông")
    assert (box.left + box.right) / 2 == pytest.approx(x.mean(), abs=4)
    assert (box.top + box.bottom) / 2 == pytest.approx(y.mean(), abs=4)


def test_light_that_fades_towards_a_spine_is_no_sheet() -> None:
    shade = Curled(WIDTH, HEIGHT, Curl("gutter", 0.1, -0.3, shade=0.5)).picture(printed())
    assert find_sheet(shade) is None


def test_a_sheet_on_a_desk_is_still_found() -> None:
    desk = np.full((HEIGHT + 300, WIDTH + 300), 90, np.uint8)
    desk[150:-150, 150:-150] = printed()
    light = np.linspace(1.0, 0.6, desk.shape[1])[None, :]
    corners = find_sheet(np.asarray(desk * light, np.uint8))
    assert corners is not None
    assert np.abs(corners[0] - (150, 150)).max() < 12


def test_rules_of_a_table_tell_the_tilt_and_a_stamp_does_not() -> None:
    page = np.full((HEIGHT, WIDTH), 250, np.uint8)
    for x in (150, 500, 900, 1100):
        page[400:900, x : x + 3] = 0
    assert tilt_of_rules(ink.ink_map(tilted(page, 1.5)), sideways=False) == pytest.approx(1.5, abs=0.15)
    side = np.ascontiguousarray(np.rot90(tilted(page, 1.5), -1))
    assert tilt_of_rules(ink.ink_map(side), sideways=True) == pytest.approx(1.5, abs=0.15)
    stamp = np.full((HEIGHT, WIDTH), 250, np.uint8)
    cv2.rectangle(stamp, (150, 400), (430, 570), 0, 3)
    assert tilt_of_rules(ink.ink_map(tilted(stamp, -3.0)), sideways=False) is None
