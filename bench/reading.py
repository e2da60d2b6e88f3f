"""The benchmark of reading: draw, let every reader read, compare, report."""

import csv
from dataclasses import dataclass
from pathlib import Path

from bench.chart import draw
from bench.machine import facts, tell
from bench.readers import READERS, SOHOA, read
from bench.report import CHART, WORST, WORST_PICTURES, section
from bench.results import PageScore, Reading, Run, worst
from bench.scoring import score_page
from bench.section import publish
from bench.sheets import Sheet, drawn_sheets, real_sheets
from bench.worst import draw_worst, shrink
from pipeline.ocr import open_engine


@dataclass(frozen=True, slots=True)
class Request:
    """What to measure and where results go."""

    pages: int
    seed: int
    readers: tuple[str, ...]
    """Names of `READERS`."""
    samples: Path
    """Folder of real scans; may be absent."""
    out: Path
    document: Path

    @property
    def command(self) -> str:
        """What repeats this run."""
        only = "" if self.readers == tuple(READERS) else f" --only {','.join(self.readers)}"
        return f"./run bench reading --pages {self.pages} --seed {self.seed}{only}"


def run(request: Request) -> None:
    """Measure, show the figures, write the document, its chart and the pictures of the worst pages.

    Raises:
        MissingDependency: a program or the font is not installed.
        Unavailable: a reader failed.
    """
    tell(f"Drawing {request.pages} pages …")
    sheets = drawn_sheets(request.out / "pages", request.pages, request.seed)
    real = real_sheets(request.samples, request.out / "real")
    found = Run(
        command=request.command,
        facts=facts(f"{request.pages} drawn pages, seed {request.seed}"),
        pages=request.pages,
        readings=tuple(_reading(name, sheets, real, request.out / name) for name in request.readers),
    )
    publish(section(found), request.document)
    draw(found, request.document.parent / CHART)
    _write_pages(found, request.out / "pages.csv")
    if own := found.reading(SOHOA):
        by_name = {sheet.name: sheet for sheet in sheets}
        pictures = draw_worst(worst(own.pages, WORST), by_name, request.out / "worst", open_engine())
        shrink(pictures, [request.document.parent / path for path in WORST_PICTURES])
    tell(f"Report: {request.document}. Texts, figures per page and pictures of the worst: {request.out}.")


def _reading(name: str, sheets: list[Sheet], real: list[Sheet], folder: Path) -> Reading:
    tell(f"{READERS[name].title} reads …")
    spent, texts = read(name, sheets, folder)
    real_texts = read(name, real, folder / "real")[1] if real else []
    return Reading(name, spent, _scored(sheets, texts), _scored(real, real_texts))


def _scored(sheets: list[Sheet], texts: list[str]) -> tuple[PageScore, ...]:
    return tuple(
        PageScore(sheet.name, sheet.truth.capture, sheet.truth.kind, score_page(sheet.truth, text))
        for sheet, text in zip(sheets, texts, strict=True)
    )


def _write_pages(found: Run, path: Path) -> None:
    """Figures of every page, to compare two runs."""
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(("reader", "page", "word_f1", "folded_f1", "cer", "wer", "line_cer"))
        for one in found.readings:
            for page in (*one.pages, *one.real):
                score = page.score
                figures = (score.word_f1, score.folded_f1, score.cer, score.wer, score.line_cer)
                table.writerow((one.reader, page.name, *(f"{figure:.5f}" for figure in figures)))
