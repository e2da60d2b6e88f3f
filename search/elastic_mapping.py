"""The mappings and settings of the two Elasticsearch indices, from the one field table."""

from typing import Any

from search.record import DossierRecord, PageRecord
from search.schema import COLUMNS, FACETS, SCHEMA_VERSION

Json = dict[str, Any]

SEPARATOR = "\x1f"
"""Between the folded key and the value of a suggestion; sorts below every letter."""

_KEYWORD: Json = {"type": "keyword"}
_STORED_ONLY: Json = {"type": "object", "enabled": False}
_FORMS = ("marked", "folded")


def _tokens(*, norms: bool) -> Json:
    return {"type": "text", "analyzer": "whitespace", "norms": norms}


def dossier_mapping() -> Json:
    """A dossier: ready tokens, whole values, facets; shown values are stored, not indexed."""
    properties: Json = {
        "id": _KEYWORD,
        "generation": {"type": "long"},
        "live": {"type": "boolean"},
        "date": _KEYWORD,
        "readers": _KEYWORD,
        "exact": {"type": "keyword", "doc_values": False},
        "suggest": _KEYWORD,
        "shown": _STORED_ONLY,
    }
    properties |= {f"facet_{name}": _KEYWORD for name in FACETS}
    properties |= {f"{name}_{form}": _tokens(norms=True) for name in COLUMNS for form in _FORMS}
    return _mapping(properties, ["generation", "pages", "shown"])


def page_mapping() -> Json:
    """A page: its tokens, and its packed words for marking."""
    properties: Json = {
        "dossier": _KEYWORD,
        "generation": {"type": "long"},
        "ordinal": {"type": "integer"},
        "class": _KEYWORD,
        "shown": _STORED_ONLY,
    }
    properties |= {form: _tokens(norms=False) for form in _FORMS}
    return _mapping(properties, ["shown"])


def settings(*, fresh: bool) -> Json:
    """A build that nobody searches yet is neither refreshed nor copied until it is swapped in."""
    serving: Json = {"refresh_interval": None, "auto_expand_replicas": "0-1"}
    building: Json = {"refresh_interval": "-1", "auto_expand_replicas": False, "number_of_replicas": 0}
    return building if fresh else serving


def dossier_source(new: DossierRecord) -> Json:
    """The document of a dossier."""
    entry = new.entry
    source: Json = {
        "id": entry.id,
        "generation": entry.generation,
        "live": True,
        "date": entry.date,
        "readers": entry.readers,
        "exact": new.exact,
        "suggest": [f"{key}{SEPARATOR}{value}" for key, value in new.suggest],
        "pages": len(new.pages),
        "shown": {"code": entry.code, "fields": entry.fields},
    }
    source |= {f"facet_{name}": values for name, values in new.facets.items()}
    for name, column in new.columns.items():
        source[f"{name}_marked"], source[f"{name}_folded"] = column.marked, column.folded
    return source


def page_source(dossier: str, generation: int, page: PageRecord) -> Json:
    """The document of a page."""
    entry = page.entry
    return {
        "dossier": dossier,
        "generation": generation,
        "ordinal": page.ordinal,
        "class": entry.text_class,
        "marked": page.tokens.marked,
        "folded": page.tokens.folded,
        "shown": {
            "document": entry.document,
            "number": entry.number,
            "width": entry.width_px,
            "height": entry.height_px,
            "words": page.packed,
        },
    }


def _mapping(properties: Json, kept: list[str]) -> Json:
    return {
        "dynamic": False,
        "_meta": {"schema": SCHEMA_VERSION},
        "_source": {"includes": [pattern for name in kept for pattern in (name, f"{name}.*")]},
        "properties": properties,
    }
