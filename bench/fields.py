"""The benchmark of extraction: draw, read once, extract, compare, report."""

import csv
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console

from bench.acts import Act, ActVerdict, judge_act, load_acts
from bench.bare import bare_fields
from bench.field_report import FieldRun, field_document, field_grids
from bench.grids import print_grids
from bench.judging import Sample, Verdict, judge
from bench.kept import bare_texts, read_files
from bench.sheets import Sheet, drawn_dossiers, drawn_sheets
from bench.types import classify_types
from core.page import Page
from pipeline.extract import understand, understanding_fingerprint
from pipeline.ocr import open_engine
from pipeline.process import reading_fingerprint
from pipeline.reference import Reference, load_reference

_WIDTH = 130
"""Columns when the output is no terminal."""


@dataclass(frozen=True, slots=True)
class FieldRequest:
    """What to measure and where results go."""

    pages: int
    seed: int
    dossiers: int
    """Whole dossiers, read file by file as they were handed in."""
    samples: Path
    """Folder of real scans; may be absent."""
    out: Path
    document: Path

    @property
    def command(self) -> str:
        """What repeats this run."""
        return f"./run bench fields --pages {self.pages} --dossiers {self.dossiers} --seed {self.seed}"


def run_fields(request: FieldRequest) -> None:
    """Measure, show the figures, write the document and the verdicts.

    Raises:
        MissingDependency: a program or the font is not installed.
        Unavailable: Tesseract failed.
    """
    reference = load_reference()
    _tell(f"Drawing and reading {request.pages} pages, unless they were read before …")
    sheets = drawn_sheets(request.out / "pages", request.pages, request.seed)
    pages = read_files([sheet.file for sheet in sheets], request.out / "readings")
    texts = bare_texts(sheets, request.out / "bare")
    samples, spent = _extracted(sheets, pages, reference)
    bare = [
        Sample(sheet.name, sheet.truth.capture, sheet.truth.fields, bare_fields(text))
        for sheet, text in zip(sheets, texts, strict=True)
    ]
    files = drawn_dossiers(request.out / "dossiers", request.dossiers, request.seed)
    file_pages = read_files([file for file, _ in files], request.out / "readings")
    understood = [understand(iter(read), reference) for read in file_pages]
    whole = [
        Sample(f"{file.parent.name}/{file.name}", "", truth.fields, own.fields)
        for (file, truth), own in zip(files, understood, strict=True)
    ]
    both = [(truth, own) for (_, truth), own in zip(files, understood, strict=True)]
    acts = load_acts(request.samples)
    act_pages = read_files([act.file for act in acts], request.out / "readings")
    found = FieldRun(
        command=request.command,
        date=datetime.now(UTC).date().isoformat(),
        pages=request.pages,
        seed=request.seed,
        versions=_versions(reference),
        own=judge(samples),
        bare=judge(bare),
        files=judge(whole),
        milliseconds=spent,
        acts=_judged(acts, act_pages, reference),
        types=classify_types(request.out / "types", request.out / "readings", request.seed, both, reference),
    )
    print_grids(field_grids(found), Console() if sys.stdout.isatty() else Console(width=_WIDTH))
    request.document.write_text(field_document(found), encoding="utf-8")
    _write_verdicts(found.own, request.out / "fields.csv")
    _tell(f"Report: {request.document}. All verdicts: {request.out / 'fields.csv'}.")


def _extracted(
    sheets: Sequence[Sheet], pages: Sequence[tuple[Page, ...]], reference: Reference
) -> tuple[list[Sample], tuple[float, ...]]:
    """What was found on each sheet, and the milliseconds it took a page."""
    samples, spent = [], []
    understand(iter(pages[0]), reference)  # compiles the dictionaries, once for a process
    for sheet, read in zip(sheets, pages, strict=True):
        start = time.perf_counter()
        understood = understand(iter(read), reference)
        spent.append((time.perf_counter() - start) * 1000 / max(1, len(read)))
        samples.append(Sample(sheet.name, sheet.truth.capture, sheet.truth.fields, understood.fields))
    return samples, tuple(spent)


def _judged(
    acts: Sequence[Act], pages: Sequence[tuple[Page, ...]], reference: Reference
) -> tuple[ActVerdict, ...]:
    return tuple(
        verdict
        for act, read in zip(acts, pages, strict=True)
        for verdict in judge_act(act, understand(iter(read), reference).fields, read)
    )


def _versions(reference: Reference) -> tuple[str, ...]:
    engine = open_engine()
    return (
        engine.version,
        f"reading {reading_fingerprint(engine)}",
        f"understanding {understanding_fingerprint(reference)}",
    )


def _write_verdicts(verdicts: Sequence[Verdict], path: Path) -> None:
    """Every verdict, to compare two runs."""
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(("page", "field", "outcome", "confidence", "true", "given"))
        for one in verdicts:
            table.writerow((one.page, one.field, one.outcome, one.confidence, one.true, one.found))


def _tell(line: str) -> None:
    sys.stderr.write(f"{line}\n")
