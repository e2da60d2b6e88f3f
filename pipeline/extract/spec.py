"""What the catalogue says of a field, and the kinds of values there are."""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """How a field's text is read; each kind has one normaliser in `values.py`."""

    TEXT = "text"
    PERSON = "person"
    APPLICANT = "applicant"
    ADDRESS = "address"
    DATE = "date"
    INSTANT = "instant"
    GENDER = "gender"
    PERSON_NUMBER = "person_number"
    OLD_PERSON_NUMBER = "old_person_number"
    PASSPORT = "passport"
    TAX_CODE = "tax_code"
    PHONE = "phone"
    EMAIL = "email"
    MONEY = "money"
    DURATION = "duration"
    COUNT = "count"
    DOSSIER_CODE = "dossier_code"
    AGENCY_CODE = "agency_code"
    SECTOR_CODE = "sector_code"
    PROCEDURE_CODE = "procedure_code"
    PROCEDURE_NAME = "procedure_name"
    AGENCY = "agency"
    DOCUMENT_NUMBER = "document_number"
    DOCUMENT_TYPE = "document_type"
    TITLE = "title"
    CHOICE = "choice"
    CHANNEL = "channel"
    ID_ISSUER = "id_issuer"
    LIST = "list"
    YES_NO = "yes_no"


@dataclass(frozen=True, slots=True)
class Spec:
    """One field of the catalogue."""

    name: str
    english: str
    term: str
    """The Vietnamese term, as people see it."""
    kind: Kind
    labels: tuple[str, ...] = ()
    """Labels that stand for this field alone."""
    weak_labels: tuple[str, ...] = ()
    """Labels other papers use for something else too."""
    about_person: bool = False
    """Belongs to the person whose block it stands in."""
    lines: int = 1
    """How many printed lines a value may take."""
