"""The programs that are compared: how each is called and where its text ends up."""

import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from bench.machine import CORES, own_program
from bench.meter import Command, Spent, measure
from bench.sheets import Sheet, wrap
from core.errors import ConfigError, MissingDependency, Unavailable

SOHOA, TESSERACT = "sohoa", "tesseract"
ENVIRONMENT = {"OMP_THREAD_LIMIT": "1", "SOHOA_WORKERS": str(CORES)}
"""One process a core, one thread a process."""

_CLEANING = ("--rotate-pages", "--deskew", "--clean")
_BEST = (*_CLEANING, "--rotate-pages-threshold", "0.5", "--oversample", "300")


@dataclass(frozen=True, slots=True)
class Job:
    """A reader's commands for some pages and how to get at the text."""

    commands: tuple[Command, ...]
    texts: Callable[[], list[str]]
    """The text of each page, once the commands have ended."""
    exit_codes: tuple[int, ...] = (0,)
    """Those that still mean text for each page."""


@dataclass(frozen=True, slots=True)
class Reader:
    """A way to read pages."""

    title: str
    program: str
    options: str
    """As the report shows it."""
    prepare: Callable[[list[Sheet], Path], Job]
    """Put the pages into the form the program takes; this is not timed."""


def choose(names: str) -> tuple[str, ...]:
    """The readers named in `names`, with commas between.

    Raises:
        ConfigError: one is not known.
    """
    chosen = tuple(name.strip() for name in names.split(",") if name.strip())
    if not chosen or not set(chosen) <= set(READERS):
        raise ConfigError(f"--only takes some of: {','.join(READERS)}.")
    return tuple(name for name in READERS if name in chosen)


def read(name: str, sheets: list[Sheet], folder: Path) -> tuple[Spent, list[str]]:
    """Read `sheets` with the reader called `name`: what it took and the text of each page.

    Raises:
        MissingDependency: the program is not installed.
        Unavailable: it failed.
    """
    reader = READERS[name]
    if not shutil.which(own_program(reader.program)):
        raise MissingDependency(f"{reader.program} is missing; `./run bench` installs it.")
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    job = reader.prepare(sheets, folder)
    spent = measure(job.commands, CORES, ENVIRONMENT)
    for command, code in zip(job.commands, spent.exit_codes, strict=True):
        if code not in job.exit_codes:
            raise Unavailable(
                f"{reader.title} ended with {code}; see {command.stderr}.", code="reader_failed"
            )
    texts = job.texts()
    if len(texts) != len(sheets):
        raise Unavailable(f"{reader.title} gave {len(texts)} pages for {len(sheets)}.", code="reader_failed")
    for sheet, text in zip(sheets, texts, strict=True):
        (folder / f"{sheet.name}.read.txt").write_text(text, encoding="utf-8")
    return spent, texts


def _sohoa(sheets: list[Sheet], folder: Path) -> Job:
    """One call with every page as delivered: one pool, one process a core."""
    argv = (own_program("sohoa"), "ocr", "--format", "text", *(str(sheet.file) for sheet in sheets))
    text = folder / "text.txt"
    # A form feed follows each page. 1: some pages could not be read; they are empty.
    return Job((_command(argv, text),), lambda: _split(text)[:-1], (0, 1))


def _tesseract(sheets: list[Sheet], folder: Path) -> Job:
    """One process a page, one process a core at a time."""
    commands = []
    for sheet in sheets:
        picture = folder / f"{sheet.name}.png"
        with Image.open(sheet.picture) as image:
            image.save(picture)
        base = str(folder / sheet.name)
        argv = ("tesseract", str(picture), base, "-l", "vie", "--dpi", str(sheet.dpi))
        commands.append(_command(argv, Path(f"{base}.out")))
    texts = [folder / f"{sheet.name}.txt" for sheet in sheets]
    return Job(tuple(commands), lambda: [path.read_text(encoding="utf-8") for path in texts])


def _ocrmypdf(options: tuple[str, ...]) -> Callable[[list[Sheet], Path], Job]:
    def prepare(sheets: list[Sheet], folder: Path) -> Job:
        """One call with every page in one PDF, a job a core; the PDF it could write is not asked for."""
        pdf, text = folder / "pages.pdf", folder / "sidecar.txt"
        wrap(sheets, pdf)
        jobs = ("-l", "vie", "-j", str(CORES), "--sidecar", str(text), "--output-type", "none")
        argv = (own_program("ocrmypdf"), "--quiet", *options, *jobs, str(pdf), "-")
        # It puts a form feed between pages and none after the last.
        return Job((_command(argv, folder / "out"),), lambda: _split(text))

    return prepare


def _command(argv: tuple[str, ...], stdout: Path) -> Command:
    return Command(argv, str(stdout), f"{stdout}.err")


def _split(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").split("\f")


READERS: Mapping[str, Reader] = {
    SOHOA: Reader("sohoa", "sohoa", "`sohoa ocr`, all pages in one call", _sohoa),
    TESSERACT: Reader(
        "Tesseract", "tesseract", "`tesseract PAGE.png -l vie --dpi …`, one process a core", _tesseract
    ),
    "ocrmypdf": Reader(
        "OCRmyPDF", "ocrmypdf", f"`ocrmypdf {' '.join(_CLEANING)}`, a job a core", _ocrmypdf(_CLEANING)
    ),
    "ocrmypdf-best": Reader(
        "OCRmyPDF, best", "ocrmypdf", f"`ocrmypdf {' '.join(_BEST)}`, a job a core", _ocrmypdf(_BEST)
    ),
}
"""In the order of the report."""
