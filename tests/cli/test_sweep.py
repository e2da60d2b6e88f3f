"""`sohoa sweep` as a person runs it."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from core.settings import Settings
from dossiers.intake import waiting
from dossiers.services import open_services
from tests.cli.conftest import Run
from tests.drawing import draw_paper
from tests.schemas import valid


def test_a_sound_archive_ends_with_0_and_a_lost_object_with_1(sohoa: Run, tmp_path: Path) -> None:
    sohoa("ingest", draw_paper(tmp_path / "a.png", 1))
    clean = sohoa("sweep")
    assert (clean.returncode, clean.stderr) == (0, "")
    assert "1 hồ sơ, 1 tài liệu, 1 trang, 1 dòng sổ" in clean.stdout
    assert clean.stdout.endswith("Không có gì khác.\n")
    next((tmp_path / "data" / "store").rglob("thumb-0001.webp")).unlink()
    told = sohoa("sweep")
    assert told.returncode == 1
    assert told.stdout.startswith("[artifact_missing] ")
    shape = valid(json.loads(sohoa("sweep", "--json").stdout))
    assert [one["code"] for one in shape["differences"]] == ["artifact_missing"]
    assert (shape["total"], shape["repaired"], shape["counts"]["documents"]) == (1, 0, 1)
    assert sohoa("sweep", "--repair").returncode == 1, "nobody can mend that but a person"


def test_an_empty_archive_differs_in_nothing(sohoa: Run) -> None:
    done = sohoa("sweep", "--json", "--originals")
    assert done.returncode == 0
    assert valid(json.loads(done.stdout))["differences"] == []


def test_an_index_that_was_dropped_is_filled_again(sohoa: Run, tmp_path: Path) -> None:
    sohoa("ingest", draw_paper(tmp_path / "a.png", 1))
    other = {"SOHOA_INDEX": f"sqlite://{tmp_path}/other.sqlite"}
    assert "[index_missing]" in sohoa("sweep", **other).stdout
    mended = sohoa("sweep", "--repair", **other)
    assert (mended.returncode, "Có 1 chỗ khác, đã sửa 1." in mended.stdout) == (0, True)
    assert json.loads(sohoa("search", "giay xac nhan", "--json", **other).stdout)["total"] == 1
    assert sohoa("sweep", **other).returncode == 0


def test_what_a_killed_ingest_left_is_told_and_finished(sohoa: Run, tmp_path: Path) -> None:
    papers = tmp_path / "papers"
    for number in range(4):
        draw_paper(papers / f"{number}.png", number)
    data = tmp_path / "data"
    environ = {**os.environ, "SOHOA_DATA": str(data), "SOHOA_WORKERS": "1"}
    command = [sys.executable, "-m", "cli", "ingest", *map(str, sorted(papers.iterdir()))]
    process = subprocess.Popen(command, env=environ, stderr=subprocess.PIPE, start_new_session=True)
    deadline = time.monotonic() + 60
    while not list(data.glob("store/claims/*.json")) and time.monotonic() < deadline:
        time.sleep(0.02)
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate()
    told = sohoa("sweep", "--json")
    assert told.returncode == 1
    assert {one["code"] for one in json.loads(told.stdout)["differences"]} == {"work_abandoned"}
    assert sohoa("sweep", "--repair").returncode == 0
    assert sohoa("sweep").returncode == 0
    with open_services(Settings.from_env({"SOHOA_DATA": str(data)})) as services:
        assert not list(waiting(services.store))


def test_an_index_out_of_reach_is_one_line_and_no_half_answer(sohoa: Run) -> None:
    done = sohoa("sweep", "--json", SOHOA_INDEX="http://127.0.0.1:9/sohoa")
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (6, "", 1)
