"""Look at one page of a dossier with the searched words, a number or a field marked on it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile

from core.access import Viewer
from core.errors import NotFound
from core.model import Document, Dossier, Field
from core.page import Box, Line, Page
from dossiers import privacy
from dossiers.arranged import leafed, turned
from dossiers.browse import show_dossier
from dossiers.indexing import searchable_lines
from dossiers.pages import visible_page
from dossiers.services import Services
from search.index import PageEntry
from search.marks import mark
from search.query import parse


@dataclass(frozen=True, slots=True)
class PageView:
    """A page with what is to be pointed at."""

    dossier: Dossier
    document: Document
    page: Page
    lines: tuple[Line, ...]
    """Body in reading order, then stamps and notes."""
    boxes: tuple[Box, ...]
    """Where the page answers the question, in reading order."""
    field: Field | None = None
    """The field that was asked for, when it stands on this page."""
    order: tuple[int, ...] = ()
    """The paper's pages in the order they are leafed through."""
    turn_degrees: int = 0
    """How far it is shown turned clockwise; boxes stay in pixels of the page as it is displayed."""

    @property
    def before(self) -> int | None:
        """The page that comes before this one, if any."""
        at = self.order.index(self.page.number)
        return self.order[at - 1] if at else None

    @property
    def after(self) -> int | None:
        """The page that comes after this one, if any."""
        at = self.order.index(self.page.number) + 1
        return self.order[at] if at < len(self.order) else None


@dataclass(frozen=True, slots=True)
class Place:
    """A page of a dossier's document."""

    document: str
    """sha256 of the file."""
    number: int


def view_page(
    services: Services,
    dossier: str,
    place: Place,
    viewer: Viewer,
    text: str = "",
    field: str | None = None,
) -> PageView:
    """The page at `place`, with the words of the question `text` and the field called `field` marked.

    Raises:
        NotFound: the dossier has no such page, or the viewer may not see it.
    """
    found, documents = show_dossier(services, dossier, viewer)
    document = next((one for one in documents if one.sha256 == place.document), None)
    if not document or place.number not in leafed(document):
        raise NotFound(f"Dossier {dossier} has no such page.")
    page = visible_page(services.store, document, place.number)
    lines = searchable_lines(page)
    asked = _field(found, document, field) if field else None
    return PageView(
        dossier=found,
        document=document,
        page=page,
        lines=lines,
        boxes=_marked(services, place.document, page, text, nearly=True),
        field=asked if asked and asked.page == place.number else None,
        order=leafed(document),
        turn_degrees=turned(document, place.number),
    )


def _field(dossier: Dossier, document: Document, name: str) -> Field | None:
    """The dossier's field where it was read here, warned of by other papers; else the paper's own."""
    own = (one.best for one in dossier.fields if one.document == document.sha256 and one.best.name == name)
    return next(own, None) or document.field(name)


def neighbour_hit(
    services: Services, dossier: str, place: Place, viewer: Viewer, text: str, *, backwards: bool = False
) -> Place | None:
    """The nearest later (or earlier) page of the dossier that answers the question, if there is one.

    Raises:
        NotFound: there is no such dossier that the viewer may see.
    """
    _, documents = show_dossier(services, dossier, viewer)
    by_hash = {document.sha256: document for document in documents}
    for other in _beyond(list(_places(documents)), place, backwards):
        page = visible_page(services.store, by_hash[other.document], other.number)
        if _marked(services, other.document, page, text):
            return other
    return None


def _places(documents: Sequence[Document]) -> Iterator[Place]:
    for document in documents:
        for number in leafed(document):
            yield Place(document.sha256, number)


def _beyond(places: Sequence[Place], place: Place, backwards: bool) -> Iterator[Place]:
    """The places before `place`, nearest first, or those after it."""
    before = list(takewhile(lambda other: other != place, places))
    yield from reversed(before) if backwards else places[len(before) + 1 :]


def _marked(
    services: Services, document: str, page: Page, text: str, *, nearly: bool = False
) -> tuple[Box, ...]:
    if not text.strip():
        return ()
    lines = searchable_lines(page)
    entry = PageEntry(document, page.number, lines, width_px=page.width_px, height_px=page.height_px)
    query = parse(text)
    words = mark(entry, query).boxes or (mark(entry, query, nearly=True).boxes if nearly else ())
    return tuple(dict.fromkeys((*words, *_number_boxes(services, lines, text))))


def _number_boxes(services: Services, lines: Iterable[Line], text: str) -> Iterator[Box]:
    """Personal numbers of the question, however they are spaced; the index knows only fingerprints."""
    asked = set(privacy.fingerprints([text], services.person_key)) if _has_number(text) else set()
    for line in lines if asked else ():
        printed = line.text
        for start, end in privacy.personal_numbers(printed):
            if privacy.fingerprint(printed[start:end], services.person_key) in asked:
                yield from _boxes_between(line, start, end)


def _has_number(text: str) -> bool:
    return next(privacy.personal_numbers(text), None) is not None


def _boxes_between(line: Line, start: int, end: int) -> Iterator[Box]:
    """Boxes of the words that overlap a stretch of the line's text."""
    at = 0
    for word in line.words:
        if at < end and at + len(word.text) > start:
            yield word.box
        at += len(word.text) + 1
