"""The machine that is measured on: its cores, its programs, and work spread over it."""

import multiprocessing
import os
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import TypeVar

import cv2

CORES = os.cpu_count() or 1
_PACKAGES = ("ocrmypdf", "opencv-python-headless", "sohoa")
_TOLD_PARTS = 10

Item = TypeVar("Item")
Result = TypeVar("Result")


def today() -> str:
    """The date in UTC, ISO."""
    return datetime.now(UTC).date().isoformat()


def versions() -> tuple[str, ...]:
    """Name and version of the programs that are compared."""
    first = subprocess.run(["tesseract", "--version"], capture_output=True, text=True, check=False).stdout
    return (first.partition("\n")[0] or "no tesseract", *(f"{name} {version(name)}" for name in _PACKAGES))


def facts(what: str) -> str:
    """When, on how many cores and with which programs `what` was measured."""
    return f"{today()}, {CORES} cores, {what};\n{', '.join(versions())}."


def tell(line: str) -> None:
    """Say on stderr how far the benchmark is."""
    sys.stderr.write(f"{line}\n")


def own_program(name: str) -> str:
    """The program of this Python environment, else the one on the path."""
    own = Path(sys.executable).with_name(name)
    return str(own) if own.exists() else name


def spread(work: Callable[[Item], Result], items: Iterable[Item]) -> Iterator[Result]:
    """Do `work` on each of `items`, one process a core; results come in their order."""
    todo = list(items)
    context = multiprocessing.get_context("forkserver")
    with ProcessPoolExecutor(CORES, context, initializer=cv2.setNumThreads, initargs=(1,)) as pool:
        for done, result in enumerate(pool.map(work, todo), start=1):
            yield result
            if done % max(1, len(todo) // _TOLD_PARTS) == 0:
                tell(f"{done} of {len(todo)} …")
