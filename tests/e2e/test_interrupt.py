"""Ctrl-C: ends at once, blames no page, and the next run goes on."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil

from tests.drawing import draw_paper


def start(papers: Path, data: Path) -> "subprocess.Popen[str]":
    environ = {**os.environ, "SOHOA_DATA": str(data), "SOHOA_WORKERS": "2"}
    # A build server may run us with SIGINT ignored, which a child would inherit.
    heeding = ["env", "--default-signal=INT"]
    command = [*heeding, sys.executable, "-m", "cli", "ingest", str(papers), "--json"]
    return subprocess.Popen(
        command,
        env=environ,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def test_ctrl_c_ends_at_once_and_nothing_is_taken_for_broken(tmp_path: Path) -> None:
    papers, data = tmp_path / "papers", tmp_path / "data"
    for number in range(30):
        draw_paper(papers / "one" / f"{number:02d}.png", number)
    running = start(papers, data)
    while not list((data / "scratch").rglob("page-0001.json.zst")):
        assert running.poll() is None
        time.sleep(0.05)
    children = psutil.Process(running.pid).children(recursive=True)
    begun = time.monotonic()
    running.send_signal(signal.SIGINT)
    _, complaint = running.communicate(timeout=30)
    assert time.monotonic() - begun < 10
    assert running.returncode == 130
    assert complaint.count("\n") == 1
    assert "[interrupted]" in complaint
    assert not psutil.wait_procs(children, timeout=10)[1]
    assert not list((data / "store").rglob("reason.json"))
    assert not list((data / "store" / "archive").rglob("manifest.json"))
    answer, complaint = start(papers, data).communicate(timeout=170)
    [dossier] = json.loads(answer)["dossiers"]
    assert (dossier["status"], dossier["pages"]) == ("complete", 30)
