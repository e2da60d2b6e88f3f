"""JSON of what was found: one shape for the command and the API (`docs/schemas/`)."""

from collections.abc import Sequence
from typing import Any

from core.codec import plain
from dossiers.find import Answer, Hit
from dossiers.related import Related
from dossiers.saved import Alert

Json = dict[str, Any]


def search_shape(answer: Answer) -> Json:
    """The answer of `sohoa search --json`."""
    return {
        "schema": "sohoa.search/1",
        "total": answer.total,
        "more": answer.more,
        "nearly": answer.nearly,
        "next": answer.next,
        "took_ms": answer.took_ms,
        "understood": answer.understood,
        "hits": [_hit_shape(hit) for hit in answer.hits],
        "facets": {name: [plain(value) for value in values] for name, values in answer.facets.items()},
    }


def related_shape(found: Related) -> Json:
    """The answer of `sohoa related --json`."""
    return {
        "schema": "sohoa.related/1",
        "dossier": found.dossier,
        "similar": _rows(found.similar),
        "citing": _rows(found.citing),
        "applicant": None if found.applicant is None else _rows(found.applicant),
    }


def alerts_shape(found: Sequence[Alert]) -> Json:
    """The answer of `sohoa alerts --json`."""
    return {
        "schema": "sohoa.alerts/1",
        "searches": [
            {
                "name": alert.saved.name,
                "text": alert.saved.text,
                "total": alert.total,
                "new": _rows(alert.new),
            }
            for alert in found
        ],
    }


def _hit_shape(hit: Hit) -> Json:
    return {
        "dossier": hit.dossier,
        "code": hit.code,
        "document": hit.document,
        "page": hit.page,
        "tier": hit.tier,
        "score": round(hit.score, 4),
        "snippet": hit.snippet,
        "boxes": [list(box) for box in hit.boxes],
        "fields": _first_values(hit),
    }


def _rows(hits: Sequence[Hit]) -> list[Json]:
    return [{"dossier": hit.dossier, "code": hit.code, "fields": _first_values(hit)} for hit in hits]


def _first_values(hit: Hit) -> dict[str, str]:
    return {name: values[0] for name, values in hit.fields.items() if values}
