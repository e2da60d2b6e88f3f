"""The one field table both engines are built from, and what a field can be asked for."""

from dataclasses import dataclass
from enum import StrEnum

from core.access import TEXT_CLASSES

SCHEMA_VERSION = 2
"""Raised whenever tables, mappings or the tokens written into them change."""


class Kind(StrEnum):
    """What the values of a field are."""

    KEYWORD = "keyword"
    DATE = "date"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class IndexedField:
    """A field of a dossier as far as searching is concerned."""

    name: str
    kind: Kind
    names: tuple[str, ...] = ()
    """What an officer may write before the colon: without marks, without spaces."""
    in_text: bool = True
    """Whether words without a field name are looked up here too."""
    code: bool = False
    """Whether marks are ignored when a value is compared whole: 44/QD-UBND is 44/QĐ-UBND."""
    facet: bool = False
    suggest: bool = False
    person: bool = False
    """Whether values are people's names, suggested only to those who may look people up."""


def _person(name: str, *names: str) -> IndexedField:
    return IndexedField(name, Kind.TEXT, names, suggest=True, person=True)


def _text(name: str, *names: str, facet: bool = False, suggest: bool = False) -> IndexedField:
    return IndexedField(name, Kind.TEXT, names, facet=facet, suggest=suggest)


def _code(name: str, *names: str, suggest: bool = False) -> IndexedField:
    return IndexedField(name, Kind.KEYWORD, names, code=True, suggest=suggest)


def _date(name: str, *names: str) -> IndexedField:
    return IndexedField(name, Kind.DATE, names, in_text=False)


def _label(name: str, *names: str, facet: bool = False) -> IndexedField:
    return IndexedField(name, Kind.KEYWORD, names, in_text=False, code=True, facet=facet)


FIELDS = (
    _code("dossier_code", "ma", "mahoso", "mahs", suggest=True),
    _code("procedure_code", "ma", "matthc", "mathutuc", suggest=True),
    _text("procedure_name", "thutuc", "tthc", facet=True, suggest=True),
    _text("document_type", "loai", "loaivanban", facet=True),
    _code("document_number", "so", "sohieu", "sokyhieu", suggest=True),
    _date("issue_date"),
    _text("issuing_agency", "coquan", "cq", "coquanbanhanh", facet=True, suggest=True),
    _text("issuing_place", "noi", "noibanhanh"),
    _text("subject", "trichyeu", "vv"),
    _person("signer", "nguoi", "nguoiky", "ky"),
    _text("signer_title", "chucvu"),
    _person("applicant_name", "nguoi", "nguoinop", "chuhoso", "ten"),
    _text("address", "diachi"),
    _code("phone", "sdt", "dienthoai"),
    _date("received_at"),
    _date("due_at"),
    _text("receiving_unit", "coquan", "cq", "noinhan", "tiepnhan", facet=True),
    _text("settling_agency", "coquan", "cq", "giaiquyet", facet=True, suggest=True),
    _text("sector", "linhvuc", facet=True),
    _label("place", "diaban", facet=True),
    _label("cites", "cancu", "trichdan"),
    _label("state", "trangthai", facet=True),
    _label("year", "nam", facet=True),
    _label("branch", "chinhanh"),
    _label("person_keys"),
    _label("applicant_keys"),
)

KEYS = ("person_keys", "applicant_keys")
"""Fingerprints of personal numbers: looked up by the program only, no part of the language of questions."""

BY_NAME = {field.name: field for field in FIELDS}
FACETS = tuple(field.name for field in FIELDS if field.facet)
TEXT_FIELDS = tuple(field.name for field in FIELDS if field.in_text)

TAILED = ("dossier_code", "procedure_code")
"""Codes that are found by their last digits too."""

COLUMNS = ("fields", "named", *TEXT_CLASSES)
"""Word columns of a dossier, each kept marked and folded: values, values bound to their field, page texts."""

DATE_NAMES = ("ngay", "date")
"""The names of a dossier's date, which takes ranges: ngày:2025-01..2025-03."""

FIELDS_WEIGHT = 3.0
"""How much more a word counts in a field than in a page, inside a tier."""


def names() -> dict[str, tuple[str, ...]]:
    """Everything that may stand before the colon, with the fields it looks at."""
    asked = [field for field in FIELDS if field.name not in KEYS]
    table: dict[str, tuple[str, ...]] = {field.name: (field.name,) for field in asked}
    for field in FIELDS:
        for alias in field.names:
            table[alias] = (*table.get(alias, ()), field.name)
    return table
