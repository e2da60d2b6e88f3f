"""Checks of the applicant: personal number against birth and gender, tax code, address."""

from collections.abc import Iterator

from pipeline.extract import numbers
from pipeline.extract.addresses import district_warning
from pipeline.extract.checks.reading import Check, Told, Values, day_of, text_of
from pipeline.extract.lexicon import Lexicon

BAD_TAX_CODE = "Mã số thuế sai chữ số kiểm tra."


def _person_number(fields: Values, lexicon: Lexicon) -> Iterator[Told]:
    number = text_of(fields, "national_id")
    if number is None:
        return
    born = text_of(fields, "date_of_birth")
    written = day_of(fields, "received_at", "issue_date")
    if written and numbers.person_birth_year(number) > written.year:
        yield "national_id", "Số định danh ứng với năm sinh trong tương lai."
    if born and int(born[:4]) != numbers.person_birth_year(number):
        yield "national_id", "Năm sinh không khớp với số định danh."
        yield "date_of_birth", "Năm sinh không khớp với số định danh."
    gender = text_of(fields, "gender")
    if gender and gender != numbers.person_gender(number):
        yield "gender", "Giới tính không khớp với số định danh."
    if lexicon.reference.province_of(number[:3]) is None:
        yield "national_id", "Ba chữ số đầu của số định danh không phải mã tỉnh đã biết."


def _birth(fields: Values, _: Lexicon) -> Iterator[Told]:
    born = text_of(fields, "date_of_birth")
    reference_day = day_of(fields, "received_at", "issue_date")
    if born and reference_day and not 0 <= reference_day.year - int(born[:4]) <= 120:
        yield "date_of_birth", "Ngày sinh không hợp lý."


def _address(fields: Values, _: Lexicon) -> Iterator[Told]:
    address = text_of(fields, "address")
    if address:
        warning = district_warning(address, day_of(fields, "received_at", "issue_date"))
        if warning:
            yield "address", warning


def _tax_code(fields: Values, _: Lexicon) -> Iterator[Told]:
    code = text_of(fields, "tax_code")
    if code and not numbers.tax_code_is_valid(code):
        yield "tax_code", BAD_TAX_CODE


PERSON_CHECKS: tuple[Check, ...] = (_person_number, _birth, _address, _tax_code)
