"""The search index seam: what SQLite and Elasticsearch answer alike."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import IntEnum
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote, urlsplit

from core.access import OPEN, Viewer
from core.errors import ConfigError
from core.page import Line
from core.settings import Settings
from search.cursor import Cursor
from search.tree import Query, least_words, loosen

MAX_TOTAL = 10_000
"""Up to this many dossiers are counted exactly."""

FEW_HITS = 10
"""Fewer exact hits than this leave room for near ones …"""
WORDS_TO_BE_SURE = 3
"""… when the question has this many words; with fewer, near hits are noise beside exact ones."""


class Tier(IntEnum):
    """How a dossier matched; a better (smaller) tier always comes first."""

    CODE = 1
    """A code or field equals the question."""
    PHRASE = 2
    """The words stand in a row, with marks."""
    MARKED = 3
    """All words with their marks."""
    FOLDED = 4
    """All words, some without regard to marks."""
    FUZZY = 5
    """Words that are nearly the same."""


@dataclass(frozen=True, slots=True)
class PageEntry:
    """A page as the index keeps it."""

    document: str
    """sha256 of the file."""
    number: int
    lines: tuple[Line, ...]
    """Searchable words in reading order with their boxes (body, then regions), already masked."""
    text_class: str = OPEN
    width_px: int = 0
    height_px: int = 0


@dataclass(frozen=True, slots=True)
class DossierEntry:
    """A dossier as the index keeps it; replaced whole by a higher generation."""

    id: str
    generation: int
    readers: tuple[str, ...]
    """Agencies and branches that may see it; empty means supervisors only."""
    code: str | None = None
    date: str | None = None
    """YYYY-MM-DD: received, else issued; what a date range filters by."""
    fields: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Field name → values, canonical; names are those of `search.schema.FIELDS`."""
    pages: tuple[PageEntry, ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """A parsed query with its filters and the part of the answer that is wanted."""

    query: Query
    where: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Field → accepted values; different fields AND, values of one field OR."""
    date_from: str | None = None
    date_to: str | None = None
    limit: int = 20
    offset: int = 0
    readers: tuple[str, ...] | None = None
    """Only dossiers that one of these agencies may see; None asks for no agency."""
    cursor: Cursor | None = None
    """Lists by tier, newest, id instead of by score, from here on; `offset` does not count then."""
    nearly: bool | None = None
    """Whether dossiers whose words are nearly the same are hits too, after all others; None: as needed."""

    def loosened(self, total: int) -> "Question | None":
        """The question that also finds what matches nearly, when it is due beside `total` exact hits."""
        loose = loosen(self.query)
        nearly = self.nearly if self.cursor is None or self.cursor.loose is None else self.cursor.loose
        if nearly is False or loose == self.query:
            return None
        sure = total < FEW_HITS and least_words(self.query.root) >= WORDS_TO_BE_SURE
        due = nearly or not total or sure
        return replace(self, query=loose) if due else None


@dataclass(frozen=True, slots=True)
class DossierHit:
    """A dossier that answers the question."""

    dossier: str
    code: str | None
    tier: Tier
    score: float
    """The engine's own score; comparable within one answer only."""
    fields: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class FacetValue:
    """A value of a facet with the number of matching dossiers that have it."""

    value: str
    count: int


@dataclass(frozen=True, slots=True)
class Found:
    """The answer on the level of dossiers."""

    total: int
    """Number of matching dossiers, exact up to `MAX_TOTAL`."""
    hits: tuple[DossierHit, ...]
    facets: Mapping[str, tuple[FacetValue, ...]]
    nearly: int = 0
    """How many of them only match nearly."""
    more: bool = False
    """Whether there are more than `total`."""
    next: Cursor | None = None
    """Where a listing goes on; None at its end, and for an answer by score."""


class SearchIndex(Protocol):
    """Dossiers and pages, searched under a viewer's eyes.

    Every method raises `Unavailable` when the index can't be reached and
    `SchemaOutdated` when it was built by another schema version.
    """

    def prepare(self) -> None:
        """Create what is missing; check the schema version."""

    def add(self, entries: Iterable[DossierEntry]) -> int:
        """Index dossiers in bulk, visible to searches on return; the number that changed.

        An entry whose generation is not above the indexed one changes nothing, pages included.
        """

    def remove(self, dossier: str, generation: int) -> None:
        """Forget a dossier unless it is indexed with a generation above `generation`."""

    def search(self, question: Question, viewer: Viewer) -> Found:
        """Dossiers that match, best first: tier, score, newest, id."""

    def pages(self, dossiers: Sequence[str], question: Question, viewer: Viewer) -> Mapping[str, PageEntry]:
        """For each dossier, the page that shows the match best (none when no page does)."""

    def suggest(self, prefix: str, viewer: Viewer, limit: int = 8) -> tuple[str, ...]:
        """Codes, procedures, agencies, with the clearance names, that start like `prefix`, marks ignored."""

    def ids(self, after: str | None = None) -> Iterator[tuple[str, int]]:
        """Every indexed dossier id above `after` with its generation, in id order."""

    def swap(self) -> None:
        """Make a freshly built index (`open_index(…, fresh=True)`) the one that is searched; drop the old.

        One that was interrupted before its swap is gone on with by the next `open_index(…, fresh=True)`.
        """

    def close(self) -> None:
        """Let go of connections and files."""


def open_index(url: str, settings: Settings, *, fresh: bool = False) -> SearchIndex:
    """The index at `url`; with `fresh` a new one beside it, which takes its place by `swap`.

    Raises:
        ConfigError: `url` is neither `sqlite:///PATH` nor `http(s)://HOST:PORT[/PREFIX][?shards=N]`.
    """
    parts = urlsplit(url)
    if parts.scheme == "sqlite" and not parts.netloc and len(parts.path) > 1:
        from search.embedded import SqliteIndex  # noqa: PLC0415 - it builds on this module

        return SqliteIndex(Path(unquote(parts.path)), fresh=fresh)
    if parts.scheme in ("http", "https") and parts.hostname:
        from search.elastic import ElasticIndex  # noqa: PLC0415 - the client is large

        return ElasticIndex(url, settings.index_api_key, fresh=fresh)
    raise ConfigError("SOHOA_INDEX must be sqlite:///PATH or http(s)://HOST:PORT[/PREFIX][?shards=N].")
