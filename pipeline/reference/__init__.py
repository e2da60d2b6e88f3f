"""Dated reference tables: procedures, agencies, places, paper types, positions, surnames."""

from pipeline.reference.load import load_reference
from pipeline.reference.tables import (
    Agency,
    DocumentType,
    Place,
    Position,
    Procedure,
    Reference,
    RequiredPaper,
    Surname,
    Variant,
)

__all__ = [
    "Agency",
    "DocumentType",
    "Place",
    "Position",
    "Procedure",
    "Reference",
    "RequiredPaper",
    "Surname",
    "Variant",
    "load_reference",
]
