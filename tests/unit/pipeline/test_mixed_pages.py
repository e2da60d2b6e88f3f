"""Pages of text and pictures: the layer is used where it covers what the page shows, the rest is read."""

import shutil
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image

from core.page import Line, Page, PageState, Pixels
from core.settings import Limits
from core.text import tokens
from pipeline.load import open_scan
from pipeline.ocr import Hints, OcrEngine, open_engine
from pipeline.process import read_page
from tests.drawing import draw_page
from tests.pdf_pages import PdfPage

SAMPLES = Path(__file__).parents[4] / "shared" / "samples" / "born_digital"
BODY = (
    "Căn cứ Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015;",
    "Theo đề nghị của Giám đốc Sở Tư pháp tại Tờ trình số 12/TTr-STP,",
    "Điều 1. Phê duyệt kết quả kiểm tra hồ sơ năm 2024 của tỉnh.",
)
SCANNED = (
    "Giấy xác nhận cư trú",
    "Kính gửi ủy ban nhân dân xã Đồng Nguyên",
    "Thời hạn trả kết quả là năm ngày",
)
needs_tesseract = pytest.mark.skipif(shutil.which("tesseract") is None, reason="Tesseract is not installed")


class DeafEngine:
    """Must not be asked."""

    version = "deaf 1"

    def read(self, image: Pixels, hints: Hints) -> tuple[Line, ...]:
        raise AssertionError("nothing needs to be read")


@pytest.fixture(scope="module")
def engine() -> OcrEngine:
    return open_engine()


def body(page: PdfPage, mode: int = 0, grey: float = 0.0) -> PdfPage:
    for number, text in enumerate(BODY):
        page.text(60, 780 - 22 * number, text, mode=mode, grey=grey)
    return page


def scanned(tmp_path: Path, lines: tuple[str, ...] = SCANNED) -> Pixels:
    return np.asarray(Image.open(draw_page(tmp_path / "part.png", lines)), np.uint8)


def read(path: Path, engine: OcrEngine) -> Page:
    result = read_page(open_scan(path, Limits()), 1, engine, Limits(), None)
    assert result.problems == ()
    return result.page


def test_a_page_that_its_layer_covers_is_not_read(tmp_path: Path) -> None:
    rules = "0.8 w 60 700 m 500 700 l S 60 650 m 500 650 l S 60 650 m 60 700 l S"
    dashes = "[4 3] 0 d 60 600 m 500 600 l S"
    bar = "0.1 0.2 0.5 rg 50 560 400 22 re f"
    page = body(PdfPage()).draw(rules).draw(dashes).draw(bar).text(60, 566, "THÔNG BÁO", grey=1.0)
    found = read(page.save(tmp_path / "a.pdf"), DeafEngine())
    assert found.state is PageState.TEXT_LAYER
    assert found.text.splitlines() == [*BODY, "THÔNG BÁO"]


def test_seals_and_signatures_give_no_reason_to_read(tmp_path: Path) -> None:
    seal = np.full((400, 400, 3), 255, np.uint8)
    cv2.circle(seal, (200, 200), 180, (40, 40, 220), 8)
    cv2.putText(seal, "UBND TINH BAC NINH", (60, 210), cv2.FONT_HERSHEY_DUPLEX, 0.8, (40, 40, 220), 2)
    signature = np.full((300, 600), 255, np.uint8)
    curve = [(20 + 4 * i, int(150 + 90 * np.sin(i / 7) * np.cos(i / 31))) for i in range(140)]
    cv2.polylines(signature, [np.array(curve, np.int32)], False, 0, 5)
    page = body(PdfPage()).picture(seal, "100 0 0 100 320 500").picture(signature, "140 0 0 70 330 480")
    assert read(page.save(tmp_path / "a.pdf"), DeafEngine()).state is PageState.TEXT_LAYER


@needs_tesseract
def test_a_pasted_scan_is_read_and_set_in_order(tmp_path: Path, engine: OcrEngine) -> None:
    page = (
        body(PdfPage()).picture(scanned(tmp_path), "400 0 0 143 60 560").text(60, 520, "Trân trọng cảm ơn.")
    )
    found = read(page.save(tmp_path / "a.pdf"), engine)
    assert found.state is PageState.READ
    assert found.text.splitlines() == [*BODY, *SCANNED, "Trân trọng cảm ơn."]
    sure = {line.text: line.confidence for line in found.lines}
    assert all(sure[text] == 1.0 for text in BODY)
    assert all(sure[text] < 1.0 for text in SCANNED)


@needs_tesseract
def test_a_sound_note_over_a_scan_does_not_stand_for_the_scan(tmp_path: Path, engine: OcrEngine) -> None:
    lines = (*SCANNED, *BODY) * 2
    page = PdfPage().picture(scanned(tmp_path, lines), "560 0 0 610 10 100")
    page.text(60, 800, "Sao y bản chính, Ủy ban nhân dân xã Đồng Nguyên ký ngày hôm nay")
    found = read(page.save(tmp_path / "a.pdf"), engine)
    assert found.text.splitlines()[0].startswith("Sao y bản chính")
    assert found.text.splitlines()[1:4] == list(SCANNED)


@needs_tesseract
@pytest.mark.parametrize("place", ["0 560 -400 0 480 60", "-560 0 0 -400 580 560"])
def test_a_scan_pasted_on_its_side_or_upside_down_is_read(
    tmp_path: Path, engine: OcrEngine, place: str
) -> None:
    page = body(PdfPage()).picture(scanned(tmp_path, SCANNED * 3), place)
    found = read(page.save(tmp_path / "a.pdf"), engine)
    assert {*BODY, *SCANNED} <= set(found.text.splitlines())


@needs_tesseract
def test_letters_drawn_without_any_layer_are_read(tmp_path: Path, engine: OcrEngine) -> None:
    """Text whose glyphs map to no letters at all, beside a sound layer."""
    page = body(PdfPage()).text(60, 600, SCANNED[1], mapped=False)
    found = read(page.save(tmp_path / "a.pdf"), engine)
    assert found.text.splitlines() == [*BODY, SCANNED[1]]


@needs_tesseract
def test_a_garbled_line_is_read_from_the_picture(tmp_path: Path, engine: OcrEngine) -> None:
    page = body(PdfPage()).text(60, 600, SCANNED[1], shift=0x1A1)
    found = read(page.save(tmp_path / "a.pdf"), engine)
    assert found.text.splitlines() == [*BODY, SCANNED[1]]


@needs_tesseract
def test_hidden_text_under_a_picture_is_not_taken_for_it(tmp_path: Path, engine: OcrEngine) -> None:
    page = body(PdfPage()).text(60, 640, "Giay xac nhan cu tru Kinh gui", mode=3)
    found = read(page.picture(scanned(tmp_path), "400 0 0 143 60 560").save(tmp_path / "a.pdf"), engine)
    assert found.text.splitlines() == [*BODY, *SCANNED]


@pytest.mark.parametrize(("mode", "grey"), [(0, 1.0), (3, 0.0)])
def test_what_nobody_can_see_is_no_text(tmp_path: Path, mode: int, grey: float) -> None:
    page = body(PdfPage()).text(60, 500, "Nội dung không hiện trên trang", mode=mode, grey=grey)
    assert read(page.save(tmp_path / "a.pdf"), DeafEngine()).text.splitlines() == list(BODY)
    hidden = read(body(PdfPage(), mode, grey).save(tmp_path / "b.pdf"), DeafEngine())
    assert (hidden.state, hidden.lines) == (PageState.BLANK, ())


def test_what_is_cropped_away_is_no_text(tmp_path: Path) -> None:
    page = body(PdfPage(CropBox=[40, 700, 560, 820])).text(60, 500, "Nội dung ngoài khung")
    found = read(page.save(tmp_path / "a.pdf"), DeafEngine())
    assert (found.state, found.text.splitlines()) == (PageState.TEXT_LAYER, list(BODY))


@pytest.mark.parametrize(
    ("rotate", "matrix", "turn"),
    [
        (0, "1 0 0 1", 0),
        (90, "0 1 -1 0", 0),
        (180, "-1 0 0 -1", 0),
        (270, "0 -1 1 0", 0),
        (0, "0 1 -1 0", 90),
        (0, "0 -1 1 0", 270),
        (0, "-1 0 0 -1", 180),
        (90, "1 0 0 1", 270),
    ],
)
def test_turned_text_is_shown_upright_and_not_read(
    tmp_path: Path, rotate: int, matrix: str, turn: int
) -> None:
    page = PdfPage((700, 700), Rotate=rotate)
    ways = {"1 0 0 1": (60, 600, 0, -22), "0 1 -1 0": (100, 60, 22, 0), "0 -1 1 0": (600, 640, -22, 0)}
    x, y, across, down = ways.get(matrix, (640, 100, 0, 22))
    for number, text in enumerate(BODY):
        page.text(x + across * number, y + down * number, text, matrix=matrix)
    found = read(page.save(tmp_path / "a.pdf"), DeafEngine())
    assert (found.state, found.rotation_degrees) == (PageState.TEXT_LAYER, turn)
    assert found.text.splitlines() == list(BODY)
    assert all(
        word.box.width > word.box.height for line in found.lines for word in line.words if len(word.text) > 3
    )


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="real samples are not here")
@pytest.mark.parametrize("name", ["hanoi_tb_453", "quangngai_tb_11_2025", "quangngai_tb_542_2024"])
def test_born_digital_papers_keep_all_their_words(name: str) -> None:
    scan = open_scan(SAMPLES / f"{name}.pdf", Limits())
    wanted = [token.marked for token in tokens((SAMPLES / f"{name}.text.txt").read_text("utf-8"))]
    wanted = [word for word in wanted if word not in ("page",)]
    found: list[str] = []
    for number in range(1, scan.page_count + 1):
        page = read_page(scan, number, DeafEngine(), Limits(), None).page
        assert page.state is PageState.TEXT_LAYER
        noted = (line.text for region in page.regions for line in region.lines)
        found.extend(token.marked for text in (page.text, *noted) for token in tokens(text))
    for word in found:
        if word in wanted:
            wanted.remove(word)
    assert len(wanted) <= 0.01 * len(found), wanted


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="real samples are not here")
def test_the_number_and_day_filled_in_while_signing_belong_to_the_body() -> None:
    page = read_page(
        open_scan(SAMPLES / "quangngai_tb_11_2025.pdf", Limits()), 1, DeafEngine(), Limits(), None
    ).page
    assert "Số: 11 /TB-UBND" in page.text
    assert "ngày 08 tháng 01 năm 2025" in page.text
    assert "ttcbth@quangngai.gov.vn" not in page.text
    assert "ttcbth@quangngai.gov.vn" in page.regions[0].lines[2].text


@needs_tesseract
def test_a_framed_stamp_in_a_scanned_part_is_not_lost(tmp_path: Path, engine: OcrEngine) -> None:
    stamp = ("ĐẾN Ngày nhận", "Số chuyển giao", "", *SCANNED)
    picture = np.array(scanned(tmp_path, stamp))
    cv2.rectangle(picture, (55, 65), (470, 245), 0, 5)
    page = body(PdfPage()).picture(picture, "288 0 0 168 60 500")
    found = read(page.save(tmp_path / "a.pdf"), engine)
    words = tokens(" ".join([found.text, *(line.text for region in found.regions for line in region.lines)]))
    assert {"đến", "nhận", "chuyển", "giao"} <= {token.marked for token in words}
