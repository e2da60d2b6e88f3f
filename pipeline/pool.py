"""Page processes: one page at a time in each, killed for real when it takes too long."""

import os
import subprocess
import tempfile
from collections import deque
from collections.abc import Callable, Generator, Iterable
from concurrent.futures import CancelledError, wait
from concurrent.futures import TimeoutError as FutureTimeoutError
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import TracebackType
from typing import TypeVar

import cv2
from pebble import ProcessExpired, ProcessFuture, ProcessPool

from core.errors import Unavailable
from core.model import Problem, Scan
from core.settings import Limits
from pipeline import fork_server, quality
from pipeline.ocr import OcrEngine, open_engine
from pipeline.preview import Look, look_at
from pipeline.process import PageResult, failed, read_page
from pipeline.scratch import make_scratch, wipe_scratch

_WINDOW = 2
"""Pages under way for each worker: enough to keep it busy, few enough to keep memory flat."""

_POLL_SECONDS = 0.2
"""How soon a stopped pool is noticed by whoever waits for a page."""

_GRACE_SECONDS = 5.0
"""A page's own limits, those of Tesseract and poppler, come first; the kill is for what they miss."""


@dataclass(frozen=True, slots=True)
class PageJob:
    """One page to read."""

    scan: Scan
    number: int
    pictures: Path | None = None
    """Folder for the page picture and thumbnail."""


Result = TypeVar("Result")
Work = Callable[[PageJob, str, Limits], Result]
"""A function of this module: what a process does with a page."""


class PagePool:
    """Reads pages in parallel processes; safe to use from several threads at once.

    With a `niceness` of 1 to 19 the processes, Tesseract included, give way to those without.

    Raises:
        ConfigError: `engine` is not known.
        MissingDependency: `engine` is not installed.
    """

    def __init__(self, workers: int, limits: Limits, engine: str = "tesseract", *, niceness: int = 0) -> None:
        self._limits = limits
        self._engine = engine
        self._window = max(1, workers) * _WINDOW
        context = fork_server.start()
        # Checked here: a worker could only fail page after page.
        self.engine_version = open_engine(engine).version
        self._scratch = make_scratch()
        self._stopped = False
        self.broken = False
        """Whether the pool lost touch with its processes: it reads nothing any more."""
        self._pool = ProcessPool(
            max_workers=max(1, workers),
            initializer=_prepare_worker,
            initargs=(str(self._scratch), niceness),
            context=context,
        )

    def __enter__(self) -> "PagePool":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close(wait=kind is None)

    def close(self, *, wait: bool = True) -> None:
        """End the workers; without `wait` whatever they are doing is dropped and `read` raises."""
        self._stopped = self._stopped or not wait
        if wait:
            self._pool.close()  # type: ignore[no-untyped-call]  # pebble leaves it untyped
        else:
            self._pool.stop()  # type: ignore[no-untyped-call]  # pebble leaves it untyped
        self._pool.join()
        wipe_scratch(self._scratch)

    def read(self, jobs: Iterable[PageJob]) -> Generator[PageResult, None, None]:
        """Read `jobs` and yield their results in the same order.

        Only a few jobs are taken ahead, so neither jobs nor results pile up.

        Raises:
            MissingDependency: a program is missing.
            DiskFull: no room is left for page pictures.
            Unavailable: the pool was closed without waiting (code `stopped`), or broke (`pool_broken`);
                no page is to blame.
        """
        return self._each(jobs, _read, _unread)

    def look(self, jobs: Iterable[PageJob]) -> Generator[Look, None, None]:
        """Look at `jobs` without reading them and yield what is seen, in the same order.

        Raises:
            MissingDependency: a program is missing.
            Unavailable: the pool was closed without waiting (code `stopped`).
        """
        return self._each(jobs, _look, _unseen)

    def _each(
        self, jobs: Iterable[PageJob], work: Work[Result], lost: Callable[[int, str], Result]
    ) -> Generator[Result, None, None]:
        waiting: deque[tuple[int, ProcessFuture[Result]]] = deque()

        def outcome() -> Result:
            number, future = waiting.popleft()
            code = self._waited(future)
            return lost(number, code) if code else future.result()

        try:
            for job in jobs:
                waiting.append((job.number, self._schedule(job, work)))
                if len(waiting) >= self._window:
                    yield outcome()
            while waiting:
                yield outcome()
        finally:
            for _, future in waiting:
                future.cancel()  # type: ignore[no-untyped-call]  # pebble leaves it untyped

    def _schedule(self, job: PageJob, work: Work[Result]) -> "ProcessFuture[Result]":
        if self._stopped:
            raise _stopped()
        if self.broken:
            raise _broken()
        arguments = (job, self._engine, self._limits)
        return self._pool.schedule(work, args=arguments, timeout=self._limits.page_seconds + _GRACE_SECONDS)

    def _waited(self, future: "ProcessFuture[Result]") -> str:
        """Wait for the page; the code of what became of its process if that has ended."""
        while not future.done():
            if self._stopped:
                raise _stopped()  # Pebble never resolves the futures of a pool that was stopped.
            wait((future,), _POLL_SECONDS)
        try:
            future.result()
        except FutureTimeoutError:
            return "timed_out"
        except BrokenProcessPool as exc:
            if self._stopped:
                raise _stopped() from exc
            self.broken = True
            raise _broken() from exc
        except (ProcessExpired, CancelledError) as exc:
            if self._stopped:
                raise _stopped() from exc
            return "worker_crashed"
        return ""


def _stopped() -> Unavailable:
    return Unavailable("Reading was stopped; run again to go on.", code="stopped")


def _broken() -> Unavailable:
    return Unavailable("The page processes are gone; run again to go on.", code="pool_broken")


_LOST = {
    "timed_out": "The page took too long; look at it.",
    "worker_crashed": "Reading broke off; look at the page.",
}


def _unread(number: int, code: str) -> PageResult:
    page, problems = failed(number, code, _LOST[code])
    return PageResult(page, problems, {})


def _unseen(number: int, code: str) -> Look:
    return Look(number, quality.failed(code), problem=Problem("open", code, _LOST[code], number))


def _look(job: PageJob, engine: str, limits: Limits) -> Look:
    del engine
    return look_at(job.scan, job.number, limits)


def _read(job: PageJob, engine: str, limits: Limits) -> PageResult:
    return read_page(job.scan, job.number, _worker_engine(engine), limits, job.pictures)


@lru_cache(maxsize=1)
def _worker_engine(spec: str) -> OcrEngine:
    return open_engine(spec)


def _prepare_worker(scratch: str, niceness: int) -> None:
    """Make this worker a process group that ends with it.

    However a worker ends, killed for time, out of memory or with its parent,
    the Tesseract and poppler processes it started must not outlive it. A guard,
    a shell that reads from a pipe only this worker holds open, sees the end and
    kills the group. Being a group of its own also keeps Ctrl-C, which a terminal
    sends to the whole foreground group, from the workers: the parent stops them.
    """
    cv2.setNumThreads(1)
    os.nice(niceness)
    # libtiff and its like complain to stderr about damaged files; our own line says it better.
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    tempfile.tempdir = scratch
    os.setpgid(0, 0)
    guard = subprocess.Popen(
        ["/bin/sh", "-c", 'read -r _; kill -s KILL -- "-$0"', str(os.getpid())],
        stdin=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    _guards.append(guard)


_guards: list["subprocess.Popen[bytes]"] = []
"""Kept so that the pipe stays open as long as the worker lives."""
