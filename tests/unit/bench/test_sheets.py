from pathlib import Path

import numpy as np
import pikepdf
import pytest
from PIL import Image

from bench.results import PageScore
from bench.scoring import score_page
from bench.sheets import REAL, drawn_sheets, real_sheets, wrap
from bench.worst import draw_worst, invented, shrink
from core.page import Box, Line, Pixels, Word
from pipeline.ocr import Hints

SAMPLES = Path(__file__).parents[4] / "shared/samples"
real_samples = pytest.mark.skipif(not SAMPLES.is_dir(), reason="the real samples are not here")


def test_drawn_pages_are_reused_and_begin_the_same_whatever_their_number(tmp_path: Path) -> None:
    two = drawn_sheets(tmp_path, 2, seed=7)
    times = [sheet.file.stat().st_mtime_ns for sheet in two]
    assert drawn_sheets(tmp_path, 1, seed=7) == two[:1]
    assert drawn_sheets(tmp_path, 2, seed=7) == two
    assert [sheet.file.stat().st_mtime_ns for sheet in two] == times


class Babbler:
    """An engine that reads the same word wherever it is asked."""

    version = "none"

    def read(self, _image: Pixels, _hints: Hints) -> tuple[Line, ...]:
        return (Line((Word("xyz", Box(200, 200, 500, 260), 0.9),)),)


def test_the_worst_pages_are_drawn_with_what_was_missed_in_red_and_invented_in_blue(tmp_path: Path) -> None:
    sheet = drawn_sheets(tmp_path, 1, seed=7)[0]
    page = PageScore(sheet.name, "clean", "receipt", score_page(sheet.truth, "không có gì " * 90))
    (path,) = draw_worst([page], {sheet.name: sheet}, tmp_path / "worst", Babbler())
    assert path.name == f"01-{sheet.name}.jpg"
    with Image.open(path) as picture:
        assert picture.height > picture.width * sheet.truth.height_px / sheet.truth.width_px
        pixels = np.asarray(picture).astype(int)
    red = (pixels[..., 0] > 150) & (pixels[..., 1:].max(axis=-1) < 90)
    assert red.mean() > 0.005, "every word was missed and stands in a red box"
    below_caption = pixels[250:]
    assert ((below_caption[..., 2] > 150) & (below_caption[..., 0] < 90)).any()
    shrink([path], [tmp_path / "docs" / "small.jpg"])
    with Image.open(tmp_path / "docs" / "small.jpg") as picture:
        assert picture.width < 700


def test_a_word_read_more_often_than_it_is_printed_is_invented() -> None:
    words = [Word(text, Box(0, 0, 1, 1), 1.0) for text in ("Số:", "12", "số", "12", "—")]
    assert [word.text for word in invented(words, ["Số", "12", "-"])] == ["số", "12"]


@real_samples
def test_real_pages_with_known_text_become_one_page_files(tmp_path: Path) -> None:
    sheets = real_sheets(SAMPLES, tmp_path)
    assert {sheet.truth.capture for sheet in sheets} == {REAL}
    assert {sheet.file.suffix for sheet in sheets} == {".pdf", ".jpg"}
    for sheet in sheets:
        if sheet.file.suffix == ".pdf":
            with pikepdf.open(sheet.file) as pdf:
                assert len(pdf.pages) == 1
    wrap(sheets, tmp_path / "all.pdf")
    with pikepdf.open(tmp_path / "all.pdf") as pdf:
        widths = [round(float(page.mediabox[2]) / 72, 1) for page in pdf.pages]
    assert all(8.0 < width < 9.0 for width in widths)


def test_without_the_folder_there_are_no_real_pages(tmp_path: Path) -> None:
    assert real_sheets(tmp_path / "nowhere", tmp_path / "real") == []
