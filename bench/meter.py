"""Run commands side by side and measure what they and all their descendants took.

Run as a small process of its own for two reasons. A process's peak memory as the
kernel reports it starts at that of the process that started it, so a benchmark
full of pages would be the floor of every figure. And processes that outlive their
parent, such as the fork server of a process pool, are handed to this process, so
their time is counted too. Only the standard library is imported.
"""

import ctypes
import json
import os
import subprocess
import sys
import time
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

_SET_CHILD_SUBREAPER = 36
"""`PR_SET_CHILD_SUBREAPER` of prctl(2)."""


@dataclass(frozen=True, slots=True)
class Command:
    """A command line and where its output goes."""

    argv: tuple[str, ...]
    stdout: str
    """Path of the file that takes its output."""
    stderr: str
    """Path of the file that takes its messages."""


@dataclass(frozen=True, slots=True)
class Spent:
    """What a batch of commands took."""

    wall_seconds: float
    """From the first start until the last command ended."""
    cpu_seconds: float
    """User and system time of all processes."""
    peak_bytes: int
    """Resident memory of the largest process."""
    exit_codes: tuple[int, ...] = ()
    """One for each command, negative when a signal ended it."""


def measure(commands: Sequence[Command], parallel: int, environment: Mapping[str, str]) -> Spent:
    """Run `commands`, at most `parallel` at a time, in a fresh meter process."""
    request = {"commands": [asdict(command) for command in commands], "parallel": parallel}
    done = subprocess.run(
        [sys.executable, "-I", "-S", __file__],
        input=json.dumps(request),
        stdout=subprocess.PIPE,
        env={**os.environ, **environment},
        text=True,
        check=True,
    )
    answer = json.loads(done.stdout)
    return Spent(**{**answer, "exit_codes": tuple(answer["exit_codes"])})


def _run(commands: Sequence[Command], parallel: int) -> Spent:
    waiting = deque(enumerate(commands))
    running: dict[int, int] = {}
    codes = [0] * len(commands)
    cpu_seconds, peak_bytes, start = 0.0, 0, time.monotonic()
    wall_seconds = 0.0
    while True:
        while waiting and len(running) < parallel:
            index, command = waiting.popleft()
            running[_start(command)] = index
        try:
            pid, status, usage = os.wait4(-1, 0)
        except ChildProcessError:
            return Spent(wall_seconds, cpu_seconds, peak_bytes, tuple(codes))
        cpu_seconds += usage.ru_utime + usage.ru_stime
        peak_bytes = max(peak_bytes, usage.ru_maxrss * 1024)
        if pid in running:
            codes[running.pop(pid)] = os.waitstatus_to_exitcode(status)
            wall_seconds = time.monotonic() - start


def _start(command: Command) -> int:
    writing = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
    files = [
        (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
        (os.POSIX_SPAWN_OPEN, 1, command.stdout, writing, 0o644),
        (os.POSIX_SPAWN_OPEN, 2, command.stderr, writing, 0o644),
    ]
    return os.posix_spawnp(command.argv[0], command.argv, os.environ, file_actions=files)


def _main() -> None:
    ctypes.CDLL(None).prctl(_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    request = json.load(sys.stdin)
    commands = [Command(**{**one, "argv": tuple(one["argv"])}) for one in request["commands"]]
    json.dump(asdict(_run(commands, request["parallel"])), sys.stdout)


if __name__ == "__main__":
    _main()
