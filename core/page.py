"""A page: its picture, its words with their places, and what else was found on it.

Everything is frozen; a new result is a new value. Coordinates are pixels of the
*displayed page*: the scan turned upright, straightened, in colour. Page numbers
start at 1. Confidence runs from 0.0 to 1.0.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]
"""An image: h×w (grey) or h×w×3 (BGR), uint8."""

Matrix = tuple[tuple[float, float, float], tuple[float, float, float], tuple[float, float, float]]
"""A 3×3 homography, row by row."""

IDENTITY: Matrix = ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0))


class PageState(StrEnum):
    """How a page ended; every page ends in exactly one of these."""

    READ = "read"
    TEXT_LAYER = "text_layer"
    BLANK = "blank"
    UNREADABLE = "unreadable"
    TIMED_OUT = "timed_out"
    TOO_LARGE = "too_large"
    RESTRICTED = "restricted"

    @property
    def failed(self) -> bool:
        """Whether the page's words, if it has any, are missing."""
        return self in (PageState.UNREADABLE, PageState.TIMED_OUT, PageState.TOO_LARGE)


class Verdict(StrEnum):
    """Whether a page was scanned well enough."""

    GOOD = "good"
    CHECK = "check"
    RESCAN = "rescan"


class Box(NamedTuple):
    """A rectangle in displayed-page pixels; right and bottom are exclusive."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def width(self) -> int:
        """Width in pixels."""
        return self.right - self.left

    @property
    def height(self) -> int:
        """Height in pixels."""
        return self.bottom - self.top

    @property
    def area(self) -> int:
        """Area in square pixels, 0 for an empty box."""
        return max(0, self.width) * max(0, self.height)

    def union(self, other: "Box") -> "Box":
        """The smallest box that holds both."""
        return Box(
            min(self.left, other.left),
            min(self.top, other.top),
            max(self.right, other.right),
            max(self.bottom, other.bottom),
        )

    def moved(self, right: int, down: int) -> "Box":
        """The same box, so many pixels farther right and down."""
        return Box(self.left + right, self.top + down, self.right + right, self.bottom + down)

    def overlap(self, other: "Box") -> int:
        """The shared area in square pixels."""
        return Box(
            max(self.left, other.left),
            max(self.top, other.top),
            min(self.right, other.right),
            min(self.bottom, other.bottom),
        ).area

    @staticmethod
    def around(boxes: Iterable["Box"]) -> "Box":
        """The smallest box that holds all of `boxes`, which must not be empty."""
        rest = list(boxes)
        return Box(
            min(b.left for b in rest),
            min(b.top for b in rest),
            max(b.right for b in rest),
            max(b.bottom for b in rest),
        )


@dataclass(frozen=True, slots=True)
class Word:
    """One printed word."""

    text: str
    """NFC, no spaces."""
    box: Box
    confidence: float
    raw: str | None = None
    """What the engine read, where `text` was put right since."""


@dataclass(frozen=True, slots=True)
class Line:
    """A printed line: its words from left to right, at least one."""

    words: tuple[Word, ...]

    @property
    def text(self) -> str:
        """The words joined by single spaces."""
        return " ".join(word.text for word in self.words)

    @property
    def box(self) -> Box:
        """The box around all words."""
        return Box.around(word.box for word in self.words)

    @property
    def confidence(self) -> float:
        """Mean word confidence weighted by word length."""
        letters = sum(len(word.text) for word in self.words)
        return sum(word.confidence * len(word.text) for word in self.words) / max(1, letters)


@dataclass(frozen=True, slots=True)
class Region:
    """Something on the page that is not body text.

    stamp, seal (no lines), signature_note, margin_note (by pen; lines if it was read), handwriting (an entry
    by pen in a stamp; no lines), unread_mark (a frame that may hold a mark of secrecy; no lines).
    """

    kind: str
    box: Box
    lines: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True)
class TableCell:
    """A cell of a ruled table; rows and columns are counted from 0."""

    row: int
    column: int
    box: Box
    """The cell between its rules."""
    text: str
    row_span: int = 1
    column_span: int = 1


@dataclass(frozen=True, slots=True)
class Table:
    """A ruled table, its cells as text, row by row."""

    box: Box
    rows: tuple[tuple[str, ...], ...]
    cells: tuple[TableCell, ...] = ()
    """The cells that hold text, row by row."""


@dataclass(frozen=True, slots=True)
class Code:
    """A QR or bar code found on the page."""

    symbology: str
    """As the decoder names it: QRCode, Code128, …"""
    text: str
    box: Box


@dataclass(frozen=True, slots=True)
class Quality:
    """How well the page was scanned."""

    verdict: Verdict = Verdict.GOOD
    score: float = 1.0
    """0.0 (useless) to 1.0 (perfect)."""
    reasons: tuple[str, ...] = ()
    """In Vietnamese, each something a scanning clerk can act on."""
    codes: tuple[str, ...] = ()
    """Stable slugs of the reasons, in the same order."""
    worst: Box | None = None
    """Where on the displayed page it is worst, when one place is worse than the rest."""
    measures: Mapping[str, float] = field(default_factory=dict)
    """The figures the verdict stands on, by name; `docs/quality.md` explains each."""


@dataclass(frozen=True, slots=True)
class PageImage:
    """A page in memory on its way to the reader; never stored."""

    number: int
    pixels: Pixels
    dpi: float
    steps: tuple[str, ...] = ()
    """Names of the cleaning steps applied so far."""
    skew_degrees: float = 0.0


@dataclass(frozen=True, slots=True)
class Page:
    """What was read from one page. `lines` is the body in reading order."""

    number: int
    state: PageState
    width_px: int
    """Width of the displayed page; 0 when it could not be opened."""
    height_px: int
    dpi: float
    transform: Matrix = IDENTITY
    """Scan pixels → displayed-page pixels."""
    scan_width_px: int = 0
    """Width of the scan as it was opened, before it was turned and straightened; 0 when it was not."""
    scan_height_px: int = 0
    rotation_degrees: int = 0
    """0, 90, 180 or 270: clockwise turn that made the scan upright."""
    skew_degrees: float = 0.0
    """Clockwise tilt of the scan, after the turn, before straightening."""
    quality: Quality = Quality()
    lines: tuple[Line, ...] = ()
    regions: tuple[Region, ...] = ()
    tables: tuple[Table, ...] = ()
    codes: tuple[Code, ...] = ()

    @property
    def text(self) -> str:
        """The body, one printed line a line."""
        return "\n".join(line.text for line in self.lines)

    @property
    def confidence(self) -> float:
        """Mean word confidence weighted by length; 0.0 for a page without words."""
        words = [word for line in self.lines for word in line.words]
        letters = sum(len(word.text) for word in words)
        return sum(word.confidence * len(word.text) for word in words) / max(1, letters)
