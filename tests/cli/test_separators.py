"""`sohoa separators` prints sheets that `sohoa ocr` and `sohoa ingest` understand."""

import json
import subprocess
from pathlib import Path

import pytest
from PIL import Image

from tests.cli.conftest import Run
from tests.drawing import draw_page
from tests.schemas import valid

CODE, OTHER = "000.00.01.H05-250124-0001", "000.23.12.H05-250307-0142"


def pages(pdf: Path, dpi: int = 150) -> list[Image.Image]:
    """The sheets as a coarse scanner sees them: one bit."""
    subprocess.run(["pdftoppm", "-r", str(dpi), "-mono", "-png", pdf, pdf.with_suffix("")], check=True)
    return [Image.open(path).convert("L") for path in sorted(pdf.parent.glob(f"{pdf.stem}-*.png"))]


def test_sheets_are_read_back_and_propose_where_to_split(sohoa: Run, tmp_path: Path) -> None:
    (tmp_path / "codes.txt").write_text(f"{CODE}\n\n{OTHER}\n", encoding="utf-8")
    done = sohoa("separators", "--codes", tmp_path / "codes.txt", "-o", tmp_path / "sheets.pdf")
    assert done.returncode == 0, done.stderr
    assert "2 phiếu" in done.stdout
    first, second = pages(tmp_path / "sheets.pdf")
    paper = Image.open(draw_page(tmp_path / "paper.png", ["Kính gửi ủy ban nhân dân xã Phú Lâm"]))
    stack = [first, paper, second.rotate(180), paper]
    stack[0].save(tmp_path / "stack.tiff", save_all=True, append_images=stack[1:], dpi=(150, 150))
    shape = valid(json.loads(sohoa("ocr", tmp_path / "stack.tiff", "--format", "json").stdout))
    assert [(split["first_page"], split["last_page"], split["code"]) for split in shape["splits"]] == [
        (1, 2, CODE),
        (3, 4, OTHER),
    ]
    assert shape["marks"] == [{"page": 1, "mark": "separator"}, {"page": 3, "mark": "separator"}]
    assert [bool(page["text"]) for page in shape["pages"]] == [False, True, False, True]


def test_count_is_copies_of_every_sheet(sohoa: Run, tmp_path: Path) -> None:
    for arguments, copies in (
        (["--count", "3"], 3),
        (["--kind", "paper"], 10),
        (["--codes", CODE, "--codes", OTHER, "--count", "2"], 4),
    ):
        done = sohoa("separators", *arguments, "-o", tmp_path / "sheets.pdf")
        assert done.returncode == 0, done.stderr
        assert f"Đã tạo {copies} phiếu" in done.stdout


@pytest.mark.parametrize(
    "wrong",
    [
        ["--codes", "12"],
        ["--codes", "/"],
        ["--codes", CODE, "--kind", "paper"],
        ["--count", "0"],
        ["--codes", CODE, "--codes", OTHER, "--count", "900"],
    ],
)
def test_what_makes_no_sheet_is_named(sohoa: Run, tmp_path: Path, wrong: list[str]) -> None:
    done = sohoa("separators", *wrong, "-o", tmp_path / "sheets.pdf")
    assert done.returncode == 2
    assert not (tmp_path / "sheets.pdf").exists()


def test_a_place_that_takes_no_file_is_named(sohoa: Run, tmp_path: Path) -> None:
    done = sohoa("separators", "-o", tmp_path / "nowhere" / "sheets.pdf")
    assert done.returncode == 8
    assert done.stderr.startswith("sohoa: [output]")
