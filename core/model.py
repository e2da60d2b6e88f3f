"""The values that travel between packages: scans, fields, documents, dossiers.

Everything is frozen; a new result is a new value. What a page is stands in `core/page.py`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from core.page import Box, PageState


class DossierState(StrEnum):
    """Where a dossier stands; `confirmed` is kept beside it."""

    WAITING = "waiting"
    PROCESSING = "processing"
    COMPLETE = "complete"
    PARTIAL = "partial"
    QUARANTINED = "quarantined"
    MERGED = "merged"
    DELETED = "deleted"


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
    value: str | bool | int | tuple[FieldItem, ...] | None
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
class Paper:
    """One of the papers a file holds."""

    first_page: int
    last_page: int
    document_type: str | None
    """The printed Vietnamese name; None where none was recognised."""
    type_code: str | None
    """The stable code of that type; `other` for a paper with text that is none of the known types."""


@dataclass(frozen=True, slots=True)
class Split:
    """A part a file could be split into; a proposal, nothing is cut."""

    first_page: int
    last_page: int
    opens: str
    """What begins at its first page: dossier or paper."""
    code: str | None
    """The code of the dossier it belongs to, where one is known."""
    reason: str
    """Why it begins there: start, separator, code or paper."""


@dataclass(frozen=True, slots=True)
class PageMark:
    """Something about a page that only its neighbours tell, or that it does not count as text."""

    page: int
    mark: str
    """blank, blank_back, separator, out_of_order or upside_down_back."""


@dataclass(frozen=True, slots=True)
class PageTurn:
    """A page that a person wants to see turned."""

    page: int
    degrees: int
    """90, 180 or 270, clockwise from how it is displayed."""


@dataclass(frozen=True, slots=True)
class Arrangement:
    """What is proposed for the pages of a file; the file itself stays as it is."""

    splits: tuple[Split, ...] = ()
    """Parts that together hold every page once, in order; empty when there is nothing to split."""
    marks: tuple[PageMark, ...] = ()
    """By page."""
    page_order: tuple[int, ...] = ()
    """Every page once, in the order they are read; empty when that is the order they lie in."""
    turns: tuple[PageTurn, ...] = ()
    """By page; only what a person asked for."""
    decided: tuple[str, ...] = ()
    """What a person decided, so that it is no proposal any more: splits, page_order."""


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
    arrangement: Arrangement = Arrangement()
    released: tuple[int, ...] = ()
    """Pages that were kept apart by mistake and released by a person."""
    papers: tuple[Paper, ...] = ()
    """What its pages are, in order; every page belongs to one paper."""

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
    confirmed: bool = False
    """Whether a person confirmed this very value."""
    changed: bool = False
    """Whether a person confirmed another value than this one."""
    hints: tuple[str, ...] = ()
    """In Vietnamese; worth a look, no contradiction: they leave the confidence as it is."""


@dataclass(frozen=True, slots=True)
class PaperCheck:
    """One component paper of a dossier: what its procedure wants against what there is."""

    name: str
    state: str
    """scanned, listed (on the receipt only), missing, absent (not needed by all), doubled or unknown."""
    required: bool
    wanted: int
    """Copies its procedure asks for; 0 for a paper it does not know."""
    listed: int
    """Copies the receipt says were handed in."""
    scanned: int
    """Papers of that name among the scans."""


@dataclass(frozen=True, slots=True)
class Completeness:
    """A dossier's papers against the list of its procedure."""

    procedure: str
    """Code of the procedure whose list was used."""
    papers: tuple[PaperCheck, ...]
    """Those of the list in its order, then the unknown ones."""
    unrecognised: int = 0
    """Scanned papers of no known type: any of them may be one that seems missing."""


@dataclass(frozen=True, slots=True)
class Routing:
    """Who settles a dossier."""

    agency: str
    """Code of the agency; of a level of government while it is not known which of its committees."""
    name: str
    """As it was called on the day of reception."""
    basis: str
    """Why: procedure, settling_agency, receiving_unit or address (fields that name it); level where
    nothing names a committee, contradicted where print names an agency of no such level."""


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
    routing: Routing | None = None
    """Who settles it; None while its procedure is not known."""
    branch: str | None = None
    """The branch that received it."""
    merged_into: str | None = None
    retention_class: str | None = None
    frozen: bool = False
    confirmed: bool = False
    updated_at: datetime | None = None
    submissions: tuple[str, ...] = ()
    """Ids of the submissions that made or extended it."""
    completeness: Completeness | None = None
    """None while its procedure, or the list of its papers, is not known."""
    corrections: tuple[str, ...] = ()
    """Ids of the corrections in force, in the order they were accepted."""
    refused: tuple[str, ...] = ()
    """Ids of corrections that came second; never in force."""
    absorbed: tuple[str, ...] = ()
    """Ids of the dossiers that were merged into this one."""

    def field(self, name: str) -> Field | None:
        """The best value of the field called `name`, if any."""
        return next((found.best for found in self.fields if found.best.name == name), None)


@dataclass(frozen=True, slots=True)
class TextMeasure:
    """How much text a reading gave: numbers that fall when text is lost without an error."""

    letters: int = 0
    marked_letters: int = 0
    """Letters that carry a mark: about a quarter of Vietnamese text."""
    empty_pages: int = 0
    """Pages in state read or text_layer without a single word."""


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
    text: TextMeasure | None = None
    """None where it was read by a version that did not measure."""
