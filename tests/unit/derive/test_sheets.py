"""Separator sheets are read back however badly they were scanned."""

import subprocess
from pathlib import Path

import cv2
import numpy as np
import pikepdf
import pytest

from core.page import Pixels
from pipeline.clean.stand import as_it_is
from pipeline.codes import find_codes
from pipeline.derive.sheets import separator_pdf
from pipeline.separators import Opens, Separator, find_separator
from samples.capture import CAPTURES
from samples.degrade import CAPTURE

SHEET = Separator(Opens.DOSSIER, "000.23.12.H05-250307-0142")


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Pixels:
    """A sheet as the printer puts it on paper, 300 dpi."""
    folder: Path = tmp_path_factory.mktemp("sheet")
    (folder / "sheet.pdf").write_bytes(separator_pdf([SHEET]))
    subprocess.run(
        ["pdftoppm", "-r", "300", "-singlefile", "-png", folder / "sheet.pdf", folder / "sheet"], check=True
    )
    picture = cv2.imread(str(folder / "sheet.png"))
    assert picture is not None
    return np.asarray(picture, np.uint8)


def read(scan: Pixels) -> Separator | None:
    return find_separator(find_codes(scan, scan, as_it_is(scan)))


def bits(page: Pixels) -> Pixels:
    """150 dpi, one bit, half turned."""
    small = cv2.resize(cv2.cvtColor(page, cv2.COLOR_BGR2GRAY), None, fx=0.5, fy=0.5)
    return np.asarray(cv2.rotate((small > 150).astype(np.uint8) * np.uint8(255), cv2.ROTATE_180), np.uint8)


@pytest.mark.parametrize("capture", CAPTURES)
def test_a_sheet_survives_every_capture(printed: Pixels, capture: str) -> None:
    for seed in (1, 2):
        shot = CAPTURE[capture](printed, np.random.default_rng(seed))
        assert read(shot.pixels) == SHEET


def test_any_half_of_a_turned_coarse_sheet_is_enough(printed: Pixels) -> None:
    page = bits(printed)
    height, width = page.shape
    assert read(page) == SHEET
    for half in (
        page[: height // 2], page[height // 2 :], page[:, : width // 2], page[:, width // 2 :],
    ):  # fmt: skip
        assert read(np.ascontiguousarray(half)) == SHEET


def test_a_torn_sheet_whose_code_has_a_hole_and_a_pen_stroke_is_read(printed: Pixels) -> None:
    page = printed[: printed.shape[0] // 2].copy()
    cv2.circle(page, (520, 400), 60, (70, 70, 70), -1)
    cv2.line(page, (100, 620), (950, 500), (30, 30, 30), 9)
    assert read(page) == SHEET


def test_a_file_has_an_a4_page_a_sheet(tmp_path: Path) -> None:
    sheets = [Separator(Opens.DOSSIER)] * 2 + [Separator(Opens.PAPER)]
    (tmp_path / "a.pdf").write_bytes(separator_pdf(sheets))
    with pikepdf.open(tmp_path / "a.pdf") as document:
        assert len(document.pages) == 3
        assert [round(float(edge)) for edge in document.pages[0].mediabox] == [0, 0, 595, 842]
