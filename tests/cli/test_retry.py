"""`sohoa retry` as a person runs it."""

import json
from pathlib import Path

from PIL import Image

from tests.cli.conftest import Run
from tests.drawing import draw_paper
from tests.schemas import valid


def test_a_quarantined_file_is_read_again_and_told_by_cause(sohoa: Run, tmp_path: Path) -> None:
    (tmp_path / "b.pdf").write_bytes(b"%PDF-1.7 not really")
    assert sohoa("ingest", tmp_path / "b.pdf").returncode == 4
    again = sohoa("retry", "--all")
    assert again.returncode == 1
    assert "lại bị giữ lại" in again.stdout
    assert "1 tệp: [damaged] Tệp hỏng" in again.stdout
    shape = valid(json.loads(sohoa("retry", "--cause", "damaged", "--json").stdout))
    assert (shape["by_cause"], shape["submissions"][0]["outcome"]) == ({"damaged": 1}, "kept")
    dossier = shape["submissions"][0]["dossier"]
    assert sohoa("retry", dossier).returncode == 1
    assert sohoa("sweep").returncode == 0


def test_a_file_with_too_many_pages_is_read_once_more_are_allowed(sohoa: Run, tmp_path: Path) -> None:
    pages = [Image.open(draw_paper(tmp_path / f"{number}.png", number)) for number in (1, 2)]
    pages[0].save(tmp_path / "two.pdf", save_all=True, append_images=pages[1:], resolution=300)
    assert sohoa("ingest", tmp_path / "two.pdf", SOHOA_MAX_PAGES="1").returncode == 4
    assert sohoa("retry", "--cause", "damaged").stdout == "Không có gì để đọc lại.\n"
    done = sohoa("retry", "--cause", "too_many_pages")
    assert (done.returncode, "đã đọc xong" in done.stdout) == (0, True)
    assert json.loads(sohoa("search", "giay xac nhan", "--json").stdout)["total"] == 1
    assert sohoa("retry", "--all").stdout == "Không có gì để đọc lại.\n"
    assert sohoa("sweep").returncode == 0


def test_wrong_usage_is_one_line(sohoa: Run) -> None:
    for wrong, code in (
        (["retry"], 2),
        (["retry", "--all", "--cause", "x"], 2),
        (["retry", "d-" + "0" * 20], 5),
    ):
        done = sohoa(*wrong)
        assert (done.returncode, done.stderr.count("\n")) == (code, 1), done.stderr
        assert done.stderr.startswith("sohoa: [")
