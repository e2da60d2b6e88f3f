"""What is truly printed on a generated page, and its file form beside the scan."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from core.codec import decode, encode
from core.errors import NotFound
from core.page import IDENTITY, Box, Matrix

SCHEMA = "sample-truth/1"

FieldValue = str | int | tuple[Mapping[str, str], ...]
"""Canonical value of a field; a list field is a tuple of items with named parts."""


@dataclass(frozen=True, slots=True)
class TrueWord:
    """A printed word."""

    text: str
    """NFC, no spaces."""
    box: Box
    """Pixels of the page as captured."""
    upright: Box
    """Pixels of the upright, undamaged page at 300 dpi."""
    stamped: bool = False
    """Ink of a stamp or signature lies on the word."""
    table: bool = False
    """The word stands in a ruled table."""


@dataclass(frozen=True, slots=True)
class TrueLine:
    """A printed line."""

    zone: str
    """issuer, motto, number, place_date, type, subject, addressee, body, table, recipients, signer,
    page_number, form or footer."""
    words: tuple[TrueWord, ...]

    @property
    def text(self) -> str:
        """The words joined by single spaces."""
        return " ".join(word.text for word in self.words)


@dataclass(frozen=True, slots=True)
class TruePage:
    """A page as captured: stamps, notes, rules and dotted leaders are no text."""

    number: int
    """1-based within the file."""
    kind: str
    """Which paper it belongs to: a name of `samples.KINDS`."""
    capture: str
    """How it was captured: a name of `samples.CAPTURES`."""
    width_px: int
    height_px: int
    dpi: float
    upright_width_px: int
    upright_height_px: int
    matrix: Matrix = IDENTITY
    """Upright pixels → captured pixels."""
    rotation_degrees: int = 0
    """Clockwise turn that makes the page upright: 0, 90, 180 or 270."""
    skew_degrees: float = 0.0
    """Clockwise tilt of the page after that turn; 0 for photos, whose matrix says all."""
    lines: tuple[TrueLine, ...] = ()
    """In the order a person reads."""
    fields: Mapping[str, FieldValue] = field(default_factory=dict)
    """The facts printed on this page."""
    codes: tuple[str, ...] = ()
    """Content of its QR and bar codes."""

    @property
    def text(self) -> str:
        """One printed line a line."""
        return "\n".join(line.text for line in self.lines)

    @property
    def words(self) -> tuple[TrueWord, ...]:
        """All words in reading order."""
        return tuple(word for line in self.lines for word in line.words)


@dataclass(frozen=True, slots=True)
class TruePaper:
    """One paper inside a file."""

    kind: str
    document_type: str
    """The printed Vietnamese name."""
    type_code: str
    first: int
    """First page in the file, 1-based."""
    last: int
    fields: Mapping[str, FieldValue]


@dataclass(frozen=True, slots=True)
class TrueFile:
    """A generated file."""

    file: str
    """Name of the scan beside which this is kept."""
    document_type: str
    """Of its first paper."""
    type_code: str
    fields: Mapping[str, FieldValue]
    """Of all its papers; the receipt's, then the earlier paper's value wins."""
    papers: tuple[TruePaper, ...]
    pages: tuple[TruePage, ...]


def truth_path(scan: Path) -> Path:
    """Where the truth of `scan` is kept: hidden, so that taking in the folder skips it."""
    return scan.with_name(f".{scan.name}.truth.json")


def save_truth(scan: Path, truth: TrueFile) -> None:
    """Write `truth` beside `scan`."""
    truth_path(scan).write_bytes(encode(truth, SCHEMA))


def load_truth(path: Path) -> TrueFile:
    """Read the truth of a generated scan, given the scan or the truth file itself.

    Raises:
        NotFound: nothing was generated there.
    """
    source = path if path.name.endswith(".truth.json") else truth_path(path)
    try:
        data = source.read_bytes()
    except OSError as exc:
        raise NotFound(f"No truth beside {path.name}; generate it with `sohoa samples`.") from exc
    return decode(data, TrueFile, SCHEMA)
