"""`sohoa ocr`: read files to the screen, without store, index or server."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Annotated, TextIO

import typer

from cli.environment import read_settings
from cli.scans import Files, Opened, Seen, Tally, complain, read_scans
from core.errors import BadScan, SohoaError
from core.model import Problem
from core.settings import Settings
from pipeline.pool import PagePool
from pipeline.process import PageResult

Output = Annotated[Path | None, typer.Option("-o", "--output", help="Ghi ra tệp này thay vì màn hình.")]


class Format(StrEnum):
    """What `sohoa ocr` prints."""

    TEXT = "text"
    JSON = "json"
    HOCR = "hocr"
    ALTO = "alto"
    PDF = "pdf"


def register(app: typer.Typer) -> None:
    """Add the command of this module."""
    app.command("ocr", help="Đọc chữ trên bản quét và in ra.")(ocr)


def ocr(
    files: Files,
    layout: Annotated[
        Format,
        typer.Option(
            "--format",
            help="text: chữ thuần · json: từng từ, tọa độ · hocr · alto · pdf: PDF/A tìm được chữ.",
        ),
    ] = Format.TEXT,
    output: Output = None,
) -> int:
    """Print the text of every page, or everything known about it, or make files of it."""
    settings = read_settings()
    if layout not in (Format.TEXT, Format.JSON):
        return _derive(files, layout, output, settings)
    tally = Tally()
    with _writing(output) as out, PagePool(settings.workers, settings.limits) as pool:
        print_file = _print_text
        if layout is Format.JSON:
            from cli.page_json import print_json as print_file  # imports the shapes of everything

        for opened, pages in read_scans(files, settings, pool):
            print_file(opened, pages, out, tally)
    return tally.exit_code


def _derive(files: list[Path], layout: Format, output: Path | None, settings: Settings) -> int:
    """Write one hOCR, ALTO or PDF for each file."""
    from cli import deriving  # what makes PDFs takes 100 ms to import

    target, tally = deriving.Target(output, layout, len(files)), Tally()
    with PagePool(settings.workers, settings.limits) as pool:
        for opened, results in read_scans(files, settings, pool):
            seen = Seen(tally, opened.problems)
            if not opened.scan:
                continue
            pages = (result.page for result in seen.through(results))
            try:
                to = target.path(opened.scan)
                deriving.derive(layout, opened.scan, pages, pool.engine_version, settings.limits, to)
            except BadScan as exc:
                tally.bad += 1
                seen.problems.append(Problem("derive", exc.code, exc.message))
            for problem in seen.problems:
                complain(opened.name, problem)
    return tally.exit_code


def _print_text(opened: Opened, results: Iterator[PageResult], out: TextIO, tally: Tally) -> None:
    """The body of each page and one form feed after it; a file that can't be opened counts as a page."""
    seen = Seen(tally, opened.problems)
    for result in seen.through(results):
        out.write(f"{result.page.text}\n\f" if result.page.text else "\f")
        for problem in result.problems:
            complain(opened.name, problem)
    if not opened.scan:
        out.write("\f")
    out.flush()


@contextmanager
def _writing(output: Path | None) -> Iterator[TextIO]:
    if output is None:
        yield sys.stdout
        return
    try:
        with output.open("w", encoding="utf-8") as file:
            yield file
    except OSError as exc:
        raise SohoaError(f"{output} can't be written: {exc.strerror}.", code="output") from exc
