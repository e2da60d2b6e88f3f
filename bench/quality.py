"""Does the verdict on a scan tell how well it can be read? Pages as drawn and spoiled, judged and read."""

import csv
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import tee
from pathlib import Path

import cv2
from PIL import Image

from bench.harm import HARMS, spoiled
from bench.scoring import score_page
from bench.sheets import Sheet, drawn_sheets
from core.page import Verdict
from core.settings import Limits
from pipeline.load import load_page, open_scan
from pipeline.pool import PageJob, PagePool
from pipeline.preview import look_at

LOST_BELOW, READ_FROM = 0.90, 0.98
"""Word F1 of a page that must be noticed, and of one that need not be scanned again."""


@dataclass(frozen=True, slots=True)
class Request:
    """What to measure and where results go."""

    pages: int
    copies: int
    """Spoiled copies of each page."""
    seed: int
    workers: int
    out: Path


@dataclass(frozen=True, slots=True)
class Copy:
    """A page as drawn, or spoiled."""

    sheet: Sheet
    file: Path
    harm: str = ""
    strength: float = 0.0

    @property
    def name(self) -> str:
        """Names the copy in the table."""
        return f"{self.sheet.name} {self.harm} {self.strength:g}" if self.harm else self.sheet.name


@dataclass(frozen=True, slots=True)
class Judged:
    """A page with both its verdicts and how well it was read."""

    copy: Copy
    word_f1: float
    first: Verdict
    """Before it was read."""
    final: Verdict
    codes: tuple[str, ...]
    look_seconds: float
    """CPU time of the first look."""


def run(request: Request) -> None:
    """Draw, spoil, judge and read; print the figures and write one row a page to `quality.csv`."""
    sheets = drawn_sheets(request.out / "pages", request.pages, request.seed)
    request.out.mkdir(parents=True, exist_ok=True)
    found = []
    with (request.out / "quality.csv").open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(("page", "capture", "harm", "word_f1", "first", "final", "codes", "look_seconds"))
        for one in judged(copies(sheets, request), request.workers):
            found.append(one)
            figures = (f"{one.word_f1:.4f}", one.first, one.final, " ".join(one.codes))
            capture = one.copy.sheet.truth.capture
            row = (one.copy.name, capture, one.copy.harm, *figures, f"{one.look_seconds:.3f}")
            table.writerow(row)
            file.flush()
    sys.stdout.write("\n".join(summary(found)) + "\n")


def copies(sheets: Sequence[Sheet], request: Request) -> Iterator[Copy]:
    """The pages as they are, then their spoiled copies, harms and strengths taking turns."""
    yield from (Copy(sheet, sheet.file) for sheet in sheets)
    folder = request.out / "spoiled"
    folder.mkdir(parents=True, exist_ok=True)
    for at in range(len(sheets) * request.copies):
        sheet, name = sheets[at // request.copies], tuple(HARMS)[at % len(HARMS)]
        strengths = HARMS[name].strengths
        strength = strengths[at // len(HARMS) % len(strengths)]
        yield _spoil(sheet, name, strength, folder / f"{sheet.name}-{name}-{strength:g}.png")


def _spoil(sheet: Sheet, name: str, strength: float, file: Path) -> Copy:
    image = load_page(open_scan(sheet.file, Limits()), 1, Limits())
    pixels = spoiled(image.pixels, name, strength)
    shrunk = pixels.shape[0] / image.pixels.shape[0]
    picture = Image.fromarray(pixels if pixels.ndim == 2 else pixels[..., ::-1])
    picture.save(file, dpi=(image.dpi * shrunk, image.dpi * shrunk), compress_level=1)
    return Copy(sheet, file, name, strength)


def judged(wanted: Iterable[Copy], workers: int) -> Iterator[Judged]:
    """Look at every page, and read it."""
    cv2.setNumThreads(1)
    limits = Limits()
    looked, read = tee((copy, open_scan(copy.file, limits)) for copy in wanted)
    with PagePool(workers, limits) as pool:
        results = pool.read(PageJob(scan, 1) for _, scan in read)
        for copy, scan in looked:
            start = time.process_time()
            look = look_at(scan, 1, limits)
            spent = time.process_time() - start
            page = next(results).page
            score = score_page(copy.sheet.truth, page.text)
            first, final = look.quality.verdict, page.quality.verdict
            yield Judged(copy, score.word_f1, first, final, page.quality.codes, spent)


def summary(found: Sequence[Judged]) -> Iterator[str]:
    """The figures, a line each."""
    seconds = sorted(one.look_seconds for one in found)
    middle, most = seconds[len(seconds) // 2], seconds[-1]
    yield f"First look: {middle:.2f} s of CPU in the middle, {most:.2f} s at most, over {len(found)} pages."
    scans = [one for one in found if not one.copy.harm and one.copy.sheet.truth.capture in ("clean", "adf")]
    again = sum(Verdict.RESCAN in (one.first, one.final) for one in scans)
    yield f"Clean and sheet-fed pages as drawn called rescan, first or last: {again} of {len(scans)}."
    lost = [one for one in found if one.word_f1 < LOST_BELOW]
    noticed = sum(one.final is not Verdict.GOOD for one in lost)
    early = sum(one.first is not Verdict.GOOD for one in lost)
    yield (
        f"Word F1 below {LOST_BELOW}: {noticed} of {len(lost)} called check or rescan, "
        f"{early} of them before reading."
    )
    sound = [one for one in found if one.word_f1 >= READ_FROM]
    for verdict in (Verdict.CHECK, Verdict.RESCAN):
        last = sum(one.final is verdict for one in sound)
        first = sum(one.first is verdict for one in sound)
        yield f"Word F1 from {READ_FROM}: {last} of {len(sound)} called {verdict}, before reading {first}."
    for low, high in ((0.0, 0.5), (0.5, 0.9), (0.9, 0.95), (0.95, 0.98), (0.98, 1.01)):
        part = [one.final for one in found if low <= one.word_f1 < high]
        counts = ", ".join(f"{verdict} {part.count(verdict)}" for verdict in Verdict)
        yield f"  word F1 {low:.2f}–{min(1.0, high):.2f}: {counts}"
