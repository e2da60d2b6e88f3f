"""The scans of one call: opened, read page by page from one pool, and what went wrong with them."""

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated

import typer

from core.errors import BadScan, NotFound
from core.model import Problem, Scan
from core.page import PageState
from core.settings import Settings
from dossiers import reasons
from pipeline.load import open_scan
from pipeline.pool import PageJob, PagePool
from pipeline.process import PageResult

Files = Annotated[list[Path], typer.Argument(help="Tệp PDF, TIFF, JPEG, PNG hoặc WebP.", metavar="TỆP…")]


def complain(file: str, problem: Problem) -> None:
    """Say on stderr what is wrong with a file or one of its pages."""
    where = f", trang {problem.page}" if problem.page else ""
    sys.stderr.write(
        f"sohoa: {file}{where}: [{problem.code}] {reasons.reason(problem.code, problem.message)}\n"
    )


class Opened:
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
            complain(self.name, self.problems[0])

    @property
    def page_count(self) -> int:
        """0 for what is no scan."""
        return self.scan.page_count if self.scan else 0


class Tally:
    """Counts pages to find the exit code: 0 all read, 1 some failed, 4 nothing readable."""

    def __init__(self) -> None:
        self.good = self.bad = 0

    def count(self, state: PageState) -> None:
        """Count a page that ended in `state`."""
        if state.failed:
            self.bad += 1
        else:
            self.good += 1

    @property
    def exit_code(self) -> int:
        """What the command ends with."""
        if not self.bad:
            return 0
        return 1 if self.good else BadScan.exit_code


class Seen:
    """Watches page results go by and keeps their problems."""

    def __init__(self, tally: Tally, problems: tuple[Problem, ...]) -> None:
        self._tally = tally
        self.problems = list(problems)
        if problems:
            tally.bad += 1

    def through(self, results: Iterable[PageResult]) -> Iterator[PageResult]:
        """The results, counted as they pass."""
        for result in results:
            self._tally.count(result.page.state)
            self.problems += result.problems
            yield result


def read_scans(
    files: list[Path], settings: Settings, pool: PagePool
) -> Iterator[tuple[Opened, Iterator[PageResult]]]:
    """Open all files, then read their pages from one pool; pages come in order."""
    opened = [Opened(path, settings) for path in files]
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
