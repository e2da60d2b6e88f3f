"""Find dossiers: parse, search, pick the best page, mark the words on it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from time import perf_counter

from core.access import Viewer
from core.errors import ConfigError
from core.page import Box
from dossiers import privacy
from dossiers.services import Services
from dossiers.sight import sight
from search.cursor import parse_cursor
from search.index import DossierHit, FacetValue, PageEntry, Question, Tier
from search.marks import mark
from search.query import parse
from search.schema import KEYS
from search.tree import Query


@dataclass(frozen=True, slots=True)
class Search:
    """What is asked, as typed."""

    text: str
    where: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    date_from: str | None = None
    date_to: str | None = None
    limit: int = 20
    offset: int = 0
    nearly: bool | None = None
    """Whether what matches only nearly is listed too, after all others; None: where few dossiers match."""
    cursor: str | None = None
    """Lists by tier, newest, id from here on, `*` from the start; `offset` does not count then."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A dossier found, with the page that shows why."""

    dossier: str
    code: str | None
    tier: str
    score: float
    fields: Mapping[str, tuple[str, ...]]
    document: str | None = None
    """sha256 of the file of the best page; None when only fields match."""
    page: int | None = None
    snippet: str = ""
    """HTML-escaped, matches in <mark>."""
    boxes: tuple[Box, ...] = ()
    width_px: int = 0
    height_px: int = 0


@dataclass(frozen=True, slots=True)
class Answer:
    """What was found."""

    total: int
    took_ms: float
    understood: str
    hits: tuple[Hit, ...]
    facets: Mapping[str, tuple[FacetValue, ...]]
    nearly: int = 0
    """How many of them only match nearly."""
    more: bool = False
    """Whether there are more than `total`."""
    next: str | None = None
    """The cursor of the next part of a listing."""


def find(services: Services, search: Search, viewer: Viewer) -> Answer:
    """Answer a search as far as `viewer` may see.

    Raises:
        ConfigError: a field name or date of the filters is not known.
    """
    started = perf_counter()
    question = _question(services, search, viewer)
    viewer = sight(services, viewer)
    found = services.index.search(question, viewer)
    shown = replace(question, query=_as_printed(search.text))
    pages = services.index.pages([hit.dossier for hit in found.hits], shown, viewer)
    hits = tuple(_hit(hit, pages.get(hit.dossier), shown.query) for hit in found.hits)
    took_ms = round((perf_counter() - started) * 1000, 1)
    following = str(found.next) if found.next else None
    return Answer(
        found.total,
        took_ms,
        question.query.understood,
        hits,
        found.facets,
        found.nearly,
        found.more,
        following,
    )


def _question(services: Services, search: Search, viewer: Viewer) -> Question:
    """Personal numbers are looked up by fingerprint, because the index does not hold them."""
    where, text = dict(search.where), search.text
    if asked := next((name for name in where if name in KEYS), None):
        raise ConfigError(f"No field {asked} can be asked for.", code="unknown_field")
    numbers = list(privacy.personal_numbers(text)) if viewer.may_look_up_persons else []
    if numbers:
        prints = tuple(privacy.fingerprint(text[start:end], services.person_key) for start, end in numbers)
        where["person_keys"] = where.get("person_keys", ()) + prints
        for start, end in reversed(numbers):
            text = text[:start] + " " + text[end:]
        text = re.sub(r"\s+", " ", text).strip()
    query = parse(text)
    first, last = (parse_day(given) for given in (search.date_from, search.date_to))
    cursor = parse_cursor(search.cursor) if search.cursor else None
    return Question(query, where, first, last, search.limit, search.offset, None, cursor, search.nearly)


def _as_printed(text: str) -> Query:
    """The question with personal numbers as the index shows them, however they are spaced: 027******234."""
    masked = privacy.mask(text)
    for start, end in reversed(list(privacy.personal_numbers(text))):
        masked = f'{masked[:start]}"{masked[start:end]}"{masked[end:]}'
    return parse(masked)


def parse_day(given: str | None) -> str | None:
    """A day as asked for, YYYY-MM-DD; None where none is.

    Raises:
        ConfigError: it is no date.
    """
    if not given:
        return None
    try:
        return date.fromisoformat(given).isoformat()
    except ValueError as exc:
        raise ConfigError(f"{given!r} is no date; write it as 2025-01-24.", code="bad_date") from exc


def hit_of(hit: DossierHit) -> Hit:
    """A dossier without a page, its fingerprints left out."""
    fields = {name: values for name, values in hit.fields.items() if name not in KEYS}
    return Hit(hit.dossier, hit.code, hit.tier.name.lower(), hit.score, fields)


def _hit(hit: DossierHit, page: PageEntry | None, query: Query) -> Hit:
    found = hit_of(hit)
    if not page:
        return found
    marked = mark(page, query, nearly=hit.tier is Tier.FUZZY)
    return replace(
        found,
        document=page.document,
        page=page.number,
        snippet=marked.snippet,
        boxes=marked.boxes,
        width_px=page.width_px,
        height_px=page.height_px,
    )
