"""A child process that ends with its owner, however the owner ends."""

import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

_KEEPER = """
import os, signal, subprocess, sys
child = subprocess.Popen(sys.argv[1:], stdin=subprocess.DEVNULL, start_new_session=True)
signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
signal.signal(signal.SIGINT, signal.SIG_IGN)
signal.signal(signal.SIGCHLD, lambda *_: None)
try:
    while child.poll() is None:
        import select
        if select.select([0], [], [], 0.5)[0] and not os.read(0, 1):
            break
finally:
    for number in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.killpg(child.pid, number)
            child.wait(8)
        except (ProcessLookupError, subprocess.TimeoutExpired):
            pass
"""
"""Ends the command's process group when our end of its stdin closes, as it does even on kill -9."""


@contextmanager
def own_process(command: Sequence[str], log: Path | None = None) -> Iterator[subprocess.Popen[bytes]]:
    """Run `command` while the context lasts; what it prints goes to `log`, else to our stderr.

    The process yielded ends when `command` does.
    """
    target = log.open("ab") if log else None
    try:
        keeper = subprocess.Popen(
            [sys.executable, "-c", _KEEPER, *command],
            stdin=subprocess.PIPE,
            stdout=target or sys.stderr,
            stderr=target or sys.stderr,
            start_new_session=True,
        )
    finally:
        if target:
            target.close()
    try:
        yield keeper
    finally:
        if keeper.stdin:
            keeper.stdin.close()
        keeper.wait()
