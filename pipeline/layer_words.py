"""The words of a PDF page as poppler finds them, with their places and the encodings of their fonts."""

import html
import re
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass, replace

from core.errors import BadScan, MissingDependency
from core.model import Scan
from core.text import nfc
from pipeline import pdf
from pipeline.legacy_text import SOFT_HYPHEN, Encoding, encoding_of

_SECONDS = 30.0
_ZOOM = 3
"""pdftohtml tells places in whole pixels, this many a point; more than 3 it does not take."""

_ROW = re.compile(
    r'<(?P<tag>line|word) xMin="(?P<left>[-\d.]+)" yMin="(?P<top>[-\d.]+)"'
    r' xMax="(?P<right>[-\d.]+)" yMax="(?P<bottom>[-\d.]+)">(?:(?P<text>[^<]*)</word>)?'
)
_FONT = re.compile(r'<fontspec id="(?P<id>\d+)"[^>]* family="(?P<name>[^"]*)"')
_RUN = re.compile(
    r'<text top="(?P<top>-?\d+)" left="(?P<left>-?\d+)" width="(?P<width>-?\d+)"'
    r' height="(?P<height>-?\d+)" font="(?P<font>\d+)"'
)

Rect = tuple[float, float, float, float]
"""Left, top, right, bottom in points of the shown page."""


@dataclass(frozen=True, slots=True)
class LayerWord:
    """A word of the layer, its place in points of the shown page."""

    text: str
    rect: Rect
    encoding: Encoding | None = None
    """That of its font, where the font's name tells a legacy one."""


LayerLine = tuple[LayerWord, ...]


def find_words(scan: Scan, number: int, shape: pdf.PageShape) -> list[LayerLine]:
    """The words of page `number`, line by line; soft hyphens are still in them.

    Raises:
        BadScan: the text can't be got at in time (code timed_out).
        MissingDependency: poppler is not installed.
    """
    page = str(number)
    lines = _parse(_run("pdftotext", "-q", "-bbox-layout", "-cropbox", "-f", page, "-l", page, scan=scan))
    encodings = {encoding_of(font) for font in shape.fonts}
    if encodings <= {None}:
        return lines
    if len(encodings) == 1:
        only = encodings.pop()
        return [tuple(replace(word, encoding=only) for word in line) for line in lines]
    options = ("-q", "-xml", "-i", "-hidden", "-fontfullname", "-zoom", str(_ZOOM), "-f", page, "-l", page)
    runs = _legacy_runs(_run("pdftohtml", "-stdout", *options, scan=scan), shape)
    return [tuple(replace(word, encoding=_encoding_at(word.rect, runs)) for word in line) for line in lines]


def _run(program: str, *options: str, scan: Scan) -> str:
    command = [program, *options, str(scan.path), *(["-"] if program == "pdftotext" else [])]
    try:
        done = subprocess.run(command, capture_output=True, timeout=_SECONDS, check=False)
    except subprocess.TimeoutExpired as exc:
        raise BadScan("The page's text takes too long to get; print and scan it.", code="timed_out") from exc
    except FileNotFoundError as exc:
        raise MissingDependency(
            "poppler is not installed; install poppler-utils.", code="missing_poppler"
        ) from exc
    return done.stdout.decode("utf-8", "replace")


def _parse(markup: str) -> list[LayerLine]:
    lines: list[list[LayerWord]] = []
    for found in _ROW.finditer(markup):
        if found["tag"] == "line":
            lines.append([])
        elif lines and (text := _clean(found["text"] or "")):
            rect = tuple(float(found[side]) for side in ("left", "top", "right", "bottom"))
            lines[-1].extend(LayerWord(part, (rect[0], rect[1], rect[2], rect[3])) for part in text.split())
    return [tuple(line) for line in lines if line]


def _clean(text: str) -> str:
    plain = nfc(html.unescape(text))
    return "".join(char for char in plain if char.isprintable() or char == SOFT_HYPHEN).strip()


def _legacy_runs(markup: str, shape: pdf.PageShape) -> list[tuple[Rect, Encoding]]:
    """Where text in legacy fonts stands; pdftohtml counts from the corner of the whole sheet."""
    fonts = {found["id"]: encoding_of(html.unescape(found["name"])) for found in _FONT.finditer(markup)}
    across, down = shape.sheet_corner
    runs = []
    for found in _RUN.finditer(markup):
        encoding = fonts.get(found["font"])
        if encoding is not None:
            left, top = int(found["left"]) / _ZOOM + across, int(found["top"]) / _ZOOM + down
            width, height = int(found["width"]) / _ZOOM, int(found["height"]) / _ZOOM
            runs.append(((left, top, left + width, top + height), encoding))
    return runs


def _encoding_at(rect: Rect, runs: Sequence[tuple[Rect, Encoding]]) -> Encoding | None:
    return next((encoding for run, encoding in runs if within(rect, run)), None)


def within(rect: Rect, outer: Rect) -> bool:
    """Whether the middle of `rect` lies in `outer`."""
    x, y = (rect[0] + rect[2]) / 2, (rect[1] + rect[3]) / 2
    return outer[0] <= x <= outer[2] and outer[1] <= y <= outer[3]
