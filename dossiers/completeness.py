"""The completeness of a dossier: asked when its record is made, told in Vietnamese."""

from collections.abc import Iterator, Sequence
from datetime import date

from core.model import Completeness, Document, DossierField, FieldItem, Paper
from dossiers import wording
from pipeline.completeness import check_papers
from pipeline.reference import Reference

_WORTH_A_LOOK = ("missing", "listed", "doubled", "unknown")
"""States a clerk is told of, in this order."""


def completeness_of(
    reference: Reference, fields: Sequence[DossierField], documents: Sequence[Document], day: date
) -> Completeness | None:
    """The papers of a dossier against its procedure's list; None while either is not known."""
    values = {one.best.name: one.best.value for one in fields}
    procedure = values.get("procedure_code")
    if not isinstance(procedure, str):
        return None
    listed = values.get("attachments")
    attachments: tuple[FieldItem, ...] = listed if isinstance(listed, tuple) else ()
    papers = (paper for document in documents for paper in _papers(document))
    return check_papers(reference, procedure, day, papers, attachments)


def _papers(document: Document) -> tuple[Paper, ...]:
    """Its papers; a document understood before there were any is one."""
    whole = Paper(1, document.page_count, document.document_type, document.type_code)
    return document.papers or (whole,)


def said(completeness: Completeness | None) -> Iterator[str]:
    """What a clerk is told: a line a state, nothing where all papers are there."""
    if completeness is None:
        return
    for state in _WORTH_A_LOOK:
        names = [one.name for one in completeness.papers if one.state == state]
        if names:
            yield f"{wording.PAPER_STATES[state]}: {'; '.join(names)}"
    missing = any(one.state in ("missing", "listed") for one in completeness.papers)
    if missing and completeness.unrecognised:
        yield f"Có {completeness.unrecognised} giấy tờ chưa rõ loại, có thể là giấy tờ còn thiếu."
