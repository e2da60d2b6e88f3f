"""What a separator sheet says: the text of its QR code.

`SOHOA:SEP:1:DOSSIER:<dossier code>`, `SOHOA:SEP:1:DOSSIER` or `SOHOA:SEP:1:PAPER`. Sheets stay in
use for years, so version 1 is read for ever; what may follow a further colon is ignored.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from core.page import Code


class Opens(StrEnum):
    """What begins behind a separator, or at the first page of a proposed part."""

    DOSSIER = "dossier"
    PAPER = "paper"


@dataclass(frozen=True, slots=True)
class Separator:
    """A separator sheet."""

    opens: Opens
    code: str | None = None
    """The code of the dossier that begins, when the sheet carries it."""


_PAYLOAD = re.compile(r"SOHOA:SEP:1:(?P<opens>DOSSIER|PAPER)(?::(?P<code>[^:]*))?(?::|$)")


def payload(separator: Separator) -> str:
    """The text of the sheet's QR code; only characters that QR packs most densely."""
    parts = ["SOHOA", "SEP", "1", separator.opens.value.upper()]
    return ":".join([*parts, separator.code] if separator.code else parts)


def parse_payload(text: str) -> Separator | None:
    """The separator that a code's text stands for, if it does."""
    found = _PAYLOAD.match(text)
    return Separator(Opens(found["opens"].lower()), found["code"] or None) if found else None


def find_separator(codes: Iterable[Code]) -> Separator | None:
    """The separator whose sheet carries these codes, if it is one."""
    return next((known for code in codes if (known := parse_payload(code.text))), None)
