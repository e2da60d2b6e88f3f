"""However a launcher ends, nothing it started stays behind."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from tests.servers.guard import ROOT

LAUNCHER = """
import os, sys, time
from tests.servers import guard
# The inner shell leaves its parent's session, as a daemon would.
command = ["sh", "-c", "setsid sleep 4321 & echo started; sleep 4321"]
guarded = guard.Guarded(command, sys.argv[1], after=["touch", sys.argv[1] + ".after"])
process = guard.start(guarded, dict(os.environ))
time.sleep(60)
"""


def sleepers(folder: Path) -> list[psutil.Process]:
    """Processes that carry this test's folder in their environment."""
    found = []
    for process in psutil.process_iter():
        try:
            if process.environ().get("GUARD_TEST") == str(folder) and process.name() == "sleep":
                found.append(process)
        except psutil.Error:
            continue
    return found


def wait_for(count: int, folder: Path) -> None:
    ends = time.monotonic() + 15
    while len(sleepers(folder)) != count:
        assert time.monotonic() < ends
        time.sleep(0.1)


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_a_killed_launcher_takes_everything_with_it(tmp_path: Path, number: signal.Signals) -> None:
    folder = tmp_path / "server"
    folder.mkdir()
    environ = {**os.environ, "GUARD_TEST": str(folder)}
    launcher = subprocess.Popen([sys.executable, "-c", LAUNCHER, str(folder)], cwd=ROOT, env=environ)
    wait_for(2, folder)
    launcher.send_signal(number)
    launcher.wait()
    wait_for(0, folder)
    ends = time.monotonic() + 15
    while folder.exists():
        assert time.monotonic() < ends
        time.sleep(0.1)
    assert (tmp_path / "server.after").exists()


def test_the_commands_exit_code_and_environment_pass_through() -> None:
    environ = {**os.environ, "SOHOA_TEST_S3": "http://127.0.0.1:1"}
    line = [sys.executable, "-m", "tests.servers", "run", "--only", "minio", "--", "sh", "-c"]
    done = subprocess.run(
        [*line, "echo $SOHOA_TEST_S3; exit 7"],
        check=False,
        cwd=ROOT,
        env=environ,
        capture_output=True,
        text=True,
    )
    assert (done.returncode, done.stdout) == (7, "http://127.0.0.1:1\n")
    assert "using http://127.0.0.1:1" in done.stderr


def without_servers(tmp_path: Path, **values: str) -> subprocess.CompletedProcess[str]:
    """Run a command where MinIO is neither named, nor cached, nor buildable."""
    bare = tmp_path / "bin"
    bare.mkdir()
    environ = {"PATH": f"{bare}:/usr/bin:/bin", "XDG_CACHE_HOME": str(tmp_path / "cache"), **values}
    for program in ("go", "docker"):
        (bare / program).write_text('#!/bin/sh\n[ "$1" = version ] && echo go version go1.99 || exit 1\n')
        (bare / program).chmod(0o755)
    line = [sys.executable, "-m", "tests.servers", "run", "--only", "minio", "--", "echo", "ran"]
    return subprocess.run(line, cwd=ROOT, env=environ, capture_output=True, text=True, check=False)


def test_a_server_that_can_not_be_had_is_reported_loudly(tmp_path: Path) -> None:
    done = without_servers(tmp_path)
    assert (done.returncode, done.stdout) == (0, "ran\n")
    assert "WARNING: no MinIO" in done.stderr
    assert "LEFT OUT" in done.stderr


def test_a_required_server_that_can_not_be_had_is_an_error(tmp_path: Path) -> None:
    done = without_servers(tmp_path, REQUIRE_SERVICES="1")
    assert (done.returncode, done.stdout) == (1, "")
    assert "REQUIRE_SERVICES=1" in done.stderr.splitlines()[-1]
