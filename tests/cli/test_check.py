"""`sohoa check`: a verdict for every page, before anything is read."""

import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from bench.harm import spoiled
from tests.cli.conftest import Run
from tests.drawing import draw_page
from tests.schemas import valid

LINES = ["Kính gửi ủy ban nhân dân xã Phú Lâm", "Về việc thành lập tổ công tác của tỉnh"] * 12


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    return draw_page(tmp_path / "a.png", LINES)


@pytest.fixture
def blurred(tmp_path: Path, paper: Path) -> Path:
    pixels = spoiled(np.asarray(Image.open(paper), np.uint8), "unfocused", 9)
    Image.fromarray(pixels).save(tmp_path / "blurred.png", dpi=(300, 300))
    return tmp_path / "blurred.png"


def test_a_line_a_page_says_what_to_scan_again(sohoa: Run, paper: Path, blurred: Path) -> None:
    done = sohoa("check", paper, blurred)
    good, bad = done.stdout.splitlines()
    assert good == f"{paper}, trang 1: ảnh quét tốt"
    assert bad.startswith(f"{blurred}, trang 1: cần quét lại: ")
    assert (done.returncode, done.stderr) == (1, "")


def test_json_tells_code_box_and_figures(sohoa: Run, tmp_path: Path, paper: Path, blurred: Path) -> None:
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"no")
    done = sohoa("check", paper, blurred, broken, "--json")
    good, bad, none = valid(json.loads(done.stdout))["files"]
    assert (good["pages"][0]["quality"]["verdict"], good["problems"]) == ("good", [])
    assert "blurred" in bad["pages"][0]["quality"]["codes"]
    assert bad["pages"][0]["quality"]["measures"]["blur"] > 0.3
    assert (none["pages"], none["problems"][0]["code"]) == ([], "unsupported_type")
    assert done.returncode == 1


def test_exit_codes(sohoa: Run, tmp_path: Path, paper: Path) -> None:
    assert sohoa("check", paper).returncode == 0
    cut_short = tmp_path / "short.png"
    cut_short.write_bytes(paper.read_bytes()[:400])
    short = sohoa("check", cut_short)
    assert (short.returncode, "Tệp hỏng" in short.stdout) == (4, True)
    missing = sohoa("check", tmp_path / "none.png")
    assert (missing.returncode, missing.stderr.count("\n")) == (4, 1)
    assert sohoa("check").returncode == 2


def test_help_is_vietnamese(sohoa: Run) -> None:
    assert "cần quét lại" in sohoa("check", "--help").stdout
