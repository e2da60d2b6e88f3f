"""`sohoa ocr --format hocr|alto|pdf`: where results go, and what is refused."""

from pathlib import Path

import pikepdf
import pytest

from tests.cli.conftest import Run
from tests.drawing import draw_page


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    return draw_page(tmp_path / "giấy.png", ["Kính gửi ủy ban nhân dân xã Phú Lâm"])


@pytest.mark.parametrize(("layout", "sign"), [("hocr", "ocrx_word"), ("alto", 'CONTENT="Phú"')])
def test_one_file_goes_to_the_screen_or_where_it_is_told(
    sohoa: Run, tmp_path: Path, paper: Path, layout: str, sign: str
) -> None:
    shown = sohoa("ocr", paper, "--format", layout)
    assert shown.returncode == 0
    assert sign in shown.stdout
    assert sohoa("ocr", paper, "--format", layout, "-o", tmp_path / "out.xml").stdout == ""
    assert (tmp_path / "out.xml").read_text(encoding="utf-8") == shown.stdout


def test_several_files_go_to_a_folder_and_equal_names_stay_apart(
    sohoa: Run, tmp_path: Path, paper: Path
) -> None:
    (tmp_path / "other").mkdir()
    twin = draw_page(tmp_path / "other" / "giấy.png", ["Giấy xác nhận cư trú"])
    done = sohoa("ocr", paper, twin, "--format", "pdf", "-o", tmp_path / "out")
    assert done.returncode == 0, done.stderr
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["giấy-2.pdf", "giấy.pdf"]
    with pikepdf.open(tmp_path / "out" / "giấy.pdf") as document:
        assert len(document.pages) == 1


def test_a_bad_file_among_good_ones_keeps_none_of_them_back(sohoa: Run, tmp_path: Path, paper: Path) -> None:
    (tmp_path / "rỗng.pdf").touch()
    done = sohoa("ocr", tmp_path / "rỗng.pdf", paper, "--format", "alto", "-o", tmp_path / "out")
    assert done.returncode == 1
    assert "[empty_file]" in done.stderr
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["giấy.alto.xml"]


def test_what_has_no_place_to_go_is_refused_before_anything_is_read(
    sohoa: Run, tmp_path: Path, paper: Path
) -> None:
    before = paper.read_bytes()
    for arguments in (
        [paper, "--format", "pdf"],
        [paper, paper, "--format", "alto"],
        [paper, "--format", "pdf", "-o", paper],
    ):
        done = sohoa("ocr", *arguments)
        assert done.returncode == 2, arguments
        assert done.stderr.count("\n") == 1
    assert paper.read_bytes() == before
