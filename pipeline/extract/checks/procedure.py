"""Checks of the procedure: known, in force, and named, sorted and coded as the catalogue has it."""

from collections.abc import Iterator

from rapidfuzz import fuzz

from core.text import fold
from pipeline.extract.checks.reading import Check, Told, Values, day_of, text_of, too_doubtful
from pipeline.extract.lexicon import Lexicon
from pipeline.extract.snap import key_of
from pipeline.reference import Procedure

NAME_FITS = 75.0
"""Token-set similarity (0 to 100) above which a printed name fits a procedure."""
SECTOR_KNOWN = 90.0
"""From this similarity on a printed sector is that one of the catalogue."""


def _procedure_exists(fields: Values, lexicon: Lexicon) -> Iterator[Told]:
    code = text_of(fields, "procedure_code")
    if code is None:
        return
    procedure = lexicon.reference.procedure(code)
    if procedure is None:
        yield "procedure_code", "Mã thủ tục không có trong danh mục."
        return
    day = day_of(fields, "received_at", "issue_date")
    if day and procedure.valid_to and day > procedure.valid_to:
        yield "procedure_code", "Mã thủ tục đã hết hiệu lực vào ngày tiếp nhận."
    name = text_of(fields, "procedure_name")
    if name and not _name_fits(name, procedure):
        yield "procedure_name", "Tên thủ tục không khớp với mã thủ tục."


def _name_fits(name: str, procedure: Procedure) -> bool:
    printed, known = key_of(name), key_of(procedure.name)
    return max(fuzz.token_set_ratio(printed, known), fuzz.ratio(printed, known)) >= NAME_FITS


def _sector_fits(fields: Values, lexicon: Lexicon) -> Iterator[Told]:
    """Sectors are named differently from portal to portal: only another known one is a contradiction."""
    procedure = lexicon.reference.procedure(text_of(fields, "procedure_code") or "")
    if procedure is None:
        return
    code = text_of(fields, "sector_code")
    other_code = bool(code and procedure.sector_code and code != procedure.sector_code)
    if other_code and not too_doubtful(fields, "procedure_code", "sector_code"):
        yield "sector_code", "Mã lĩnh vực không khớp với mã thủ tục."
    printed = text_of(fields, "sector")
    other = bool(printed and _is_other_sector(fold(printed), procedure, lexicon))
    if other and not too_doubtful(fields, "procedure_code", "sector"):
        yield "sector", "Lĩnh vực không khớp với mã thủ tục."


def _is_other_sector(printed: str, procedure: Procedure, lexicon: Lexicon) -> bool:
    if fuzz.token_set_ratio(printed, fold(procedure.sector)) >= NAME_FITS:
        return False
    sectors = {fold(row.sector) for row in lexicon.reference.procedures.values()}
    return any(fuzz.ratio(printed, known) >= SECTOR_KNOWN for known in sectors)


PROCEDURE_CHECKS: tuple[Check, ...] = (_procedure_exists, _sector_fits)
