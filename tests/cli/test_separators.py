"""`sohoa separators` prints sheets that `sohoa ocr` and `sohoa ingest` understand."""

from pathlib import Path

import pytest

from tests.cli.conftest import Run

CODE, OTHER = "000.00.01.H05-250124-0001", "000.23.12.H05-250307-0142"


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
