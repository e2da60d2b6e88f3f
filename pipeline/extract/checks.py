"""Cross-checks between fields: each disagreement is a plain warning at the field a person must look at."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from core.text import fold
from pipeline.extract import dates, numbers
from pipeline.extract.addresses import district_warning
from pipeline.extract.candidates import Candidate
from pipeline.extract.lexicon import Lexicon
from pipeline.extract.snap import key_of
from pipeline.reference import Procedure

DOUBT = 0.75
"""What a warning leaves of a field's confidence."""
NAME_FITS = 75.0
"""Token-set similarity (0 to 100) above which a printed name fits a procedure."""

Values = Mapping[str, Candidate]
Check = Callable[[Values, Lexicon], Iterator[tuple[str, str]]]


def check(fields: Values, lexicon: Lexicon) -> dict[str, Candidate]:
    """The fields with warnings added where they contradict each other."""
    checked = dict(fields)
    for one in CHECKS:
        for name, warning in one(fields, lexicon):
            field = checked[name]
            if warning not in field.warnings:
                checked[name] = replace(
                    field, warnings=(*field.warnings, warning), confidence=field.confidence * DOUBT
                )
    return checked


def _text(fields: Values, name: str) -> str | None:
    field = fields.get(name)
    return field.value if field is not None and isinstance(field.value, str) else None


def _day(fields: Values, *names: str) -> date | None:
    for name in names:
        value = _text(fields, name)
        if value and len(value) >= 10:
            return date.fromisoformat(value[:10])
    return None


def _code_day(fields: Values, _: Lexicon) -> Iterator[tuple[str, str]]:
    code, received = _text(fields, "dossier_code"), _day(fields, "received_at")
    if code and received:
        printed = numbers.dossier_code_day(code)
        if printed and printed != received.isoformat():
            yield "received_at", "Ngày trong mã hồ sơ khác ngày tiếp nhận."


def _due_after_received(fields: Values, _: Lexicon) -> Iterator[tuple[str, str]]:
    received, due = _text(fields, "received_at"), _text(fields, "due_at")
    if received and due and due[:10] < received[:10]:
        yield "due_at", "Ngày hẹn trả sớm hơn ngày tiếp nhận."


def _procedure_exists(fields: Values, lexicon: Lexicon) -> Iterator[tuple[str, str]]:
    code = _text(fields, "procedure_code")
    if code is None:
        return
    procedure = lexicon.reference.procedure(code)
    if procedure is None:
        yield "procedure_code", "Mã thủ tục không có trong danh mục."
        return
    day = _day(fields, "received_at", "issue_date")
    if day and procedure.valid_to and day > procedure.valid_to:
        yield "procedure_code", "Mã thủ tục đã hết hiệu lực vào ngày tiếp nhận."
    name = _text(fields, "procedure_name")
    if name and not _name_fits(name, procedure):
        yield "procedure_name", "Tên thủ tục không khớp với mã thủ tục."


def _name_fits(name: str, procedure: Procedure) -> bool:
    printed, known = key_of(name), key_of(procedure.name)
    return max(fuzz.token_set_ratio(printed, known), fuzz.ratio(printed, known)) >= NAME_FITS


def _person_number(fields: Values, lexicon: Lexicon) -> Iterator[tuple[str, str]]:
    number = _text(fields, "national_id")
    if number is None:
        return
    born = _text(fields, "date_of_birth")
    written = _day(fields, "received_at", "issue_date")
    if written and numbers.person_birth_year(number) > written.year:
        yield "national_id", "Số định danh ứng với năm sinh trong tương lai."
    if born and int(born[:4]) != numbers.person_birth_year(number):
        yield "national_id", "Năm sinh không khớp với số định danh."
        yield "date_of_birth", "Năm sinh không khớp với số định danh."
    gender = _text(fields, "gender")
    if gender and gender != numbers.person_gender(number):
        yield "gender", "Giới tính không khớp với số định danh."
    if lexicon.reference.province_of(number[:3]) is None:
        yield "national_id", "Ba chữ số đầu của số định danh không phải mã tỉnh đã biết."


def _birth(fields: Values, _: Lexicon) -> Iterator[tuple[str, str]]:
    born = _text(fields, "date_of_birth")
    reference_day = _day(fields, "received_at", "issue_date")
    if born and reference_day and not 0 <= reference_day.year - int(born[:4]) <= 120:
        yield "date_of_birth", "Ngày sinh không hợp lý."


def _address(fields: Values, _: Lexicon) -> Iterator[tuple[str, str]]:
    address = _text(fields, "address")
    if address:
        warning = district_warning(address, _day(fields, "received_at", "issue_date"))
        if warning:
            yield "address", warning


def _symbol_fits_type(fields: Values, lexicon: Lexicon) -> Iterator[tuple[str, str]]:
    number, printed = _text(fields, "document_number"), _text(fields, "document_type")
    if not number or not printed:
        return
    kind = lexicon.types_by_title.get(key_of(printed))
    letters = number.rsplit("/", 1)[-1].split("-")[0]
    if kind and kind.symbol and letters != kind.symbol:
        yield "document_number", "Ký hiệu văn bản không khớp với loại văn bản."


def confirmed_by_signature(fields: dict[str, Candidate]) -> dict[str, Candidate]:
    """A handwritten date is believed when the time of the electronic signature says the same."""
    issued, signed = fields.get("issue_date"), _day(fields, "signed_at")
    if issued is None or issued.value is not None or signed is None:
        return fields
    read = dates.find_date(issued.raw)
    if read is not None and read.value == signed.isoformat():
        known = replace(issued, value=read.value, confidence=0.85, warnings=())
        return {**fields, "issue_date": known}
    warning = f"Thời gian ký số: {signed:%d/%m/%Y}."
    return {**fields, "issue_date": replace(issued, warnings=(*issued.warnings, warning))}


def named_by_title(fields: Values, lexicon: Lexicon) -> dict[str, Candidate]:
    """A document number whose type letters were misread takes them from the title (TIT- → TTr-)."""
    number, printed = _text(fields, "document_number"), _text(fields, "document_type")
    kind = lexicon.types_by_title.get(key_of(printed or ""))
    if number is None or kind is None or not kind.symbol:
        return dict(fields)
    count, _, symbol = number.rpartition("/")
    letters, _, rest = symbol.partition("-")
    near = Levenshtein.distance(fold(letters), fold(kind.symbol)) < len(kind.symbol)
    if letters in lexicon.symbols.known or not near or not rest:
        return dict(fields)
    found = fields["document_number"]
    value = f"{count}/{kind.symbol}-{rest}"
    return {**fields, "document_number": replace(found, value=value)}


def _code_agrees(fields: Values, _: Lexicon) -> Iterator[tuple[str, str]]:
    signed, issued = _day(fields, "signed_at"), _day(fields, "issue_date")
    if signed and issued and abs((signed - issued).days) > 31:
        yield "issue_date", "Ngày ban hành cách xa thời gian ký số."


CHECKS: tuple[Check, ...] = (
    _code_day,
    _due_after_received,
    _procedure_exists,
    _person_number,
    _birth,
    _address,
    _symbol_fits_type,
    _code_agrees,
)
