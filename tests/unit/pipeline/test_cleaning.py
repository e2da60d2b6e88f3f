"""Each cleaning step does its work, and nothing where there is nothing to do."""

from random import Random

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageDraw, ImageFont

from core.page import Box, PageImage, Pixels
from pipeline.clean import colour, geometry, grids, ink, leaders, light, rules, sheet, speckle, steps, upright
from pipeline.clean.stand import Standing, displayed, stand
from tests.drawing import FONT

SENTENCES = (
    "Căn cứ Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025;",
    "Xét đề nghị của Giám đốc Sở Nông nghiệp và Môi trường tại Tờ trình số 12;",
    "Điều 1. Phê duyệt kết quả giải quyết thủ tục hành chính cho các hộ gia đình.",
    "Ủy ban nhân dân xã hướng dẫn người dân hoàn thiện giấy tờ theo quy định.",
)


def page(lines: int = 24, dpi: int = 150) -> Pixels:
    """A5-like printed page, black on white."""
    image = Image.new("L", (6 * dpi, 8 * dpi), 255)
    pen = ImageDraw.Draw(image)
    font = ImageFont.truetype(FONT, round(dpi * 12 / 72))
    for number in range(lines):
        text = SENTENCES[number % len(SENTENCES)]
        pen.text((dpi * 0.5, dpi * (0.5 + number * 0.27)), text[: 62 - number % 5], fill=0, font=font)
    return np.asarray(image, np.uint8)


def never(_pixels: Pixels, _dpi: float) -> bool | None:
    return None


def tilted(pixels: Pixels, degrees: float) -> Pixels:
    """Turned clockwise about the centre."""
    height, width = pixels.shape[:2]
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), -degrees, 1.0)
    return np.asarray(cv2.warpAffine(pixels, turn, (width, height), borderValue=(255, 255, 255)), np.uint8)


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
@pytest.mark.parametrize("degrees", [-4.0, 0.0, 0.6, 2.5])
def test_turn_and_skew_are_measured(turn: int, degrees: float) -> None:
    scan = np.ascontiguousarray(np.rot90(tilted(page(), degrees), turn // 90))
    found = stand(scan, 150, never)
    assert found.turn_degrees == turn
    assert found.skew_degrees == pytest.approx(degrees, abs=0.15)


def test_the_displayed_page_is_straight_and_loses_no_corner() -> None:
    scan = tilted(page(), 3.0)
    found = stand(scan, 150, never)
    shown = displayed(scan, found)
    assert shown.shape == (found.size[1], found.size[0])
    assert min(shown.shape[0] - scan.shape[0], shown.shape[1] - scan.shape[1]) > 0
    again = upright.stance(ink.glyphs(ink.ink_map(shown)))
    assert abs(again.skew_degrees) <= 0.15


def test_a_page_without_letters_is_left_as_it_came() -> None:
    noise = np.asarray(Image.effect_noise((800, 1000), 90), np.uint8)
    for pixels in (np.full((1000, 800), 255, np.uint8), noise):
        found = stand(pixels, 100, never)
        assert (found.turn_degrees, found.skew_degrees) == (0, 0.0)


def test_a_doubtful_page_is_decided_by_reading() -> None:
    one_line = page(1)
    asked = []

    def says_yes(pixels: Pixels, _dpi: float) -> bool | None:
        asked.append(pixels.shape)
        return True

    assert stand(one_line, 150, says_yes).turn_degrees in (0, 180)
    if asked:
        assert stand(one_line, 150, never).turn_degrees == 0


def test_a_sheet_on_a_dark_table_is_cut_out_and_flattened() -> None:
    paper = page()
    height, width = paper.shape
    table = np.full((height + 300, width + 300), 60, np.uint8)
    corners = np.array(
        [[120, 90], [width + 130, 140], [width + 190, height + 170], [80, height + 120]], np.float32
    )
    flat = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    onto = cv2.getPerspectiveTransform(flat, corners)
    cv2.warpPerspective(paper, onto, table.shape[::-1], dst=table, borderMode=cv2.BORDER_TRANSPARENT)
    found = sheet.find_sheet(table)
    assert found is not None
    assert np.abs(found - corners).max() < 12
    standing = stand(table, 150, never)
    assert "sheet" in standing.steps
    assert displayed(table, standing).mean() > 220


def test_a_flatbed_scan_has_no_sheet_to_cut_out() -> None:
    assert sheet.find_sheet(page()) is None


def test_uneven_light_becomes_white_paper() -> None:
    shade = np.linspace(110, 240, page().shape[1])[None, :] / 255
    dim = np.asarray(page() * shade, np.uint8)
    cleaned = light.evened(dim, 150)
    assert cleaned is not None
    assert np.percentile(cleaned, 40) > 235
    assert light.ink_level(cleaned) < 110
    assert light.evened(page(), 150) is None


def test_pale_ink_is_darkened_and_black_ink_left() -> None:
    pale = np.asarray(255 - (255 - page()) * 0.35, np.uint8)
    cleaned = light.darkened(pale, 150)
    assert cleaned is not None
    assert light.ink_level(cleaned) < 100
    assert light.darkened(page(), 150) is None


def test_white_print_on_black_is_turned_over() -> None:
    cleaned = light.positive(np.asarray(255 - page(), np.uint8), 150)
    assert cleaned is not None
    assert (cleaned == page()).all()
    assert light.positive(page(), 150) is None


def test_red_ink_vanishes_and_black_under_it_stays() -> None:
    bgr = cv2.cvtColor(page(), cv2.COLOR_GRAY2BGR)
    stamp = np.full_like(bgr, 255)
    cv2.circle(stamp, (450, 600), 150, (40, 40, 210), 12)
    stamped = np.asarray(cv2.min(bgr, stamp), np.uint8)
    assert colour.has_coloured_ink(stamped)
    assert not colour.has_coloured_ink(np.asarray(bgr, np.uint8))
    cleaned = colour.without_colour(stamped)
    black, paper = page() < 40, page() > 250
    assert cleaned[black].max() < 90
    assert cleaned[paper].min() > 200


def ruled() -> Pixels:
    """A table of three columns and two rows over printed lines."""
    drawn = page(6).copy()
    for x in (60, 300, 560, 840):
        drawn[300:700, x : x + 2] = 0
    for y in (300, 480, 700):
        drawn[y : y + 2, 60:842] = 0
    return drawn


def test_rules_are_taken_out_and_letters_kept() -> None:
    found = rules.find_rules(ruled(), 150)
    cleaned = rules.without_rules(ruled(), found)
    lost = (cleaned > 128) & (ruled() <= 128)
    kept = (cleaned <= 128) & (ruled() <= 128)
    assert np.count_nonzero(cleaned[500:690] < 128) == 0
    assert np.count_nonzero(lost[:290]) < 0.01 * np.count_nonzero(kept[:290])


def test_a_row_of_capitals_is_no_rule() -> None:
    assert not rules.find_rules(page(), 150).any


def test_a_table_has_its_columns_and_rows() -> None:
    (grid,) = grids.find_grids(rules.find_rules(ruled(), 150))
    assert grid.xs == pytest.approx((60, 300, 560, 840), abs=4)
    assert grid.ys == pytest.approx((300, 480, 700), abs=4)
    assert grids.find_grids(rules.find_rules(page(), 150)) == ()


@given(st.integers(0, 60), st.integers(0, 2))
def test_leaders_vanish_wherever_they_stand(down: int, slope: int) -> None:
    dotted = np.full((300, 900), 255, np.uint8)
    for at in range(30):
        top = 100 + down + at * slope // 29
        dotted[top : top + 3, 100 + 9 * at : 103 + 9 * at] = 0
    cleaned = leaders.without_leaders(dotted, 150)
    assert cleaned is not None
    assert cleaned.min() == 255


def test_dotted_leaders_vanish_and_stops_and_marks_stay() -> None:
    dotted = page().copy()
    for x in range(100, 700, 6):
        dotted[1150:1152, x : x + 2] = 0
    cleaned = leaders.without_leaders(dotted, 150)
    assert cleaned is not None
    assert (cleaned[1140:1160] > 128).all()
    assert np.abs(cleaned[:1100].astype(int) - page()[:1100]).max() == 0
    assert leaders.without_leaders(page(), 150) is None


def test_specks_vanish_and_dots_and_marks_stay() -> None:
    clean = np.asarray((page(dpi=200) > 128) * 255, np.uint8)
    salted = clean.copy()
    random = Random(5)
    for _ in range(3000):
        salted[random.randrange(clean.shape[0]), random.randrange(clean.shape[1])] ^= 255
    cleaned = speckle.unspeckled(salted, 200)
    assert cleaned is not None
    before, after = np.count_nonzero(salted != clean), np.count_nonzero(cleaned != clean)
    assert after < 0.25 * before
    assert speckle.unspeckled(clean, 200) is None
    assert speckle.unspeckled(page(), 150) is None


@given(st.floats(60, 600), st.floats(0, 80))
def test_small_print_is_enlarged_and_never_beyond_bounds(dpi: float, glyph_px: float) -> None:
    scale = steps.reading_scale(dpi, glyph_px)
    assert 0.2 <= scale <= 4.0
    if 0 < glyph_px < 17.5:  # 21 px by the 1.2 that is still left as it is
        assert scale > 1.0


@given(
    st.integers(0, 300),
    st.integers(0, 300),
    st.integers(1, 80),
    st.integers(1, 80),
    st.sampled_from([0, 90, 180, 270]),
)
def test_boxes_survive_a_turn_there_and_back(left: int, top: int, width: int, height: int, turn: int) -> None:
    box = Box(left, top, left + width, top + height)
    there = geometry.quarter_turn(turn, 400, 500)
    size = (500, 400) if turn in (90, 270) else (400, 500)
    moved = geometry.map_box(box, there, size)
    assert geometry.map_box(moved, geometry.inverse(there), (400, 500)) == box


def test_the_copy_maps_back_onto_the_displayed_page() -> None:
    scan = tilted(page(), 2.0)
    standing = stand(scan, 150, never)
    copy = steps.prepare(PageImage(1, scan, 150), standing)
    shown = displayed(scan, standing)
    size = (copy.pixels.shape[1], copy.pixels.shape[0])
    back = geometry.warp(shown, geometry.inverse(copy.to_displayed), size, cv2.INTER_LINEAR, 255)
    difference = np.abs(back.astype(int) - copy.pixels)
    assert difference.mean() < 6


def test_steps_can_be_left_out() -> None:
    image = PageImage(1, ruled(), 150)
    standing = Standing(np.eye(3), (900, 1200), 0, 0.0, (), 255, 0.0, 0, 0.0, 255.0)
    assert "rules" in steps.prepare(image, standing).steps
    assert "rules" not in steps.prepare(image, standing, frozenset({"rules"})).steps


@pytest.mark.parametrize("scale", [1.0, 0.9, 0.5, 0.456, 0.21])
def test_a_smaller_copy_has_the_means_of_the_page_in_their_places(scale: float) -> None:
    whole = tilted(page(), 1.0)
    small = ink.shrunk(whole, scale)
    plain = cv2.resize(whole, small.shape[1::-1], interpolation=cv2.INTER_AREA)
    assert small.shape[:2] == (round(whole.shape[0] * scale), round(whole.shape[1] * scale))
    assert np.abs(small.astype(int) - plain).mean() < 6
    assert np.abs(small[:, 1:].astype(int) - plain[:, :-1]).mean() > 8
    assert abs(float(small.mean()) - float(plain.mean())) < 0.5


def test_touching_pixels_are_one_mark_with_its_size() -> None:
    labels, table = ink.connected(np.array([[1, 0, 0, 0], [0, 1, 0, 1], [0, 0, 0, 1]], np.uint8))
    assert labels[0, 0] == labels[1, 1] != labels[1, 3] == labels[2, 3]
    assert sorted(table[1:, cv2.CC_STAT_AREA].tolist()) == [2, 2]
    assert labels[0, 1] == 0


def test_what_is_painted_over_lies_where_the_displayed_page_has_it() -> None:
    scan = np.full((1200, 900), 255, np.uint8)
    cv2.rectangle(scan, (300, 400), (420, 520), 0, cv2.FILLED)
    cv2.rectangle(scan, (600, 400), (720, 520), 0, cv2.FILLED)
    image = PageImage(1, scan, 150.0)
    standing = stand(scan, 150.0, lambda *_: False)
    copy = steps.painted_over(
        steps.prepare(image, standing, frozenset({"speckle", "strokes"})), [Box(290, 390, 430, 530)]
    )
    dark = geometry.map_box(
        Box(610, 410, 710, 510), geometry.inverse(copy.to_displayed), copy.pixels.shape[::-1]
    )
    gone = geometry.map_box(
        Box(310, 410, 410, 510), geometry.inverse(copy.to_displayed), copy.pixels.shape[::-1]
    )
    assert copy.pixels[dark.top : dark.bottom, dark.left : dark.right].max() < 100
    assert copy.pixels[gone.top : gone.bottom, gone.left : gone.right].min() == 255


def test_what_is_painted_over_is_so_in_the_copy_with_strokes_too() -> None:
    scan = np.full((1200, 900), 255, np.uint8)
    cv2.rectangle(scan, (300, 400), (420, 520), 0, cv2.FILLED)
    prepared = steps.prepare(PageImage(1, scan, 150.0), stand(scan, 150.0, lambda *_: False))
    assert prepared.left_in is not None
    copy = steps.painted_over(prepared, [Box(290, 390, 430, 530)])
    assert copy.left_in is not None
    assert prepared.left_in.min() < 100 < copy.left_in.min()
    assert copy.left_in.shape == copy.pixels.shape
