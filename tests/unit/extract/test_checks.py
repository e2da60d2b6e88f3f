"""Each cross-check warns of a contradiction at its field, and is silent where it can't know."""

from collections.abc import Mapping
from dataclasses import replace

import pytest

from core.page import Box
from pipeline.extract.candidates import Candidate
from pipeline.extract.checks import check
from pipeline.extract.lexicon import lexicon_of
from tests.unit.extract.asking import REFERENCE, read, value_of, warned
from tests.unit.extract.papers import heading, line, page, receipt

LEXICON = lexicon_of(REFERENCE)


def fields(confidence: float = 0.95, /, **values: str | int) -> dict[str, Candidate]:
    return {
        name: Candidate(name, value, str(value), confidence, "label", 1, Box(0, 0, 1, 1))
        for name, value in values.items()
    }


def warned_names(found: Mapping[str, Candidate]) -> set[str]:
    return {name for name, one in check(found, LEXICON).items() if one.warnings}


def term(received: str, due: str, duration: str = "5 ngày làm việc", **more: str) -> set[str]:
    return warned_names(fields(received_at=received, due_at=due, duration=duration, **more))


@pytest.mark.parametrize(
    ("received", "due", "duration"),
    [
        ("2025-03-03", "2025-03-10", "5 ngày làm việc"),  # Monday to Monday
        ("2025-03-03T15:30:00+07:00", "2025-03-11T16:30:00+07:00", "5 ngày làm việc"),  # after the cut-off
        ("2025-01-24", "2025-02-07", "5 ngày làm việc"),  # over Tết
        ("2024-02-07", "2024-02-15", "1 ngày làm việc"),
        ("2025-04-28", "2025-05-06", "3 ngày làm việc"),  # 2 May was swapped and may count
        ("2025-04-28", "2025-05-05", "3 ngày làm việc"),
        ("2025-08-29", "2025-09-03", "1 ngày làm việc"),
        ("2026-02-13", "2026-02-23", "1 ngày làm việc"),
        ("2025-03-03", "2025-03-03", "1 ngày làm việc"),  # done the same day
    ],
)
def test_a_due_date_that_fits_the_working_days_is_no_contradiction(
    received: str, due: str, duration: str
) -> None:
    assert term(received, due, duration) == set()


@pytest.mark.parametrize(
    ("received", "due", "duration"),
    [
        ("2025-03-03", "2025-03-07", "5 ngày làm việc"),
        ("2025-03-03", "2025-03-12", "5 ngày làm việc"),
        ("2025-01-24", "2025-01-31", "5 ngày làm việc"),  # calendar days over Tết
        ("2025-03-03", "2025-03-03", "2 ngày làm việc"),
    ],
)
def test_a_due_date_that_does_not_fit_is_warned_of(received: str, due: str, duration: str) -> None:
    assert term(received, due, duration) == {"due_at"}


def test_the_warning_names_the_day_that_would_fit() -> None:
    found = check(fields(received_at="2025-03-03", due_at="2025-04-10", duration="5 ngày làm việc"), LEXICON)
    assert "10/03/2025" in found["due_at"].warnings[0]


@pytest.mark.parametrize("duration", ["5 ngày", "8 giờ làm việc", "1 tháng", ""])
def test_only_working_days_promise_working_days(duration: str) -> None:
    assert term("2025-03-03", "2025-05-30", duration) == set()


def test_years_without_holidays_are_not_judged() -> None:
    assert term("2019-03-04", "2019-06-04") == set()
    assert term("2026-12-30", "2027-02-20") == set()


def test_doubtful_values_contradict_nobody() -> None:
    values = {"received_at": "2025-03-03", "due_at": "2025-05-30", "duration": "5 ngày làm việc"}
    assert warned_names(fields(0.5, **values)) == set()
    one_doubtful = {**fields(**values), "due_at": fields(0.5, **values)["due_at"]}
    assert warned_names(one_doubtful) == {"due_at"}


def test_a_result_before_reception_is_warned_of() -> None:
    assert warned_names(fields(received_at="2025-03-03", result_date="2025-03-02")) == {"result_date"}
    assert warned_names(fields(received_at="2025-03-03", result_date="2025-03-03")) == set()


def test_the_check_digit_of_a_tax_code_is_checked() -> None:
    assert warned_names(fields(tax_code="2300123454")) == set()
    assert warned_names(fields(tax_code="2300123455")) == {"tax_code"}
    assert warned_names(fields(tax_code="0314409058-002")) == set()
    assert warned_names(fields(tax_code="0314409058-000")) == {"tax_code"}


@pytest.mark.parametrize(
    ("agency", "number"),
    [
        ("SỞ TƯ PHÁP", "12/QĐ-STP"),
        ("UBND TỈNH BẮC NINH SỞ TƯ PHÁP", "12/STP-HCTP"),
        ("ỦY BAN NHÂN DÂN TỈNH BẮC NINH", "44/QĐ-UBND"),
        ("ỦY BAN NHÂN DÂN XÃ PHÚ LÂM", "44/UBND-VP"),
        ("ỦY BAN NHÂN DÂN TỈNH BẮC NINH", "299/UBND-TTHC"),
        ("SỞ NÔNG NGHIỆP VÀ MÔI TRƯỜNG", "7/SNN-TCHC"),  # the letters of its predecessor
        ("CÔNG TY TNHH MẪU", "44/QĐ-UBND"),  # an agency nobody knows
        ("SỞ TƯ PHÁP", "44/QĐ-XYZ"),  # letters nobody knows
        ("SỞ TƯ PHÁP", "3/TTr-STP"),
        ("UBND TỈNH BẮC NINH TRUNG TÂM PHỤC VỤ", "12/TTPVHCC"),
    ],
)
def test_letters_of_the_agency_or_unknown_ones_are_no_contradiction(agency: str, number: str) -> None:
    assert warned_names(fields(issuing_agency=agency, document_number=number)) == set()


@pytest.mark.parametrize(
    ("agency", "number"),
    [
        ("SỞ TƯ PHÁP", "12/QĐ-SXD"),
        ("UBND TỈNH BẮC NINH SỞ TƯ PHÁP", "12/QĐ-UBND"),
        ("ỦY BAN NHÂN DÂN TỈNH BẮC NINH", "44/QĐ-STP"),
        ("SỞ Y TẾ", "360/TTr-SNV"),
    ],
)
def test_letters_of_another_agency_are_warned_of(agency: str, number: str) -> None:
    values = fields(issuing_agency=agency, document_number=number)
    assert warned_names(values) == {"document_number"}
    elsewhere = {**values, "issuing_agency": replace(values["issuing_agency"], paper=1)}
    assert warned_names(elsewhere) == set()


def test_the_sector_belongs_to_the_procedure() -> None:
    assert warned_names(fields(procedure_code="1.001193", sector="Hộ tịch")) == set()
    assert warned_names(fields(procedure_code="1.001193", sector="Tư pháp cơ sở")) == set()
    assert warned_names(fields(procedure_code="1.001193", sector="ĐẤT ĐAI")) == {"sector"}
    assert warned_names(fields(procedure_code="1.001193", sector_code="G15-TP07")) == set()
    assert warned_names(fields(procedure_code="1.001193", sector_code="G15-TP10")) == {"sector_code"}


def test_figures_and_words_of_an_amount_agree() -> None:
    assert warned_names(fields(fee=50_000, fee_words="Năm mươi nghìn đồng")) == set()
    assert warned_names(fields(fee=50_000, fee_words="Năm muoi nghln đồng")) == set()
    both = {"fee", "fee_words"}
    assert warned_names(fields(fee=60_000, fee_words="Năm mươi nghìn đồng")) == both


def test_an_amount_in_words_is_read_and_compared_on_the_page() -> None:
    right = read(page(receipt(fee="50.000 đồng (Bằng chữ: Năm mươi nghìn đồng)")))
    assert value_of(right, "fee") == 50_000
    assert value_of(right, "fee_words") == "Năm mươi nghìn đồng"
    assert not warned(right, "fee")
    wrong = read(page(receipt(line(30, 200, "Bằng chữ: Năm mươi lăm nghìn đồng chẵn."))))
    assert warned(wrong, "fee")
    assert warned(wrong, "fee_words")


def test_a_receipt_whose_days_do_not_fit_is_warned_of_on_the_page() -> None:
    promised = line(30, 200, "3. Thời gian giải quyết hồ sơ theo quy định là: 15 ngày làm việc")
    assert not warned(read(page(receipt(promised, due_at="21/02/2025"))), "due_at")
    assert warned(read(page(receipt(promised, due_at="12/02/2025"))), "due_at")


def test_a_person_with_two_numbers_in_one_file_is_warned_of() -> None:
    form = [
        *heading(number=""),
        line(60, 56, "TỜ KHAI ĐĂNG KÝ KHAI SINH"),
        line(30, 70, "Họ và tên: NGUYỄN THỊ BÍCH NGỌC"),
    ]
    same = page([*form, line(30, 80, "Số CCCD: 027301004567")], 2)
    other = page([*form, line(30, 80, "Số CCCD: 027301004568")], 2)
    stranger = page([*form[:-1], line(30, 70, "Họ và tên: LÊ VĂN MẪU"), *other.lines[-1:]], 2)
    assert not warned(read(page(receipt()), same), "national_id")
    assert warned(read(page(receipt()), other), "national_id")
    assert not warned(read(page(receipt()), stranger), "national_id")
