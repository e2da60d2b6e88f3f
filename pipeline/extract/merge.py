"""The facts of a dossier from the facts of its documents, losing values kept."""

from collections.abc import Sequence

from core.model import Document, DossierField, Field
from pipeline.extract.across import compared
from pipeline.extract.catalogue import FILE_FIELDS

PAPER_ORDER = {"receipt": 0, "control_slip": 1, "application": 2}
"""Which papers are believed first; all others follow."""
OTHER_PAPER = 3
_OF_FILES = frozenset(spec.name for spec in FILE_FIELDS)
"""What is said of one file says nothing about a dossier."""


def paper_rank(type_code: str | None) -> int:
    """How early a paper of this type is believed: 0 first."""
    return PAPER_ORDER.get(type_code or "", OTHER_PAPER)


def merge_fields(documents: Sequence[Document]) -> tuple[DossierField, ...]:
    """The best value per field, in the order of first appearance.

    Order: human, QR or bar code, receipt, control slip, application, other
    papers, then confidence. A place that can't be read loses to any value.
    Papers that contradict each other about the applicant are told as a warning.
    """
    names = dict.fromkeys(
        field.name for document in documents for field in document.fields if field.name not in _OF_FILES
    )
    return compared([_merge(name, documents) for name in names], documents)


def _merge(name: str, documents: Sequence[Document]) -> DossierField:
    found = [
        (_preference(field, document, index), field, document)
        for index, document in enumerate(documents)
        for field in document.fields
        if field.name == name
    ]
    found.sort(key=lambda entry: entry[0])
    _, best, document = found[0]
    return DossierField(best, document.sha256, _distinct([field for _, field, _ in found[1:]], best))


def _preference(field: Field, document: Document, index: int) -> tuple[bool, int, int, float, int]:
    source = {"human": 0, "code": 1}.get(field.source, 2)
    illegible = field.value is None and source > 0
    return (illegible, source, paper_rank(document.type_code), -field.confidence, index)


def _distinct(fields: Sequence[Field], best: Field) -> tuple[Field, ...]:
    """The losing fields whose values differ from the best and from each other."""
    kept: list[Field] = []
    for field in fields:
        if field.value is not None and all(field.value != other.value for other in (best, *kept)):
            kept.append(field)
    return tuple(kept)
