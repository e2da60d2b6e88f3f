"""One person across the papers of a dossier: name, number, birth and gender must agree.

Names may differ in marks, case, one letter or a word left out, as reading them does.
A value that is itself doubtful contradicts nothing.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Protocol

from core.model import Document, DossierField, Field
from core.text import fold
from pipeline.extract.candidates import Candidate
from pipeline.extract.checks import DOUBT
from pipeline.extract.checks.reading import DOUBTFUL
from pipeline.extract.namesakes import same_person

APPLICANT = "applicant_name"
PERSON_FACTS = ("national_id", "date_of_birth", "gender")
DESK_PAPERS = ("receipt", "control_slip", "application")
"""Papers whose applicant is the dossier's; others may be about somebody else."""
CODE_DIFFERS = "Mã in trên giấy khác mã trong mã vạch/QR."
NAME_DIFFERS = "Giấy tờ khác trong hồ sơ ghi tên chủ hồ sơ khác."
FACT_DIFFERS = {
    "national_id": "Giấy tờ khác của cùng người ghi số định danh khác.",
    "date_of_birth": "Giấy tờ khác của cùng người ghi ngày sinh khác.",
    "gender": "Giấy tờ khác của cùng người ghi giới tính khác.",
}


class _Read(Protocol):
    """What a field and a candidate have in common."""

    @property
    def value(self) -> object: ...
    @property
    def confidence(self) -> float: ...


def compared(merged: Sequence[DossierField], documents: Sequence[Document]) -> tuple[DossierField, ...]:
    """The dossier's fields with a warning where another paper says something else of the same person.

    What a person confirmed is not warned of.
    """
    told = dict(_contradictions({one.best.name: one for one in merged}, documents))
    return tuple(
        replace(one, best=_doubted(one.best, told[one.best.name]))
        if one.best.name in told and one.best.source != "human"
        else one
        for one in merged
    )


def contradicted(best: Candidate, readings: Sequence[Candidate]) -> Candidate:
    """`best` with a warning where another paper of the same file contradicts it; `readings` of one person."""
    others = (one for one in readings if one.paper != best.paper)
    if best.name not in FACT_DIFFERS or not any(_contradicts(one, best) for one in others):
        return best
    warnings = (*best.warnings, FACT_DIFFERS[best.name])
    return replace(best, warnings=warnings, confidence=best.confidence * DOUBT)


def same_name(one: str, other: str) -> bool:
    """Whether two names may be one person's, misread by no more than a letter."""
    folded = [" ".join(fold(name).split()) for name in (one, other)]
    return folded[0] == folded[1] or same_person(*folded)


def _contradictions(
    merged: dict[str, DossierField], documents: Sequence[Document]
) -> Iterator[tuple[str, str]]:
    code = merged.get("dossier_code")
    if code is not None and code.best.source == "code" and any(map(_is_print, code.alternatives)):
        yield "dossier_code", CODE_DIFFERS
    applicant = merged.get(APPLICANT)
    if applicant is None or not isinstance(applicant.best.value, str):
        return
    name = applicant.best.value
    if any(_is_other(document, name) for document in documents):
        yield APPLICANT, NAME_DIFFERS
    about = [document for document in documents if _is_about(document, name)]
    for fact in PERSON_FACTS:
        best = merged.get(fact)
        if best is None or all(document.sha256 != best.document for document in about):
            continue
        others = (document.field(fact) for document in about if document.sha256 != best.document)
        if any(other is not None and _contradicts(other, best.best) for other in others):
            yield fact, FACT_DIFFERS[fact]


def _is_print(field: Field) -> bool:
    return field.source not in ("code", "human") and field.confidence >= DOUBTFUL


def _is_other(document: Document, name: str) -> bool:
    """Whether a paper of the desk surely names somebody else as the applicant."""
    found = document.field(APPLICANT) if document.type_code in DESK_PAPERS else None
    if found is None or not isinstance(found.value, str) or found.confidence < DOUBTFUL:
        return False
    return not same_name(found.value, name)


def _is_about(document: Document, name: str) -> bool:
    found = document.field(APPLICANT)
    return found is not None and isinstance(found.value, str) and same_name(found.value, name)


def _contradicts(other: _Read, best: _Read) -> bool:
    known = best.value is not None and other.value is not None
    return known and other.confidence >= DOUBTFUL and other.value != best.value


def _doubted(best: Field, warning: str) -> Field:
    if warning in best.warnings:
        return best
    return replace(best, warnings=(*best.warnings, warning), confidence=best.confidence * DOUBT)
