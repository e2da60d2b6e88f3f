"""`sohoa ocr --format hocr|alto|pdf`: files for other programs, one for each scan."""

import shutil
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from core.disk_errors import translated
from core.errors import ConfigError
from core.model import Scan
from core.page import Page
from core.settings import Limits
from pipeline.derive.alto import alto
from pipeline.derive.hocr import hocr
from pipeline.derive.searchable import write_searchable

SUFFIXES = {"hocr": ".hocr.html", "alto": ".alto.xml", "pdf": ".pdf"}
"""What a file is called in a folder of results, by format."""


class Target:
    """Where the results of one call go: the screen, a file, or a folder for several."""

    def __init__(self, output: Path | None, layout: str, count: int) -> None:
        """Check that so many results of this format fit `output`.

        Raises:
            ConfigError: a PDF has no place to go, or several results share one.
        """
        if output is None and layout == "pdf":
            raise ConfigError("A PDF can't be printed on the screen; say where it goes with -o.")
        self._folder = output if output is not None and (output.is_dir() or count > 1) else None
        if count > 1 and (output is None or output.is_file()):
            raise ConfigError(f"Several files need a folder for their {layout}; name one with -o.")
        self._output, self._layout = output, layout
        self._taken: set[str] = set()

    def path(self, scan: Scan) -> Path | None:
        """The file to write for `scan`; None for the screen."""
        if self._folder is None:
            return self._output
        self._folder.mkdir(parents=True, exist_ok=True)
        stem, suffix = scan.path.stem, SUFFIXES[self._layout]
        names = (f"{stem}{f'-{number}' if number > 1 else ''}{suffix}" for number in range(1, 1_000_000))
        name = next(name for name in names if name not in self._taken)
        self._taken.add(name)
        return self._folder / name


def derive(
    layout: str, scan: Scan, pages: Iterable[Page], engine: str, limits: Limits, to: Path | None
) -> None:
    """Write one result; the file appears when it is whole.

    Raises:
        BadScan: no PDF can be made of the scan.
        ConfigError: the result would overwrite the scan.
        Unavailable: the result can't be written.
    """
    if to is not None and to.exists() and to.samefile(scan.path):
        raise ConfigError(f"{to} is the scan itself; choose another name with -o.")
    with _written(to) as draft:
        if layout == "pdf":
            write_searchable(scan, pages, limits, draft)
        elif layout == "alto":
            draft.write_bytes(alto(pages, scan.path.name, scan.sha256, engine))
        else:
            _write_text(draft, hocr(pages, scan.path.name, engine))


def _write_text(path: Path, pieces: Iterator[str]) -> None:
    with path.open("w", encoding="utf-8") as file:
        file.writelines(pieces)


@contextmanager
def _written(to: Path | None) -> Iterator[Path]:
    """A draft that is moved to its place, or shown, when all went well."""
    where = to.parent if to else None
    with translated("output folder"), TemporaryDirectory(prefix=".sohoa-", dir=where) as folder:
        draft = Path(folder) / "draft"
        yield draft
        if to is not None:
            draft.replace(to)
            return
        with draft.open(encoding="utf-8") as file:
            shutil.copyfileobj(file, sys.stdout)
