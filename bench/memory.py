"""Memory of every process while one long file is read: its peak, and whether it grows with the pages."""

import csv
import os
import shutil
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

import psutil

from bench.grids import Grid
from bench.machine import CORES, facts, own_program, tell
from bench.readers import ENVIRONMENT
from bench.section import Section, publish
from core.errors import Unavailable
from samples.capture import CAPTURES, Shot, capture_sheet
from samples.cases import new_case
from samples.kinds import KINDS, WRITERS
from samples.write import write_pdf

BAR_BYTES = 600_000_000
_DRAWN = 12
"""Different pages, every capture twice; the file repeats them in shuffled order."""

_SAMPLE_SECONDS = 0.1
_MAIN, _WORKER, _PROGRAM = "the call itself", "page process", "Tesseract, poppler"
_TEXT = f"""\
`sohoa ocr` reads one PDF of drawn pages, {_DRAWN} different ones, two of each capture, repeated in
shuffled order. Resident memory of each of its processes is taken every {_SAMPLE_SECONDS} s, together with
how many pages had been printed; pages a process shares with others count in each. The first and the last
fifth of the pages tell whether memory grows with the file. The bar is 600 MB a process."""


@dataclass(frozen=True, slots=True)
class Sample:
    """Memory at one moment."""

    pages: int
    """Printed so far."""
    role: str
    resident_bytes: int
    """Of the largest process of that role."""


def run(pages: int, seed: int, out: Path, document: Path) -> None:
    """Read a file of `pages` pages, watch its processes, and write what they held.

    Raises:
        MissingDependency: a program or the font is not installed.
        Unavailable: reading failed.
    """
    folder = out / "memory"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    pdf = folder / "long.pdf"
    tell(f"Drawing {pages} pages …")
    write_pdf(pdf, list(_shots(pages, seed)))
    tell(f"Reading {pages} pages …")
    start = time.monotonic()
    samples = _watched((own_program("sohoa"), "ocr", str(pdf)), folder / "long.txt")
    seconds = time.monotonic() - start
    _write(samples, out / "memory.csv")
    command = f"./run bench memory --pages {pages} --seed {seed}"
    publish(_section(samples, pages, seconds, command), document)


def _shots(pages: int, seed: int) -> Iterator[Shot]:
    rng = Random(f"memory/{seed}")
    drawn = []
    for index in range(min(pages, _DRAWN)):
        kind = KINDS[index % len(KINDS)]
        sheet = WRITERS[kind](new_case(rng), rng).sheets[-1]
        drawn.append(capture_sheet(sheet, kind, CAPTURES[index % len(CAPTURES)], rng.getrandbits(63)))
    for _ in range(pages // len(drawn)):
        yield from rng.sample(drawn, len(drawn))
    yield from drawn[: pages % len(drawn)]


def _watched(argv: tuple[str, ...], output: Path) -> list[Sample]:
    """Run a command and sample the memory of its processes until it ends."""
    samples: list[Sample] = []
    with output.open("wb") as stdout, output.open("rb") as printed:
        # psutil's own, so that a process that is gone is told from another with its number.
        call = psutil.Popen(argv, stdout=stdout, stderr=subprocess.DEVNULL, env={**os.environ, **ENVIRONMENT})
        pages = 0
        while call.poll() is None:
            pages += printed.read().count(b"\f")
            samples += [Sample(pages, role, held) for role, held in _held(call).items()]
            time.sleep(_SAMPLE_SECONDS)
        if call.returncode not in (0, 1):
            raise Unavailable(f"sohoa ended with {call.returncode}.", code="reader_failed")
    return samples


def _held(call: psutil.Process) -> Mapping[str, int]:
    """Resident bytes of the largest process of each role."""
    largest: dict[str, int] = {}
    try:
        processes = [call, *call.children(recursive=True)]
    except psutil.NoSuchProcess:
        return largest
    for process in processes:
        try:
            role = _MAIN if process == call else _WORKER if "python" in process.name() else _PROGRAM
            largest[role] = max(largest.get(role, 0), process.memory_info().rss)
        except psutil.NoSuchProcess:
            continue  # it ended meanwhile
    return largest


def _section(samples: Sequence[Sample], pages: int, seconds: float, command: str) -> Section:
    columns = ("process", "peak MB", "first fifth MB", "last fifth MB", "growth MB")
    rows = tuple(_row(role, samples, pages) for role in (_MAIN, _WORKER, _PROGRAM))
    peak = max(sample.resident_bytes for sample in samples)
    verdict = (
        f"The largest process held {peak / 1e6:.0f} MB, {'within' if peak <= BAR_BYTES else 'above'} "
        f"the bar; the file took {seconds:.0f} s on {CORES} cores."
    )
    grid = Grid(f"Resident memory over {pages} pages", columns, rows)
    return Section(
        "memory", "Memory of a long file", command, facts(f"{pages} pages"), (_TEXT, grid, verdict)
    )


def _row(role: str, samples: Sequence[Sample], pages: int) -> tuple[str, ...]:
    own = [sample for sample in samples if sample.role == role]
    first = peak_between(own, 0, pages // 5)
    last = peak_between(own, pages - pages // 5, pages)
    whole = peak_between(own, 0, pages)
    return role, *(f"{held / 1e6:.0f}" for held in (whole, first, last, last - first))


def peak_between(samples: Sequence[Sample], start: int, end: int) -> int:
    """The most held while between `start` and `end` pages had been printed, 0 when nothing was seen."""
    return max((one.resident_bytes for one in samples if start <= one.pages <= end), default=0)


def _write(samples: Sequence[Sample], path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(("pages", "process", "resident_bytes"))
        table.writerows((one.pages, one.role, one.resident_bytes) for one in samples)
