"""`sohoa ocr` and `sohoa extract`: read files to the screen, without store, index or server."""

import json
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Annotated, TextIO

import typer

from cli.environment import read_settings
from core.errors import BadScan, NotFound, SohoaError
from core.model import Document, Problem, Scan
from core.page import PageState
from core.settings import Settings
from dossiers import shapes, wording
from pipeline.extract import understand
from pipeline.load import open_scan
from pipeline.pool import PageJob, PagePool
from pipeline.process import PageResult
from pipeline.reference import load_reference
from pipeline.splits import arrange, summarise

Files = Annotated[list[Path], typer.Argument(help="Tệp PDF, TIFF, JPEG, PNG hoặc WebP.", metavar="TỆP…")]
Output = Annotated[Path | None, typer.Option("-o", "--output", help="Ghi ra tệp này thay vì màn hình.")]


class Format(StrEnum):
    """What `sohoa ocr` prints."""

    TEXT = "text"
    JSON = "json"
    HOCR = "hocr"
    ALTO = "alto"
    PDF = "pdf"


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command("ocr", help="Đọc chữ trên bản quét và in ra.")(ocr)
    app.command("extract", help="Đọc bản quét và trích các trường: mã hồ sơ, người nộp, số, ngày, …")(extract)


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
    tally = _Tally()
    with _writing(output) as out, PagePool(settings.workers, settings.limits) as pool:
        for opened, pages in _read(files, settings, pool):
            print_file = _print_json if layout is Format.JSON else _print_text
            print_file(opened, pages, out, tally)
    return tally.exit_code


def _derive(files: list[Path], layout: Format, output: Path | None, settings: Settings) -> int:
    """Write one hOCR, ALTO or PDF for each file."""
    from cli import deriving  # what makes PDFs takes 100 ms to import

    target, tally = deriving.Target(output, layout, len(files)), _Tally()
    with PagePool(settings.workers, settings.limits) as pool:
        for opened, results in _read(files, settings, pool):
            seen = _Seen(tally, opened.problems)
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
                _complain(opened.name, problem)
    return tally.exit_code


def extract(
    files: Files,
    as_json: Annotated[bool, typer.Option("--json", help="In ra JSON cho chương trình khác.")] = False,
) -> int:
    """Print the fields of every file."""
    settings = read_settings()
    reference, tally = load_reference(), _Tally()
    entries = []
    with PagePool(settings.workers, settings.limits) as pool:
        for opened, results in _read(files, settings, pool):
            seen = _Seen(tally, opened.problems)
            understood = understand((result.page for result in seen.through(results)), reference)
            document = Document(
                sha256=opened.scan.sha256 if opened.scan else "",
                media_type=opened.scan.media_type if opened.scan else "",
                page_count=opened.page_count,
                document_type=understood.document_type,
                type_code=understood.type_code,
                fields=understood.fields,
                problems=(*seen.problems, *understood.problems),
                papers=understood.papers,
            )
            entries.append(shapes.extract_shape(opened.name, document))
            if not as_json:
                _print_fields(document, opened.name)
    if as_json:
        sys.stdout.write(json.dumps(entries, ensure_ascii=False, indent=2) + "\n")
    return tally.exit_code


def _complain(file: str, problem: Problem) -> None:
    where = f", trang {problem.page}" if problem.page else ""
    sys.stderr.write(
        f"sohoa: {file}{where}: [{problem.code}] {wording.reason(problem.code, problem.message)}\n"
    )


class _Opened:
    """A file of the call: a scan, or the problem that kept it from being one."""

    def __init__(self, path: Path, settings: Settings) -> None:
        self.name = str(path)
        self.scan: Scan | None = None
        self.problems: tuple[Problem, ...] = ()
        try:
            if not path.is_file():
                raise NotFound(f"There is no file {path}.")
            self.scan = open_scan(path, settings.limits)
        except (BadScan, NotFound) as exc:
            self.problems = (Problem("open", exc.code, exc.message),)
            _complain(self.name, self.problems[0])

    @property
    def page_count(self) -> int:
        return self.scan.page_count if self.scan else 0


class _Tally:
    """Counts pages to find the exit code: 0 all read, 1 some failed, 4 nothing readable."""

    def __init__(self) -> None:
        self.good = self.bad = 0

    def count(self, state: PageState) -> None:
        if state.failed:
            self.bad += 1
        else:
            self.good += 1

    @property
    def exit_code(self) -> int:
        if not self.bad:
            return 0
        return 1 if self.good else BadScan.exit_code


class _Seen:
    """Watches page results go by and keeps their problems."""

    def __init__(self, tally: _Tally, problems: tuple[Problem, ...]) -> None:
        self._tally = tally
        self.problems = list(problems)
        if problems:
            tally.bad += 1

    def through(self, results: Iterable[PageResult]) -> Iterator[PageResult]:
        for result in results:
            self._tally.count(result.page.state)
            self.problems += result.problems
            yield result


def _read(
    files: list[Path], settings: Settings, pool: PagePool
) -> Iterator[tuple[_Opened, Iterator[PageResult]]]:
    """Open all files, then read their pages from one pool; pages come in order."""
    opened = [_Opened(path, settings) for path in files]
    results = pool.read(
        PageJob(one.scan, number, None)
        for one in opened
        if one.scan
        for number in range(1, one.scan.page_count + 1)
    )
    for one in opened:
        pages = (next(results) for _ in range(one.page_count))
        yield one, pages
        for _ in pages:  # A reader that stopped early must not shift the next file's pages.
            pass


def _print_text(opened: _Opened, results: Iterator[PageResult], out: TextIO, tally: _Tally) -> None:
    """The body of each page and one form feed after it; a file that can't be opened counts as a page."""
    seen = _Seen(tally, opened.problems)
    for result in seen.through(results):
        out.write(f"{result.page.text}\n\f" if result.page.text else "\f")
        for problem in result.problems:
            _complain(opened.name, problem)
    if not opened.scan:
        out.write("\f")
    out.flush()


def _print_json(opened: _Opened, results: Iterator[PageResult], out: TextIO, tally: _Tally) -> None:
    """One object, written page by page so that memory does not grow with the file."""
    seen = _Seen(tally, opened.problems)
    head = {
        "schema": "sohoa.ocr/1",
        "file": opened.name,
        "sha256": opened.scan.sha256 if opened.scan else None,
    }
    out.write(json.dumps(head, ensure_ascii=False)[:-1] + ', "pages": [')
    summaries = []
    for number, result in enumerate(seen.through(results)):
        out.write(", " if number else "")
        out.write(json.dumps(shapes.page_shape(result.page), ensure_ascii=False))
        summaries.append(summarise(result.page))
    foot = {
        "problems": shapes.problems_shape(seen.problems),
        **shapes.arrangement_shape(arrange(summaries)),
    }
    out.write("], " + json.dumps(foot, ensure_ascii=False)[1:] + "\n")


def _print_fields(document: Document, name: str) -> None:
    from cli.screen import print_fields  # Rich costs 60 ms that --json need not pay

    print_fields(document, name)


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
