"""A server or worker process that can be killed, paused and started again on its old data."""

import shlex
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from tests.servers import guard

_START_SECONDS = 180.0


@dataclass(slots=True)
class Machine:
    """Something that runs; its guard ends it when we end, however that happens."""

    name: str
    command: Sequence[str]
    environ: Mapping[str, str]
    log: Path
    """Takes what it writes; outlives it."""
    answers: Callable[[], bool] | None = None
    """Whether it is ready for use; None for what nobody asks."""
    starts: int = 0
    _guard: "subprocess.Popen[bytes] | None" = field(default=None, repr=False)

    def start(self) -> None:
        """Start it; `wait` until it answers."""
        self._let_go()
        folder = tempfile.mkdtemp(prefix=f"sohoa-chaos-{self.name}-")
        line = f'exec "$@" >>{shlex.quote(str(self.log))} 2>&1'
        self._guard = guard.start(
            guard.Guarded(["sh", "-c", line, "sh", *self.command], folder), dict(self.environ)
        )
        self.starts += 1

    def wait(self) -> None:
        """Wait until it answers; an `AssertionError` when it does not."""
        deadline = time.monotonic() + _START_SECONDS
        while self.answers and not self.answers():
            assert time.monotonic() < deadline, f"{self.name} does not come up; see {self.log}"
            assert self.runs, f"{self.name} ended while starting; see {self.log}"
            time.sleep(0.1)

    @property
    def runs(self) -> bool:
        """Whether it has not ended."""
        return self._guard is not None and self._guard.poll() is None

    def kill(self) -> None:
        """End it and all below it at once, as a power cut does."""
        while self.runs:  # It may be only just starting.
            self._signal(signal.SIGKILL)
            time.sleep(0.05)
        self._let_go()

    def pause(self) -> None:
        """Stop it without ending it."""
        self._signal(signal.SIGSTOP)

    def resume(self) -> None:
        """Let it go on."""
        self._signal(signal.SIGCONT)

    def end(self) -> None:
        """End it for good."""
        self.resume()
        self._let_go()

    def exit_code(self) -> int | None:
        """How it ended; None while it runs."""
        return self._guard.poll() if self._guard else None

    def _let_go(self) -> None:
        if self._guard and self._guard.stdin:
            self._guard.stdin.close()
            self._guard.wait()

    def _signal(self, number: int) -> None:
        if not self._guard:
            return
        with suppress(psutil.NoSuchProcess):
            for process in psutil.Process(self._guard.pid).children(recursive=True):
                with suppress(psutil.NoSuchProcess):
                    process.send_signal(number)
