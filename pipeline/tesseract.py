"""Tesseract as an OCR engine, through pytesseract."""

import hashlib
import os
import re
import shutil
import subprocess
from collections.abc import Iterable
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

import pytesseract
from PIL import Image

from core.errors import MissingDependency, Unavailable
from core.page import Box, Line, Pixels, Word
from core.text import nfc
from pipeline.number_boxes import with_own_ink
from pipeline.ocr import Hints
from pipeline.packing import packed

_LANGUAGE = "vie"
_SEGMENTATION = {"page": 3, "block": 6, "line": 7, "word": 8}
"""Tesseract's page segmentation mode for each hint."""

_OPTIONS = "-c textord_tabfind_find_tables=0"
"""Ruled tables are found and taken apart before; looking for others costs time, and real pages read
better without: CER 2.2 % instead of 3.0 on four of them."""

_LOOKALIKES = {0x2044: "/", 0x2215: "/", 0x00D0: "Đ", 0x00F0: "đ", 0x0189: "Đ"}
"""Fraction and division slash, which Tesseract now and then reads in document numbers, and letters of other
alphabets that look like Đ; typed are only `/` and Đ."""

_WORD_LEVEL = "5"
_START_SECONDS = 30
_LISTING = re.compile(r'"(?P<folder>.+)"')


class _Entry(NamedTuple):
    """One word of Tesseract's table."""

    line: tuple[str, str, str]
    """Block, paragraph and line number."""
    word: Word


class TesseractEngine:
    """Reads with Tesseract's Vietnamese model, one process a picture, one thread a process."""

    def __init__(self) -> None:
        # pytesseract hands Tesseract this process's environment and takes no other. With
        # several pages at a time Tesseract's own threads make each several times slower.
        os.environ["OMP_THREAD_LIMIT"] = "1"
        self._version = _version()

    @property
    def version(self) -> str:
        """Such as `tesseract 5.3.0 vie:1a2b3c4d`, the hash being that of the language data."""
        return self._version

    def read(self, image: Pixels, hints: Hints) -> tuple[Line, ...]:
        """Read grey `image`; boxes are its pixels.

        Raises:
            MissingDependency: Tesseract is not installed.
            Unavailable: it did not finish in time (code `timed_out`) or broke.
        """
        page = packed(image, hints.dpi)
        if page is None:
            return ()
        lines = to_lines(_table(page.pixels, hints))
        return page.unpacked(with_own_ink(line, page.pixels) for line in lines)


def _table(pixels: Pixels, hints: Hints) -> str:
    """What Tesseract reads as its table of words."""
    picture = Image.fromarray(pixels)
    # Without a format pytesseract compresses the page as PNG, 0.5 s for A4 at 300 dpi.
    # Leptonica reads a PGM byte by byte, a BMP at once: 0.87 instead of 0.99 s for a whole page.
    picture.format = "BMP"
    options = f"--psm {_SEGMENTATION[hints.segmentation]} --dpi {hints.dpi} {_OPTIONS}"
    if hints.whitelist:
        options += f" -c tessedit_char_whitelist={hints.whitelist}"
    try:
        table = pytesseract.image_to_data(
            picture, lang=_LANGUAGE, config=options, timeout=max(0.1, hints.seconds)
        )
    except pytesseract.TesseractNotFoundError as exc:
        raise _missing() from exc
    except pytesseract.TesseractError as exc:
        raise Unavailable("Tesseract broke on a page; look at the page.", code="engine_broke") from exc
    except RuntimeError as exc:
        raise Unavailable("Tesseract took too long for a page.", code="timed_out") from exc
    return str(table)


def to_lines(table: str) -> Iterable[Line]:
    """The words of Tesseract's TSV, line by line, in our units and our letters."""
    for _, entries in groupby(_entries(table), key=lambda entry: entry.line):
        yield Line(tuple(entry.word for entry in entries))


def _entries(table: str) -> Iterable[_Entry]:
    for row in table.splitlines()[1:]:
        cells = row.split("\t")
        if len(cells) < 12 or cells[0] != _WORD_LEVEL:
            continue
        text = nfc(cells[11]).strip().translate(_LOOKALIKES)
        left, top, width, height = (int(cell) for cell in cells[6:10])
        if text and width > 0 and height > 0:
            box = Box(left, top, left + width, top + height)
            confidence = min(1.0, max(0.0, float(cells[10]) / 100))
            yield _Entry((cells[2], cells[3], cells[4]), Word(text, box, confidence))


def _version() -> str:
    program = pytesseract.pytesseract.tesseract_cmd
    if shutil.which(program) is None:
        raise _missing()
    try:
        number = str(pytesseract.get_tesseract_version())
    except (pytesseract.TesseractNotFoundError, SystemExit) as exc:
        raise _missing() from exc
    return f"tesseract {number} {_LANGUAGE}:{_language_hash(program)}"


def _language_hash(program: str) -> str:
    listing = subprocess.run(
        [program, "--list-langs"], capture_output=True, text=True, check=False, timeout=_START_SECONDS
    ).stdout
    found = _LISTING.search(listing)
    data = Path(found["folder"] if found else "") / f"{_LANGUAGE}.traineddata"
    if _LANGUAGE not in listing.split() or not data.is_file():
        raise MissingDependency(
            "Tesseract's Vietnamese data is not installed; install tesseract-ocr-vie.",
            code="missing_language_data",
        )
    return hashlib.sha256(data.read_bytes()).hexdigest()[:8]


def _missing() -> MissingDependency:
    return MissingDependency("Tesseract is not installed; install tesseract-ocr.", code="missing_tesseract")
