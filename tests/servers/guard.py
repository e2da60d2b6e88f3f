"""Runs one command and everything below it, and ends all of it when the launcher goes away.

The launcher holds the other end of the guard's stdin. However the launcher ends,
kill -9 included, the pipe closes; the guard lives in a session of its own, so
nothing aimed at the launcher's process group takes it down first.
"""

import contextlib
import ctypes
import json
import os
import select
import shutil
import signal
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import psutil

ROOT = Path(__file__).parents[2]
LOG = "server.log"
"""File in the guarded folder that takes what the command writes."""
_SET_PARENT_DEATH_SIGNAL = 1
_SET_CHILD_SUBREAPER = 36
_POLL_SECONDS = 0.2
_GRACE_SECONDS = 8.0


@dataclass(frozen=True, slots=True)
class Guarded:
    """What a guard is asked to run."""

    command: Sequence[str]
    folder: str
    """Scratch folder with the server's data and `LOG`; removed at the end."""
    after: Sequence[str] = ()
    """A command to run once everything has ended."""


def start(guarded: Guarded, environ: dict[str, str]) -> subprocess.Popen[bytes]:
    """Start a guard; closing its stdin ends it and everything below it."""
    return subprocess.Popen(
        [sys.executable, "-m", "tests.servers.guard", json.dumps(asdict(guarded))],
        env=environ,
        cwd=ROOT,
        stdin=subprocess.PIPE,
        start_new_session=True,
    )


def die_with_parent() -> None:
    """Ask the kernel to end this process when its parent ends."""
    _prctl(_SET_PARENT_DEATH_SIGNAL, signal.SIGTERM)


def main() -> int:
    """Run the command given as JSON until it ends or stdin closes; return its exit code."""
    guarded = Guarded(**json.loads(sys.argv[1]))
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _raise_exit)
    # A descendant whose parent died becomes our child, so none escapes _end_descendants.
    _prctl(_SET_CHILD_SUBREAPER, 1)
    try:
        with (Path(guarded.folder) / LOG).open("ab") as log:
            child = subprocess.Popen(
                guarded.command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True
            )
        while child.poll() is None and not _stdin_closed():
            pass
        return child.poll() or 0
    finally:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        _end_descendants()
        if guarded.after:
            subprocess.run(guarded.after, check=False, capture_output=True, timeout=60)
        shutil.rmtree(guarded.folder, ignore_errors=True)


def _raise_exit(number: int, _frame: object) -> None:
    sys.exit(128 + number)


def _stdin_closed() -> bool:
    ready, _, _ = select.select([0], [], [], _POLL_SECONDS)
    return bool(ready) and not os.read(0, 1024)


def _end_descendants() -> None:
    for send in (psutil.Process.terminate, psutil.Process.kill):
        alive = psutil.Process().children(recursive=True)
        for process in alive:
            with contextlib.suppress(psutil.NoSuchProcess):
                send(process)
        psutil.wait_procs(alive, timeout=_GRACE_SECONDS)


def _prctl(option: int, value: int) -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(option, value, 0, 0, 0)


if __name__ == "__main__":
    sys.exit(main())
