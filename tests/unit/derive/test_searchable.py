"""Searchable PDFs are judged by what other programs make of them: poppler draws them and reads their text."""

import re
import subprocess
from dataclasses import replace
from pathlib import Path
from random import Random

import cv2
import numpy as np
import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageDraw, ImageFont

from core.fonts import face_path
from core.page import Box, Line, Page, PageState, Pixels, Word
from core.settings import Limits
from pipeline.clean.geometry import Transform, as_matrix, quarter_turn, straightening, warp
from pipeline.derive.hidden_text import hidden_text
from pipeline.derive.searchable import write_searchable
from pipeline.load import load_page, open_scan
from tests.drawing import draw_page
from tests.unit.derive.papers import line

LIMITS = Limits()
LINES = ("Ủy ban nhân dân tỉnh Bắc Ninh", "Quyết định về việc sắp xếp tổ chức")
SLANT = np.array([[0.9, 0.06, 30.0], [0.02, 0.95, 10.0], [2e-5, 4e-5, 1.0]])


def upright(width: int, height: int) -> tuple[Transform, tuple[int, int]]:
    return np.eye(3), (width, height)


def turned(width: int, height: int) -> tuple[Transform, tuple[int, int]]:
    return quarter_turn(90, width, height), (height, width)


def skewed(width: int, height: int) -> tuple[Transform, tuple[int, int]]:
    matrix, *size = straightening(3.0, width, height)
    return matrix, (size[0], size[1])


def slanted(width: int, height: int) -> tuple[Transform, tuple[int, int]]:
    return SLANT, (width, height)


def as_read(path: Path, place=upright, **values: object) -> tuple[Page, Pixels]:  # type: ignore[no-untyped-def]
    """A page of the file with a line of text, and the picture people see of it."""
    image = load_page(open_scan(path, LIMITS), 1, LIMITS)
    height, width = image.pixels.shape[:2]
    matrix, size = place(width, height)
    shown = warp(image.pixels, matrix, size, cv2.INTER_LINEAR, 255)
    page = Page(1, PageState.READ, size[0], size[1], image.dpi, as_matrix(matrix), width, height)
    body = (line("Ủy ban nhân dân", 80, 90, 50), line("tỉnh Bắc Ninh", 80, 200, 50))
    page = replace(page, lines=body)
    return replace(page, **values), shown  # type: ignore[arg-type]


def written(path: Path, page: Page) -> Path:
    target = path.with_name(f"{path.name}.made.pdf")
    write_searchable(open_scan(path, LIMITS), [page], LIMITS, target)
    return target


def drawn(made: Path, page: Page) -> Pixels:
    """The page as poppler draws it, as many pixels as the displayed page."""
    target = made.with_name("drawn")
    size = ["-scale-to-x", str(page.width_px), "-scale-to-y", str(page.height_px)]
    subprocess.run(["pdftoppm", "-png", "-gray", "-singlefile", *size, str(made), str(target)], check=True)
    return np.asarray(Image.open(target.with_suffix(".png")).convert("L"), np.uint8)


def text_of(made: Path) -> str:
    return subprocess.run(
        ["pdftotext", "-raw", str(made), "-"], capture_output=True, text=True, check=True
    ).stdout


def picture_in(made: Path) -> bytes:
    with pikepdf.open(made) as document:
        return bytes(document.pages[0].Resources.XObject.Scan.read_raw_bytes())


@pytest.mark.parametrize("place", [upright, turned, skewed, slanted])
@pytest.mark.parametrize("suffix", [".jpg", ".png", ".tif"])
def test_the_page_looks_as_people_saw_it(tmp_path: Path, suffix: str, place) -> None:  # type: ignore[no-untyped-def]
    page, shown = as_read(draw_page(tmp_path / f"scan{suffix}", LINES), place)
    made = drawn(written(tmp_path / f"scan{suffix}", page), page)
    assert made.shape == shown.shape[:2]
    # Resampled twice, letters differ at their edges; a page half a pixel off differs by 4 and more.
    assert float(np.abs(made.astype(int) - shown).mean()) < 3.0


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_photo_stands_as_its_camera_says(tmp_path: Path, orientation: int) -> None:
    drawing = Image.open(draw_page(tmp_path / "drawn.png", LINES))
    exif = Image.Exif()
    exif[0x0112] = orientation
    drawing.save(tmp_path / "photo.jpg", exif=exif, quality=95)
    page, shown = as_read(tmp_path / "photo.jpg")
    made = drawn(written(tmp_path / "photo.jpg", page), page)
    assert float(np.abs(made.astype(int) - shown).mean()) < 3.0


def test_a_jpeg_is_embedded_byte_for_byte(tmp_path: Path) -> None:
    path = draw_page(tmp_path / "scan.jpg", LINES)
    page, _ = as_read(path, skewed)
    assert picture_in(written(path, page)) == path.read_bytes()


def test_a_fax_keeps_its_own_compressed_rows(tmp_path: Path) -> None:
    path = tmp_path / "fax.tif"
    Image.open(draw_page(tmp_path / "drawn.png", LINES)).convert("1").save(path, compression="group4")
    page, _ = as_read(path)
    with Image.open(path) as fax:
        at, size = fax.tag_v2[273][0], fax.tag_v2[279][0]  # type: ignore[attr-defined]  # a TIFF's tags
    assert picture_in(written(path, page)) == path.read_bytes()[at : at + size]


def test_a_scan_inside_a_pdf_is_taken_over_unchanged(tmp_path: Path) -> None:
    path = draw_page(tmp_path / "scan.jpg", LINES)
    page, _ = as_read(path)
    first = written(path, page)
    again, shown = as_read(first, turned)
    made = written(first, again)
    assert picture_in(made) == path.read_bytes()
    assert float(np.abs(drawn(made, again).astype(int) - shown).mean()) < 3.0


def test_text_is_found_with_its_marks_in_reading_order_and_stamps_after_it(tmp_path: Path) -> None:
    path = draw_page(tmp_path / "scan.png", LINES)
    page, _ = as_read(path)
    assert text_of(written(path, page)).split() == ["Ủy", "ban", "nhân", "dân", "tỉnh", "Bắc", "Ninh"]


def test_selected_words_cover_their_print(tmp_path: Path) -> None:
    path = draw_page(tmp_path / "scan.png", LINES)
    page, _ = as_read(path)
    markup = subprocess.run(
        ["pdftotext", "-bbox", str(written(path, page)), "-"], capture_output=True, text=True, check=True
    ).stdout
    found = [
        Box(*(round(float(value) * page.dpi / 72) for value in place))
        for place in re.findall(
            r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)"', markup
        )
    ]
    wanted = [word.box for one in page.lines for word in one.words]
    assert len(found) == len(wanted)
    for box, printed in zip(found, wanted, strict=True):
        assert box.overlap(printed) > 0.9 * max(box.area, printed.area)


def test_a_page_with_an_identity_card_shows_nothing(tmp_path: Path) -> None:
    path = draw_page(tmp_path / "card.png", LINES)
    page, _ = as_read(path, state=PageState.RESTRICTED)
    made = written(path, page)
    assert not text_of(made).strip()
    assert drawn(made, page).min() == 255
    with pikepdf.open(made) as document:
        assert "/XObject" not in document.pages[0].obj.get("/Resources", {})


def test_a_page_that_failed_is_shown_as_it_came(tmp_path: Path) -> None:
    path = draw_page(tmp_path / "scan.png", LINES)
    page, shown = as_read(path)
    failed = Page(1, PageState.TIMED_OUT, 0, 0, 0.0)
    made = drawn(written(path, failed), page)
    assert float(np.abs(made.astype(int) - shown).mean()) < 3.0


def test_equal_input_gives_equal_bytes(tmp_path: Path) -> None:
    path = draw_page(tmp_path / "scan.png", LINES)
    page, _ = as_read(path)
    assert written(path, page).read_bytes() == written(path, page).read_bytes()


def test_the_text_of_a_scan_adds_little_to_it(tmp_path: Path) -> None:
    noise = np.random.default_rng(1).normal(230, 9, (1754, 1240)).clip(0, 255).astype(np.uint8)
    Image.fromarray(noise).save(tmp_path / "scan.jpg", quality=75)
    page, _ = as_read(
        tmp_path / "scan.jpg", lines=tuple(line("Ủy ban nhân dân", 80, 90 + 40 * at) for at in range(40))
    )
    assert written(tmp_path / "scan.jpg", page).stat().st_size < 1.1 * (tmp_path / "scan.jpg").stat().st_size


def test_the_text_of_a_small_fax_adds_a_tenth(tmp_path: Path) -> None:
    body = _printed(tmp_path / "fax.tif")
    page, _ = as_read(tmp_path / "fax.tif", lines=body)
    bytes_of_fax = (tmp_path / "fax.tif").stat().st_size
    assert 40_000 < bytes_of_fax < 60_000
    assert sum(len(one.words) for one in body) > 330
    made = written(tmp_path / "fax.tif", page)
    assert made.stat().st_size < 1.1 * bytes_of_fax
    assert text_of(made).split() == [word.text for one in body for word in one.words]


def test_letters_of_print_are_selected_where_they_stand(tmp_path: Path) -> None:
    body = _printed(tmp_path / "fax.tif")
    page, _ = as_read(tmp_path / "fax.tif", lines=body)
    made = written(tmp_path / "fax.tif", page)
    markup = subprocess.run(
        ["pdftotext", "-bbox", str(made), "-"], capture_output=True, text=True, check=True
    ).stdout
    found = sorted(
        (round(float(top) * page.dpi / 72, -1), float(left) * page.dpi / 72, float(right) * page.dpi / 72)
        for left, top, right in re.findall(r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)"', markup)
    )
    wanted = [word.box for one in body for word in one.words]
    assert len(found) == len(wanted)
    shares = [
        (min(right, box.right) - max(left, box.left)) / max(right - left, box.width)
        for (_, left, right), box in zip(found, wanted, strict=True)
    ]
    assert min(shares) > 0.75
    assert float(np.mean(shares)) > 0.93


def _printed(path: Path) -> tuple[Line, ...]:
    """A one-bit page of justified print, some of it bold, and its words."""
    order, page = Random(1), Image.new("L", (2480, 3508), 255)
    pen, body = ImageDraw.Draw(page), []
    sentence = "Căn cứ Luật Tổ chức chính quyền địa phương, xét đề nghị của Giám đốc Sở Nội vụ (Điều 3)"
    for number in range(26):
        face = ImageFont.truetype(str(face_path(number % 8 == 0, False)), 54)
        texts = order.sample(sentence.split(), 13)
        wide = [pen.textlength(text, font=face) for text in texts]
        gap, left, top, placed = (2100 - sum(wide)) / 12, 200.0, 200 + 96 * number, []
        for text, width in zip(texts, wide, strict=True):
            pen.text((left, top), text, fill=0, font=face)
            placed.append(Word(text, Box(round(left), top, round(left + width), top + 60), 0.9))
            left += width + gap
        body.append(Line(tuple(placed)))
    page.convert("1").save(path, compression="group4", dpi=(300, 300))
    return tuple(body)


def test_characters_of_other_scripts_are_found_as_well(tmp_path: Path) -> None:
    path = draw_page(tmp_path / "scan.png", LINES)
    page, _ = as_read(path, lines=(line("Ω € ｗ ẫ", 80, 90, 50),))
    assert text_of(written(path, page)).split() == ["Ω", "€", "ｗ", "ẫ"]


@given(st.text(min_size=1).filter(lambda text: text.strip()), st.integers(1, 400), st.integers(1, 90))
def test_any_text_becomes_plain_drawing_instructions(text: str, width: int, height: int) -> None:
    word = Word(text, Box(5, 5, 5 + width, 5 + height), 0.5)
    page = Page(1, PageState.READ, 500, 500, 300.0, lines=(Line((word,)),))
    assert re.fullmatch(rb"[\x20-\x7e\n]+", hidden_text(page, 0.24))
