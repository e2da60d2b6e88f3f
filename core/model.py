"""The values that travel between packages: pages, documents, dossiers.

Everything is frozen; a new result is a new value. Coordinates are pixels of the
*displayed page*: the scan turned upright, straightened, in colour. Page numbers
start at 1. Confidence runs from 0.0 to 1.0.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from pathlib import Path
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


class DossierState(StrEnum):
    """Where a dossier stands; `confirmed` is kept beside it."""

    WAITING = "waiting"
    PROCESSING = "processing"
    COMPLETE = "complete"
    PARTIAL = "partial"
    QUARANTINED = "quarantined"
    MERGED = "merged"
    DELETED = "deleted"


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
    """Something on the page that is not body text: stamp, signature_note, margin_note."""

    kind: str
    box: Box
    lines: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """A ruled table, its cells as text, row by row."""

    box: Box
    rows: tuple[tuple[str, ...], ...]


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


@dataclass(frozen=True, slots=True)
class PageRange:
    """Pages `first` to `last` of a file, both included, counted from 1."""

    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Scan:
    """A file that was accepted as a scan and can be opened page by page."""

    path: Path
    sha256: str
    """64 lower-case hex digits of the file's bytes."""
    media_type: str
    size_bytes: int
    page_count: int


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


@dataclass(frozen=True, slots=True)
class FieldItem:
    """One item of a list field, such as an attachment."""

    parts: Mapping[str, str]
    """Named parts of the item, such as name, kind, quantity."""
    raw: str
    page: int | None = None
    box: Box | None = None


@dataclass(frozen=True, slots=True)
class Field:
    """One extracted fact with its proof."""

    name: str
    """A name of the field catalogue (`docs/fields.md`)."""
    value: str | int | tuple[FieldItem, ...] | None
    """Canonical form; None when the place was found but can't be read."""
    raw: str
    """As read."""
    confidence: float
    source: str
    """human, code (QR or bar code), label, zone, pattern or text_layer."""
    handwritten: bool = False
    warnings: tuple[str, ...] = ()
    """In Vietnamese."""
    page: int | None = None
    box: Box | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that went wrong and what to do, without personal data."""

    stage: str
    """open, clean, read, extract, store, index, …"""
    code: str
    """Stable slug."""
    message: str
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """One file as understood; its pages are stored beside it and read one by one."""

    sha256: str
    media_type: str
    page_count: int
    document_type: str | None = None
    """The printed Vietnamese name, such as QUYẾT ĐỊNH."""
    type_code: str | None = None
    """The stable code of that type, such as decision."""
    fields: tuple[Field, ...] = ()
    problems: tuple[Problem, ...] = ()
    page_states: tuple[PageState, ...] = ()
    confidence: float = 0.0
    """Mean over the pages that have words, weighted by letters."""
    pages: PageRange | None = None
    """The part of the file this document is; None means all of it."""

    def field(self, name: str) -> Field | None:
        """The field called `name`, if it was found."""
        return next((found for found in self.fields if found.name == name), None)


@dataclass(frozen=True, slots=True)
class Member:
    """A document's place in a dossier."""

    sha256: str
    name: str
    """The name the file was handed in under; shown to people, never part of a key."""
    page_count: int
    state: DossierState
    pages: PageRange | None = None


@dataclass(frozen=True, slots=True)
class DossierField:
    """A fact of the dossier: the best candidate and the ones that lost."""

    best: Field
    document: str
    """sha256 of the document `best` was read from."""
    alternatives: tuple[Field, ...] = ()


@dataclass(frozen=True, slots=True)
class Dossier:
    """One applicant's request with all its papers."""

    id: str
    """`d-` and 20 hex digits; never changes."""
    generation: int
    """Grows by one with every write of the record."""
    state: DossierState
    documents: tuple[Member, ...] = ()
    code: str | None = None
    fields: tuple[DossierField, ...] = ()
    problems: tuple[Problem, ...] = ()
    agencies: tuple[str, ...] = ()
    """Agencies and branches that may see it."""
    branch: str | None = None
    """The branch that received it."""
    merged_into: str | None = None
    retention_class: str | None = None
    frozen: bool = False
    confirmed: bool = False
    updated_at: datetime | None = None
    submissions: tuple[str, ...] = ()
    """Ids of the submissions that made or extended it."""

    def field(self, name: str) -> Field | None:
        """The best value of the field called `name`, if any."""
        return next((found.best for found in self.fields if found.best.name == name), None)


@dataclass(frozen=True, slots=True)
class Manifest:
    """Written last beside a document: it exists only when everything it names does."""

    sha256: str
    document: Document
    reading: str
    """Fingerprint of engine, language data and cleaning version."""
    understanding: str
    """Fingerprint of extraction rules and reference data."""
    artifacts: Mapping[str, str]
    """Key below the document's folder → sha256 of its bytes."""
    finished_at: datetime
    seconds: Mapping[str, float] = field(default_factory=dict)
    """Seconds spent by stage."""
