"""Stored pages as they may be seen: bare where kept apart, from there where a person released them."""

from collections.abc import Iterator

import zstandard

from core import codec
from core.errors import NotFound
from core.model import Document
from core.page import Page, PageState
from dossiers.documents import PAGE_SCHEMA, load_page
from storage import keys
from storage.store import ObjectStore


def visible_pages(store: ObjectStore, document: Document) -> Iterator[Page]:
    """The pages of a document one by one, each as `visible_page` shows it."""
    first, last = (document.pages.first, document.pages.last) if document.pages else (1, document.page_count)
    for number in range(first, last + 1):
        yield visible_page(store, document, number)


def visible_page(store: ObjectStore, document: Document, number: int) -> Page:
    """A page of a document as people left it; `NotFound` when there is none."""
    if number in document.released:
        return full_page(store, document.sha256, number)
    page = load_page(store, document.sha256, number)
    if is_restricted(document, number):
        return Page(number, PageState.RESTRICTED, page.width_px, page.height_px, page.dpi)
    return page


def full_page(store: ObjectStore, sha256: str, number: int) -> Page:
    """A page with all that was read from it, from wherever it is kept; not for showing."""
    page = load_page(store, sha256, number)
    if page.state is not PageState.RESTRICTED:
        return page
    packed = store.get(keys.restricted_key(sha256, "ocr", f"page-{number:04d}.json.zst")).data
    return codec.decode(zstandard.decompress(packed), Page, PAGE_SCHEMA)


def is_restricted(document: Document, number: int) -> bool:
    """Whether a page is kept from everyone."""
    states = document.page_states
    return 0 < number <= len(states) and states[number - 1] is PageState.RESTRICTED


def picture_of(store: ObjectStore, document: Document, number: int, name: str) -> bytes:
    """The picture `name` of a page; `NotFound` where none may be seen."""
    if is_restricted(document, number):
        raise NotFound("This page may not be seen.")
    try:
        return store.get(keys.document_key(document.sha256, name)).data
    except NotFound:
        if number not in document.released:
            raise
        return store.get(keys.restricted_key(document.sha256, name)).data
