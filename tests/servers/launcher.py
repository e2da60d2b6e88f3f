"""Starts the missing servers side by side, shows how it goes, and stops what it started."""

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TextIO

from tests.servers import guard
from tests.servers.services import (
    ACCESS_KEY,
    SECRET_KEY,
    SERVICES,
    Service,
    Start,
    answers,
    container,
    has_docker,
    native,
)

_START_SECONDS = 900.0
"""Generous: the first start on a slow machine builds MinIO and fetches Elasticsearch."""
_POLL_SECONDS = 0.25
_REMIND_SECONDS = 20.0


@dataclass(slots=True)
class _Running:
    start: Start
    process: subprocess.Popen[bytes]
    log: TextIO
    """Stays readable after the guard has removed it."""
    lines: list[str] = field(default_factory=list)

    @property
    def title(self) -> str:
        return self.start.service.title


class Servers:
    """The servers of one run; `stop` must be called whatever happens."""

    def __init__(self, environ: Mapping[str, str], say: Callable[[str], None]) -> None:
        self.environ = dict(environ)
        """What tests must find in their environment; grows as servers become ready."""
        self.missing: dict[str, str] = {}
        """Title of a server that could not be had → why, in one line."""
        self._say = say
        self._running: list[_Running] = []

    def start(self, names: Collection[str]) -> None:
        """Start those of `names` that the environment does not name, and wait for them."""
        wanted = []
        for service in (service for service in SERVICES if service.name in names):
            if address := self.environ.get(service.variable):
                self._say(f"{service.title}: using {address} ({service.variable})")
            else:
                wanted.append(service)
        if not wanted:
            return
        way = container if has_docker() else native
        self._say(
            f"starting {', '.join(map(_label, wanted))} {'with Docker' if way is container else 'natively'}"
        )
        for service in wanted:
            self._launch(service, way)
        self._wait()

    def stop(self) -> None:
        """End every server started here and everything below it, and remove their data."""
        for running in self._running:
            with suppress(OSError):
                running.process.stdin.close() if running.process.stdin else None
        for running in self._running:
            running.process.wait()
            running.log.close()
        self._running.clear()

    def _launch(self, service: Service, way: Callable[[Service, Path], Start]) -> None:
        folder = Path(tempfile.mkdtemp(prefix=f"sohoa-{service.name}-"))
        # Elasticsearch's own user must be able to pass.
        folder.chmod(0o711)
        environ = {**self.environ, "MINIO_ROOT_USER": ACCESS_KEY, "MINIO_ROOT_PASSWORD": SECRET_KEY}
        start = way(service, folder)
        log = (folder / guard.LOG).open("w+", encoding="utf-8", errors="replace")
        self._running.append(_Running(start, guard.start(start.guarded, environ), log))

    def _wait(self) -> None:
        began = reminded = time.monotonic()
        waiting = list(self._running)
        while waiting:
            time.sleep(_POLL_SECONDS)
            now = time.monotonic()
            for running in list(waiting):
                self._show_log(running)
                if self._settled(running, now - began):
                    waiting.remove(running)
            if waiting and now - reminded > _REMIND_SECONDS:
                reminded = now
                titles = ", ".join(running.title for running in waiting)
                self._say(f"still waiting for {titles} after {now - began:.0f} s")

    def _settled(self, running: _Running, seconds: float) -> bool:
        service, origin = running.start.service, running.start.origin
        if running.process.poll() is not None:
            self._show_log(running)
            reasons = [line[2:] for line in running.lines if line.startswith("! ")]
            self._give_up(running, reasons[-1] if reasons else "it ended while starting")
        elif answers(origin + service.health):
            self._say(f"{_label(service)} ready at {origin} after {seconds:.1f} s")
            self.environ |= {service.variable: origin + service.path}
            if service.name == "minio":
                keys = {"SOHOA_TEST_S3_ACCESS_KEY": ACCESS_KEY, "SOHOA_TEST_S3_SECRET_KEY": SECRET_KEY}
                self.environ |= keys
        elif seconds > _START_SECONDS:
            self._give_up(running, f"no answer within {_START_SECONDS:.0f} s")
        else:
            return False
        return True

    def _give_up(self, running: _Running, reason: str) -> None:
        for line in running.lines[-12:]:
            self._say(f"{running.title}| {line}")
        self.missing[running.title] = reason

    def _show_log(self, running: _Running) -> None:
        new = running.log.read().splitlines()
        for line in new:
            if line.startswith("> "):
                self._say(f"{running.title}: {line[2:]}")
        running.lines += new


def exports(environ: Mapping[str, str]) -> Sequence[str]:
    """Shell lines that hand the servers to another terminal."""
    names = [service.variable for service in SERVICES]
    names += ["SOHOA_TEST_S3_ACCESS_KEY", "SOHOA_TEST_S3_SECRET_KEY"]
    return [f"export {name}={environ[name]}" for name in names if name in environ]


def say(message: str) -> None:
    """One line of progress on stderr."""
    sys.stderr.write(f"[servers] {message}\n")
    sys.stderr.flush()


def _label(service: Service) -> str:
    return f"{service.title} {service.version}"
