"""The published JSON shapes (`docs/schemas/`): what scripts and the web's API rely on.

Keys may be added, never changed. The command line and the web share these, so
that a script can move from one to the other.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from core.clock import VIETNAM
from core.codec import plain
from core.model import Arrangement, Document, Dossier, Field, Problem, Scan
from core.page import Line, Page, Word
from dossiers import routing
from dossiers.arrivals import Arrivals
from dossiers.corrections.confirming import version_of
from dossiers.corrections.model import Correction, version
from dossiers.corrections.variants import Repeated
from dossiers.corrections.writing import Outcome
from dossiers.delivery import Delivered
from dossiers.rereading import Understood
from dossiers.retrying import Retried, by_cause
from dossiers.status import Status
from dossiers.sweeping.kinds import KINDS
from dossiers.sweeping.sweep import Found, Sweep
from pipeline.preview import Look

Json = dict[str, Any]


def page_shape(page: Page) -> Json:
    """A page of `sohoa ocr --format json`."""
    shape: Json = plain(page)
    shape["confidence"] = round(page.confidence, 4)
    shape["text"] = page.text
    shape["lines"] = [_line_shape(line) for line in page.lines]
    shape["regions"] = [
        {"kind": region.kind, "box": region.box, "lines": [_line_shape(line) for line in region.lines]}
        for region in page.regions
    ]
    return shape


def check_shape(name: str, scan: Scan | None, looks: Iterable[Look], problems: Sequence[Problem]) -> Json:
    """A file of `sohoa check --json`."""
    seen = list(looks)
    failed = [look.problem for look in seen if look.problem]
    return {
        "file": name,
        "sha256": scan.sha256 if scan else None,
        "pages": [look_shape(look) for look in seen],
        "problems": problems_shape([*problems, *failed]),
    }


def look_shape(look: Look) -> Json:
    """A page at first sight."""
    return {
        "number": look.number,
        "blank": look.blank,
        "width_px": look.width_px,
        "height_px": look.height_px,
        "quality": plain(look.quality),
    }


def extract_shape(file: str, document: Document) -> Json:
    """One entry of `sohoa extract --json`."""
    return {
        "schema": "sohoa.extract/1",
        "file": file,
        "document_type": document.document_type,
        "type_code": document.type_code,
        "fields": [field_shape(field) for field in document.fields],
        "papers": plain(document.papers),
        "problems": problems_shape(document.problems),
    }


def field_shape(field: Field) -> Json:
    """A field with its proof."""
    shape: Json = plain(field)
    shape["confidence"] = round(field.confidence, 4)
    return shape


def problems_shape(problems: Iterable[Problem]) -> list[Json]:
    """Problems, each with its stage, code, message and page."""
    return [plain(problem) for problem in problems]


def arrangement_shape(arrangement: Arrangement) -> Json:
    """What is proposed for the pages of a file: the keys splits, marks and page_order."""
    shape: Json = plain(arrangement)
    return shape


def ingest_shape(delivered: Delivered) -> Json:
    """The answer of `sohoa ingest --json`."""
    return {
        "schema": "sohoa.ingest/1",
        "dossiers": [
            {
                "id": one.dossier.id,
                "code": one.dossier.code,
                "status": one.dossier.state.value,
                "documents": len(one.dossier.documents),
                "pages": page_count(one.dossier),
                "outdated": one.outdated,
                "known": one.known,
                "problems": problems_shape(one.dossier.problems),
            }
            for one in delivered.dossiers
        ],
        "quarantined": [plain(one) for one in delivered.quarantined],
        "waiting": [plain(one) for one in delivered.waiting],
        "skipped": list(delivered.skipped),
        "seconds": round(delivered.seconds, 2),
    }


def dossier_shape(
    dossier: Dossier, documents: Sequence[Document], corrections: Sequence[Correction] = ()
) -> Json:
    """The answer of `sohoa show --json`."""
    return {
        "schema": "sohoa.show/1",
        "id": dossier.id,
        "code": dossier.code,
        "status": dossier.state.value,
        "confirmed": dossier.confirmed,
        "branch": dossier.branch,
        "agencies": list(dossier.agencies),
        "routing": _routing_shape(dossier),
        "generation": dossier.generation,
        "updated_at": local_time(dossier.updated_at),
        "fields": [
            {
                **_versioned(field.best),
                "document": field.document,
                "alternatives": [field_shape(one) for one in field.alternatives],
                "confirmed": field.confirmed,
                "changed_since_confirmed": field.changed,
                "hints": list(field.hints),
            }
            for field in dossier.fields
        ],
        "documents": [_document_shape(dossier, document) for document in documents],
        "completeness": plain(dossier.completeness) if dossier.completeness else None,
        "problems": problems_shape(dossier.problems),
        "version": version_of(dossier),
        "corrections": [_correction_shape(one) for one in corrections],
    }


def _routing_shape(dossier: Dossier) -> Json | None:
    """Who settles a dossier and why; `warning` says in Vietnamese what a person has to look at."""
    if dossier.routing is None:
        return None
    return {**plain(dossier.routing), "warning": routing.warning(dossier.routing)}


def _correction_shape(one: Correction) -> Json:
    """Who put what right, when and why; the values stand with the fields, where pages may be hidden."""
    return {
        "id": one.id,
        "kind": one.kind.value,
        "document": one.target.document,
        "pages": [one.target.range.first, one.target.range.last] if one.target.range else None,
        "field": one.target.field,
        "item": one.target.item,
        "reason": one.reason,
        "account": one.account,
        "time": local_time(one.time),
        "approved_by": one.approved_by,
    }


def correct_shape(outcome: Outcome) -> Json:
    """The answer of `sohoa correct --json` and `sohoa confirm --json`."""
    dossier = outcome.dossier
    return {
        "schema": "sohoa.correct/1",
        "dossier": dossier.id,
        "code": dossier.code,
        "status": dossier.state.value,
        "confirmed": dossier.confirmed,
        "generation": dossier.generation,
        "correction": plain(outcome.correction) if outcome.correction else None,
        "merged": outcome.merged,
        "problems": problems_shape(dossier.problems),
    }


def reread_shape(rows: Iterable[Understood]) -> Json:
    """The answer of `sohoa reread --json`."""
    return {
        "schema": "sohoa.reread/1",
        "dossiers": [
            {
                "id": one.dossier.id,
                "code": one.dossier.code,
                "status": one.dossier.state.value,
                "documents": one.documents,
                "changed": one.changed,
                "secret": one.secret,
                "read": one.read,
                "failed": one.failed,
            }
            for one in rows
        ],
    }


def variants_shape(found: Iterable[Repeated]) -> Json:
    """The answer of `sohoa reference variants --json`."""
    return {"schema": "sohoa.variants/1", "variants": [plain(one) for one in found]}


def _versioned(field: Field) -> Json:
    """A field with the version of its value, to correct just this and nothing newer."""
    return {**field_shape(field), "version": version(field.value)}


def dossier_row(dossier: Dossier) -> Json:
    """A dossier in a list."""
    return {
        "id": dossier.id,
        "code": dossier.code,
        "status": dossier.state.value,
        "documents": len(dossier.documents),
        "pages": page_count(dossier),
        "problems": problems_shape(dossier.problems),
        "updated_at": local_time(dossier.updated_at),
    }


def arrivals_shape(arrived: Arrivals) -> Json:
    """The answer of `sohoa status --agency … --json`."""
    return {
        "schema": "sohoa.arrivals/1",
        "agency": {"code": arrived.agency.code, "name": arrived.agency.name},
        "since": arrived.since,
        "total": arrived.total,
        "dossiers": [plain(one) for one in arrived.dossiers],
    }


def difference_shape(found: Found) -> Json:
    """One difference of `sohoa sweep --json`."""
    difference, kind = found.difference, KINDS[found.difference.code]
    return {
        "code": difference.code,
        "subject": difference.subject,
        "detail": difference.detail,
        "message": kind.sentence,
        "remedy": kind.remedy,
        "repaired": found.mended,
    }


def sweep_figures_shape(swept: Sweep, seconds: float) -> Json:
    """What follows the differences in `sohoa sweep --json`."""
    return {
        "total": swept.by_code.total(),
        "repaired": swept.mended,
        "by_code": dict(sorted(swept.by_code.items())),
        "counts": dict(sorted(swept.counts.items())),
        "seconds": round(seconds, 2),
    }


def retry_shape(retried: Sequence[Retried]) -> Json:
    """The answer of `sohoa retry --json`."""
    return {
        "schema": "sohoa.retry/1",
        "submissions": [plain(one) for one in retried],
        "by_cause": by_cause(retried),
    }


def status_shape(one: Status) -> Json:
    """The answer of `sohoa status --json`."""
    return {
        "schema": "sohoa.status/1",
        "at": local_time(one.at),
        "backlog": {
            "submissions": one.submissions,
            "pages_estimated": one.pages,
            "lanes": {name: plain(lane) for name, lane in one.lanes.items()},
            "unreadable": one.unreadable,
        },
        "last_hour": {
            "submissions": one.pace.submissions,
            "pages": one.pace.pages,
            "files_quarantined": one.pace.files_quarantined,
            "failed_pages": one.pace.failed_pages,
            "empty_pages": one.pace.empty_pages,
            "marks_share": _rounded(one.pace.marks_share),
            "confidence": _rounded(one.pace.confidence),
        },
        "forecast_seconds": None if one.forecast_seconds is None else round(one.forecast_seconds),
        "failing": dict(one.failing),
        "quarantined": dict(one.quarantined),
        "workers": [plain(worker) for worker in one.workers],
        "store": plain(one.store),
        "index": plain(one.index),
    }


def _rounded(share: float | None) -> float | None:
    return None if share is None else round(share, 4)


def page_count(dossier: Dossier) -> int:
    """Pages of all documents of a dossier."""
    return sum(member.page_count for member in dossier.documents)


def local_time(instant: datetime | None) -> str | None:
    """An instant as people here read it: ISO with +07:00."""
    return instant.astimezone(VIETNAM).isoformat() if instant else None


def _document_shape(dossier: Dossier, document: Document) -> Json:
    member = next(one for one in dossier.documents if one.sha256 == document.sha256)
    return {
        "sha256": document.sha256,
        "name": member.name,
        "media_type": document.media_type,
        "document_type": document.document_type,
        "type_code": document.type_code,
        "pages": document.page_count,
        "page_states": [state.value for state in document.page_states],
        "confidence": round(document.confidence, 4),
        "fields": [_versioned(field) for field in document.fields],
        "papers": plain(document.papers),
        "problems": problems_shape(document.problems),
        **arrangement_shape(document.arrangement),
    }


def _line_shape(line: Line) -> Json:
    return {
        "text": line.text,
        "confidence": round(line.confidence, 4),
        "box": line.box,
        "words": [_word_shape(word) for word in line.words],
    }


def _word_shape(word: Word) -> Json:
    """A word; `raw` only where it was put right after it was read."""
    shape: Json = plain(word)
    if word.raw is None:
        del shape["raw"]
    return shape
