"""Kill -9 at any moment loses nothing and doubles nothing."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil

from core.access import LOCAL_VIEWER
from core.settings import Settings
from dossiers.find import Search, find
from dossiers.indexing import dossiers
from dossiers.services import open_services
from tests.drawing import draw_paper

_DOSSIERS, _KILLS = 12, 10


def start(folder: Path, data: Path) -> subprocess.Popen[bytes]:
    environ = {**os.environ, "SOHOA_DATA": str(data), "SOHOA_WORKERS": "2"}
    command = [sys.executable, "-m", "cli", "ingest", str(folder), "--json"]
    return subprocess.Popen(command, env=environ, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def wait_for_orphans(pids: set[int]) -> None:
    """The page processes of a killed run end by themselves."""
    deadline = time.monotonic() + 20
    while any(psutil.pid_exists(pid) for pid in pids) and time.monotonic() < deadline:
        time.sleep(0.1)
    left = [pid for pid in pids if psutil.pid_exists(pid) and psutil.Process(pid).status() != "zombie"]
    assert not left, "page processes outlived the command"


def outcome(data: Path) -> tuple[list[tuple[str, int]], list[str], int]:
    """Dossiers with pages as indexed, ledger lines, hits."""
    with open_services(Settings.from_env({"SOHOA_DATA": str(data)})) as services:
        ids = list(services.index.ids())
        assert ids == [(dossier.id, dossier.generation) for dossier in dossiers(services)]
        ledger = [info.key.rpartition("/")[2] for info in services.store.list("ledger/")]
        assert not list(services.store.list("inbox/"))
        total = find(services, Search("giay xac nhan", limit=100), LOCAL_VIEWER).total
    return ids, sorted(ledger), total


def test_ten_kills_and_a_last_run_give_what_one_run_gives(tmp_path: Path) -> None:
    papers = tmp_path / "papers"
    for number in range(_DOSSIERS):
        draw_paper(papers / f"{number:02d}" / "1.png", number)
    undisturbed = start(papers, tmp_path / "undisturbed")
    begun = time.monotonic()
    answer = json.loads(undisturbed.communicate()[0])
    duration = time.monotonic() - begun
    chance = random.Random(7)
    for _ in range(_KILLS):
        process = start(papers, tmp_path / "killed")
        time.sleep(chance.uniform(0.2, 0.9) * duration)
        children = {child.pid for child in psutil.Process(process.pid).children(recursive=True)}
        process.send_signal(signal.SIGKILL)
        process.communicate()
        wait_for_orphans(children)
    last = start(papers, tmp_path / "killed")
    output, complaint = last.communicate()
    assert last.returncode == 0, complaint.decode()
    assert len(json.loads(output)["dossiers"]) == len(answer["dossiers"]) == _DOSSIERS
    assert outcome(tmp_path / "killed") == outcome(tmp_path / "undisturbed")
    assert outcome(tmp_path / "killed")[2] == _DOSSIERS
    assert not list((tmp_path / "killed" / "scratch").rglob("*.zst"))
