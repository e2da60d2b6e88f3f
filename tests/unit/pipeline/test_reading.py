"""A page from file to words, with the real engine."""

import shutil
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image

from core.errors import ConfigError, Unavailable
from core.page import Line, PageState, Pixels
from core.settings import Limits
from pipeline.load import open_scan
from pipeline.ocr import Hints, OcrEngine, open_engine
from pipeline.process import read_page, reading_fingerprint
from samples.codes import qr_code
from tests.drawing import draw_page

LINES = ("Giấy xác nhận số 128", "Kính gửi ủy ban nhân dân xã Đồng Nguyên", "Điều 1. Phê duyệt kết quả")
pytestmark = pytest.mark.skipif(shutil.which("tesseract") is None, reason="Tesseract is not installed")


@pytest.fixture(scope="module")
def engine() -> OcrEngine:
    return open_engine()


class BrokenEngine:
    """Fails as it is told to."""

    version = "broken 1"

    def __init__(self, error: Exception) -> None:
        self.error = error

    def read(self, image: Pixels, hints: Hints) -> tuple[Line, ...]:
        raise self.error


def test_the_engine_says_what_it_is(engine: OcrEngine) -> None:
    assert engine.version.startswith("tesseract 5")
    assert " vie:" in engine.version
    assert len(reading_fingerprint(engine)) == 16
    assert reading_fingerprint(engine) != reading_fingerprint(BrokenEngine(ValueError()))
    with pytest.raises(ConfigError):
        open_engine("paddle")


def test_words_are_read_with_boxes_on_their_ink(engine: OcrEngine, tmp_path: Path) -> None:
    scan = open_scan(draw_page(tmp_path / "a.png", LINES), Limits())
    result = read_page(scan, 1, engine, Limits(), tmp_path)
    page = result.page
    assert (page.state, result.problems) == (PageState.READ, ())
    assert page.text.splitlines() == list(LINES)
    shown = cv2.imread(str(tmp_path / "page-0001.jpg"))
    assert shown is not None
    assert shown.shape[:2] == (page.height_px, page.width_px)
    assert (tmp_path / "thumb-0001.webp").stat().st_size > 0
    for line in page.lines:
        for word in line.words:
            assert shown[word.box.top : word.box.bottom, word.box.left : word.box.right].min() < 100
    assert {"open", "clean", "read", "codes", "save"} <= set(result.seconds)


@pytest.mark.parametrize("turn", [90, 180])
def test_a_turned_page_is_read_upright(engine: OcrEngine, tmp_path: Path, turn: int) -> None:
    lines = LINES * 5
    draw_page(tmp_path / "a.png", lines)
    Image.open(tmp_path / "a.png").rotate(turn, expand=True).save(tmp_path / "b.png", dpi=(300, 300))
    page = read_page(open_scan(tmp_path / "b.png", Limits()), 1, engine, Limits(), None).page
    assert page.rotation_degrees == turn
    assert page.text.splitlines()[:3] == list(LINES)


def test_a_separator_is_not_read(tmp_path: Path) -> None:
    draw_page(tmp_path / "a.png", LINES)
    page = Image.open(tmp_path / "a.png")
    code = qr_code("SOHOA:SEP:1:DOSSIER", 5).convert("L")
    page.paste(code, (page.width - code.width, 0))
    page.save(tmp_path / "a.png", dpi=(300, 300))
    scan = open_scan(tmp_path / "a.png", Limits())
    read = read_page(scan, 1, BrokenEngine(ValueError()), Limits(), tmp_path).page
    assert (read.state, read.text) == (PageState.READ, "")
    assert [found.text for found in read.codes] == ["SOHOA:SEP:1:DOSSIER"]
    assert (tmp_path / "page-0001.jpg").exists()


def test_an_empty_page_is_blank(engine: OcrEngine, tmp_path: Path) -> None:
    noise = np.random.default_rng(3).normal(246, 3, (1600, 1200)).clip(0, 255).astype(np.uint8)
    Image.fromarray(noise).save(tmp_path / "a.png", dpi=(150, 150))
    page = read_page(open_scan(tmp_path / "a.png", Limits()), 1, engine, Limits(), None).page
    assert (page.state, page.lines) == (PageState.BLANK, ())


@pytest.mark.parametrize(
    ("error", "state", "code"),
    [
        (Unavailable("slow", code="timed_out"), PageState.TIMED_OUT, "timed_out"),
        (Unavailable("broke", code="engine_broke"), PageState.UNREADABLE, "engine_broke"),
        (ValueError("012345678901"), PageState.UNREADABLE, "internal"),
    ],
)
def test_a_page_that_fails_has_a_state_and_a_problem(
    tmp_path: Path, error: Exception, state: PageState, code: str
) -> None:
    scan = open_scan(draw_page(tmp_path / "a.png", LINES), Limits())
    result = read_page(scan, 1, BrokenEngine(error), Limits(), None)
    assert result.page.state is state
    assert [(problem.code, problem.page) for problem in result.problems] == [(code, 1)]
    assert "0123" not in result.problems[0].message


def test_the_engine_is_stopped_when_time_is_up(engine: OcrEngine) -> None:
    noise = np.asarray(Image.effect_noise((2000, 2000), 120), np.uint8)
    with pytest.raises(Unavailable) as caught:
        engine.read(noise, Hints(seconds=0.3))
    assert caught.value.code == "timed_out"
