"""The field catalogue: every field by name; the fields themselves stand in the two `…_specs.py`."""

from pipeline.extract.document_specs import DOCUMENT_FIELDS, FILE_FIELDS
from pipeline.extract.dossier_specs import DOSSIER_FIELDS, STOP_LABELS
from pipeline.extract.spec import Kind, Spec

__all__ = [
    "CATALOGUE",
    "DOCUMENT_FIELDS",
    "DOSSIER_FIELDS",
    "FILE_FIELDS",
    "STOP_LABELS",
    "Kind",
    "Spec",
    "spec_of",
]

CATALOGUE = DOSSIER_FIELDS + DOCUMENT_FIELDS + FILE_FIELDS

_BY_NAME = {spec.name: spec for spec in CATALOGUE}


def spec_of(name: str) -> Spec:
    """The catalogue entry called `name`."""
    return _BY_NAME[name]
