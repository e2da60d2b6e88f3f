"""Values known by their shape alone, wherever they stand, and those of QR and bar codes."""

from collections.abc import Iterator
from dataclasses import replace

from core.page import Code
from pipeline.extract.candidates import CERTAIN, Candidate, Parsed, candidate
from pipeline.extract.layout import PageView
from pipeline.extract.lexicon import Lexicon
from pipeline.extract.numbers import (
    DOSSIER_CODE,
    PROCEDURE_CODE,
    SECTOR_CODE,
    dossier_code,
    procedure_code,
    sector_code,
)

IDENTITY_CODE_PARTS = 6
"""The QR code of an identity card holds this many parts or more, split by `|`."""


def read_shapes(view: PageView, lexicon: Lexicon) -> Iterator[Candidate]:
    """Dossier, procedure and sector codes without a label."""
    for number, run in enumerate(view.runs):
        for found in DOSSIER_CODE.finditer(run.text):
            parsed = Parsed(dossier_code(found[0]), 1.0, found.start(), found.end())
            yield replace(candidate("dossier_code", run, parsed, "pattern", 0.93), order=number, rank=1)
        for found in PROCEDURE_CODE.finditer(run.text):
            code = procedure_code(found[0])
            known = lexicon.reference.procedure(code) is not None
            parsed = Parsed(code, 1.0 if known else 0.5, found.start(), found.end())
            yield replace(candidate("procedure_code", run, parsed, "pattern", 0.9), order=number, rank=1)
        for found in SECTOR_CODE.finditer(run.text):
            parsed = Parsed(sector_code(found[0]), 1.0, found.start(), found.end())
            yield replace(candidate("sector_code", run, parsed, "pattern", 0.9), order=number, rank=1)


def read_codes(page: int, codes: tuple[Code, ...]) -> Iterator[Candidate]:
    """The dossier codes that QR and bar codes carry."""
    for code in codes:
        found = DOSSIER_CODE.search(code.text)
        if found:
            yield Candidate(
                "dossier_code", dossier_code(found[0]), code.text, CERTAIN, "code", page, code.box
            )


def is_identity_code(code: Code) -> bool:
    """Whether a code is the one of identity cards, which starts number|old number|name."""
    parts = code.text.split("|")
    return len(parts) >= IDENTITY_CODE_PARTS and len(parts[0]) == 12 and parts[0].isdigit()
