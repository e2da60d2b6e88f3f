"""What each cleaning step adds and costs: pages are read as the product does, and again without one step."""

import csv
import resource
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from statistics import fmean
from unittest.mock import patch

import numpy as np

from bench.grids import Grid
from bench.machine import facts, spread, tell
from bench.scoring import Score, score_page
from bench.section import Section, publish
from bench.sheets import Sheet, drawn_sheets
from core.page import Line, PageImage, Pixels
from core.settings import Limits
from pipeline import process
from pipeline.clean import steps as cleaning
from pipeline.clean.stand import Standing, stand
from pipeline.load import open_scan
from pipeline.ocr import OcrEngine, open_engine

NOTHING = "nothing"
"""Stands where nothing is left out."""

STAND, SCALE, SETTLE = "stand", "scale", "settle"
_TEXT = f"""\
Each page is read by the product's own `read_page`, once as it is and once for every step that did
something on it, with that step left out; where a step does nothing the reading is the same. *{STAND}* is
turning, straightening and cutting out the sheet, *{SCALE}* bringing letters to the engine's best size,
*{SETTLE}* the repair of one-mark errors by their neighbours; the others are the steps of
`pipeline/clean/steps.py`. Word F1 and CER, in percent, and CPU seconds a page, Tesseract's included, are
means over the pages on which the step did something; a gain is with the step less without it, so that a
step that earns its place raises F1 and lowers CER. *Over all* spreads the gain over all {{pages}} pages.
*Better* and *worse* count pages whose F1 the step raised and lowered."""


@dataclass(frozen=True, slots=True)
class Trial:
    """How a page was read with one step, or nothing, left out."""

    page: str
    capture: str
    left_out: str
    score: Score
    cpu_seconds: float


@dataclass(frozen=True, slots=True)
class Effect:
    """One step on one page: with it, and without."""

    with_it: Trial
    without: Trial

    @property
    def f1_gain(self) -> float:
        """Word F1 that the step adds."""
        return self.with_it.score.word_f1 - self.without.score.word_f1

    @property
    def cer_gain(self) -> float:
        """Character error rate that it adds; less is better."""
        return self.with_it.score.cer - self.without.score.cer

    @property
    def cost_seconds(self) -> float:
        """CPU time that it adds."""
        return self.with_it.cpu_seconds - self.without.cpu_seconds


def run(pages: int, seed: int, out: Path, document: Path) -> None:
    """Read the first `pages` drawn pages with and without each step and write the differences.

    Raises:
        MissingDependency: Tesseract or the font is not installed.
    """
    sheets = drawn_sheets(out / "pages", pages, seed)
    tell(f"Reading {pages} pages with and without each step …")
    trials = [trial for page in spread(trials_of, sheets) for trial in page]
    _write(trials, out / "steps.csv")
    command = f"./run bench steps --pages {pages} --seed {seed}"
    publish(_section(effects(trials), pages, seed, command), document)


def trials_of(sheet: Sheet) -> list[Trial]:
    """The page as it is read, and without each step that did something on it."""
    whole, applied = _trial(sheet, NOTHING)
    return [whole, *(_trial(sheet, step)[0] for step in applied)]


def _trial(sheet: Sheet, left_out: str) -> tuple[Trial, tuple[str, ...]]:
    scan, engine = open_scan(sheet.file, Limits()), _engine()
    start = _cpu_seconds()
    with leaving_out(left_out) as applied:
        page = process.read_page(scan, 1, engine, Limits(), None).page
    cost = _cpu_seconds() - start
    score = score_page(sheet.truth, page.text)
    if any(word.raw for line in page.lines for word in line.words):
        applied.append(SETTLE)
    return Trial(sheet.name, sheet.truth.capture, left_out, score, cost), tuple(dict.fromkeys(applied))


@contextmanager
def leaving_out(step: str) -> Iterator[list[str]]:
    """Read pages without `step` inside the block; yields the names of the steps that were applied."""
    applied: list[str] = []
    with ExitStack() as stack:
        stack.enter_context(patch.object(process, "prepare", _preparing(step, applied)))
        stack.enter_context(patch.object(process, "stand", _standing(step, applied)))
        if step == SCALE:
            stack.enter_context(patch.object(cleaning, "reading_scale", _unscaled))
        if step == SETTLE:
            stack.enter_context(patch.object(process, "settled", _unsettled))
        yield applied


def _preparing(step: str, applied: list[str]) -> Callable[[PageImage, Standing], cleaning.Prepared]:
    def prepare(image: PageImage, standing: Standing) -> cleaning.Prepared:
        prepared = cleaning.prepare(image, standing, frozenset({step}))
        applied.extend(prepared.steps)
        return prepared

    return prepare


def _standing(step: str, applied: list[str]) -> Callable[..., Standing]:
    def standing(pixels: Pixels, dpi: float, upside_down: Callable[[Pixels, float], bool | None]) -> Standing:
        found = stand(pixels, dpi, upside_down)
        applied.extend([STAND] if found.steps else [])
        if step != STAND:
            return found
        size = (pixels.shape[1], pixels.shape[0])
        return replace(found, transform=np.eye(3), size=size, turn_degrees=0, skew_degrees=0.0, steps=())

    return standing


def _unscaled(_dpi: float, _glyph_px: float) -> float:
    return 1.0


def _unsettled(line: Line, _model: object) -> Line:
    return line


@lru_cache(maxsize=1)
def _engine() -> OcrEngine:
    return open_engine()


def _cpu_seconds() -> float:
    """Of this process and of the programs it waited for."""
    both = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in both)


def effects(trials: Sequence[Trial]) -> dict[str, list[Effect]]:
    """Each step's pages."""
    whole: Mapping[str, Trial] = {one.page: one for one in trials if one.left_out == NOTHING}
    found: dict[str, list[Effect]] = {}
    for one in trials:
        if one.left_out != NOTHING:
            found.setdefault(one.left_out, []).append(Effect(whole[one.page], one))
    return found


def _section(found: Mapping[str, Sequence[Effect]], pages: int, seed: int, command: str) -> Section:
    order = sorted(found, key=lambda step: -sum(one.f1_gain for one in found[step]))
    columns = ("step", "pages", "F1 gain", "CER gain", "F1 over all", "CPU s/page", "better", "worse")
    rows = tuple(_row(step, found[step], pages) for step in order)
    captures = tuple(dict.fromkeys(one.with_it.capture for step in order for one in found[step]))
    by_capture = tuple((step, *(_gain(found[step], capture) for capture in captures)) for step in order)
    return Section(
        "steps",
        "What each step adds",
        command,
        facts(f"{pages} drawn pages, seed {seed}"),
        (
            _TEXT.format(pages=pages),
            Grid("Steps", columns, rows),
            Grid("F1 gain by capture, with the number of pages", ("step", *captures), by_capture),
        ),
    )


def _row(step: str, found: Sequence[Effect], pages: int) -> tuple[str, ...]:
    return (
        step,
        str(len(found)),
        f"{100 * fmean(one.f1_gain for one in found):+.2f}",
        f"{100 * fmean(one.cer_gain for one in found):+.2f}",
        f"{100 * sum(one.f1_gain for one in found) / pages:+.2f}",
        f"{fmean(one.cost_seconds for one in found):+.2f}",
        str(sum(one.f1_gain > 0 for one in found)),
        str(sum(one.f1_gain < 0 for one in found)),
    )


def _gain(found: Sequence[Effect], capture: str) -> str:
    gains = [one.f1_gain for one in found if one.with_it.capture == capture]
    return f"{100 * fmean(gains):+.2f} ({len(gains)})" if gains else "–"


def _write(trials: Sequence[Trial], path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(("page", "left_out", "word_f1", "cer", "cpu_seconds"))
        for one in trials:
            figures = (one.score.word_f1, one.score.cer, one.cpu_seconds)
            table.writerow((one.page, one.left_out, *(f"{figure:.5f}" for figure in figures)))
