"""The time of a whole call beside bare Tesseract, in alternating rounds on a machine that does other work."""

import csv
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from bench.grids import Grid
from bench.machine import CORES, facts, own_program, tell
from bench.meter import Command, Spent, measure
from bench.readers import ENVIRONMENT, READERS, SOHOA, TESSERACT, Job
from bench.section import Section, publish
from bench.sheets import Sheet, drawn_sheets, wrap
from core.errors import Unavailable

BAR = 1.15
"""Wall time of a call over that of bare Tesseract."""

_PDF, _FILES = "sohoa, one PDF", "sohoa, single files"
_TEXT = f"""\
The same pages, the first of the drawn set, are read in turns: bare Tesseract on PNG files, one process a
core; `sohoa ocr` on one PDF that holds them all; `sohoa ocr` on the single files in one call; and so on
for all rounds, Tesseract once more at the end. A call is compared with the mean of the Tesseract runs
before and after it, because the machine may be doing other work that comes and goes; the figure is the
median over rounds. The bar is {BAR} × the wall time. CPU seconds, user and system of all processes,
depend less on what else is running."""


@dataclass(frozen=True, slots=True)
class Round:
    """One round: every way of reading once, Tesseract before and after."""

    before: Spent
    calls: Mapping[str, Spent]
    after: Spent

    def wall_ratio(self, name: str) -> float:
        """Wall time over that of the Tesseract runs around it."""
        return 2 * self.calls[name].wall_seconds / (self.before.wall_seconds + self.after.wall_seconds)

    def cpu_ratio(self, name: str) -> float:
        """CPU time over that of the Tesseract runs around it."""
        return 2 * self.calls[name].cpu_seconds / (self.before.cpu_seconds + self.after.cpu_seconds)


def run(pages: int, rounds: int, seed: int, out: Path, document: Path) -> None:
    """Time all rounds and write the ratios.

    Raises:
        MissingDependency: a program or the font is not installed.
        Unavailable: a reader failed.
    """
    sheets = drawn_sheets(out / "pages", pages, seed)
    jobs = _jobs(sheets, out / "time")
    bare = [_timed(TESSERACT, jobs[TESSERACT])]
    found = []
    for number in range(1, rounds + 1):
        tell(f"Round {number} of {rounds} …")
        calls = {name: _timed(name, jobs[name]) for name in (_PDF, _FILES)}
        bare.append(_timed(TESSERACT, jobs[TESSERACT]))
        found.append(Round(bare[-2], calls, bare[-1]))
    _write(found, out / "time.csv")
    command = f"./run bench time --pages {pages} --rounds {rounds} --seed {seed}"
    publish(_section(found, pages, seed, command), document)


def _jobs(sheets: list[Sheet], folder: Path) -> dict[str, Job]:
    shutil.rmtree(folder, ignore_errors=True)
    for name in (TESSERACT, SOHOA):
        (folder / name).mkdir(parents=True)
    pdf = folder / "pages.pdf"
    wrap(sheets, pdf)
    argv = (own_program("sohoa"), "ocr", "--format", "text", str(pdf))
    whole = Command(argv, str(folder / "pdf.txt"), str(folder / "pdf.err"))
    return {
        TESSERACT: READERS[TESSERACT].prepare(sheets, folder / TESSERACT),
        _PDF: Job((whole,), list, (0, 1)),
        _FILES: READERS[SOHOA].prepare(sheets, folder / SOHOA),
    }


def _timed(name: str, job: Job) -> Spent:
    spent = measure(job.commands, CORES, ENVIRONMENT)
    if not set(spent.exit_codes) <= set(job.exit_codes):
        raise Unavailable(f"{name} ended with {spent.exit_codes}.", code="reader_failed")
    return spent


def _section(found: Sequence[Round], pages: int, seed: int, command: str) -> Section:
    columns = ("call", "× Tesseract", "lowest", "highest", "CPU × Tesseract", "seconds", "peak MB")
    bare = [found[0].before, *(one.after for one in found)]
    rows = [_row(name, found) for name in (_PDF, _FILES)]
    rows.append(("bare Tesseract", "1.00", "–", "–", "1.00", *_spent(bare)))
    grid = Grid(f"{pages} pages, medians of {len(found)} rounds", columns, tuple(rows))
    what = f"{len(found)} rounds of {pages} drawn pages, seed {seed}"
    return Section("time", "Time of a whole call", command, facts(what), (_TEXT, grid))


def _row(name: str, found: Sequence[Round]) -> tuple[str, ...]:
    ratios = [one.wall_ratio(name) for one in found]
    return (
        name,
        f"{median(ratios):.2f}",
        f"{min(ratios):.2f}",
        f"{max(ratios):.2f}",
        f"{median(one.cpu_ratio(name) for one in found):.2f}",
        *_spent([one.calls[name] for one in found]),
    )


def _spent(runs: Sequence[Spent]) -> tuple[str, str]:
    """Median seconds and peak megabytes."""
    seconds = median(one.wall_seconds for one in runs)
    return f"{seconds:.1f}", f"{max(one.peak_bytes for one in runs) / 1e6:.0f}"


def _write(found: Sequence[Round], path: Path) -> None:
    """Every run of every round."""
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(("round", "call", "wall_seconds", "cpu_seconds", "peak_bytes"))
        for number, one in enumerate(found, start=1):
            for name, spent in {"before": one.before, **one.calls, "after": one.after}.items():
                table.writerow((number, name, spent.wall_seconds, spent.cpu_seconds, spent.peak_bytes))
