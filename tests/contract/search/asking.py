"""Short ways to ask an index."""

import unicodedata
from typing import Any

from core.access import LOCAL_VIEWER, Viewer
from search.index import Found, Question, SearchIndex, Tier
from search.query import parse


def ask(index: SearchIndex, text: str, viewer: Viewer = LOCAL_VIEWER, **more: Any) -> Found:
    """Search with the whole answer listed."""
    return index.search(Question(parse(text), **{"limit": 100, **more}), viewer)


def found(index: SearchIndex, text: str, viewer: Viewer = LOCAL_VIEWER, **more: Any) -> set[str]:
    """The ids of all hits."""
    return {hit.dossier for hit in ask(index, text, viewer, **more).hits}


def tiers(index: SearchIndex, text: str, viewer: Viewer = LOCAL_VIEWER, **more: Any) -> dict[str, Tier]:
    """The tier of each hit."""
    return {hit.dossier: hit.tier for hit in ask(index, text, viewer, **more).hits}


def facet(answer: Found, name: str) -> dict[str, int]:
    """A facet as a dictionary."""
    return {each.value: each.count for each in answer.facets.get(name, ())}


def nfd(text: str) -> str:
    """Fully decomposed."""
    return unicodedata.normalize("NFD", text)
