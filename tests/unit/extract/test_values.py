from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.extract import dates, numbers
from pipeline.extract.addresses import address_parts, district_warning
from pipeline.extract.catalogue import Kind
from pipeline.extract.lexicon import Lexicon, lexicon_of
from pipeline.extract.names import name_quality
from pipeline.extract.symbols import find_number
from pipeline.extract.values import normalise
from pipeline.reference import load_reference

REFERENCE = load_reference()
LEXICON: Lexicon = lexicon_of(REFERENCE)


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        (Kind.DATE, "15/08/1990", "1990-08-15"),
        (Kind.DATE, "ngày 02 tháng 01 năm 2001", "2001-01-02"),
        (Kind.DATE, "ngày 29 tháng 6 năm 2019.", "2019-06-29"),
        (Kind.DATE, "ngày 07 tháng Z năm 2025", "2025-07-07"),
        (Kind.DATE, "15 . 8 . 1990", "1990-08-15"),
        (Kind.DATE, "22-01-2025", "2025-01-22"),
        (Kind.DATE, "1990", "1990"),
        (Kind.DATE, "31/02/2025", None),
        (Kind.INSTANT, "08 giờ 30 phút, ngày 24 tháng 01 năm 2025", "2025-01-24T08:30:00+07:00"),
        (Kind.INSTANT, "24/01/2025 08:30", "2025-01-24T08:30:00+07:00"),
        (Kind.INSTANT, "14/02/2025", "2025-02-14"),
        (Kind.GENDER, "Nữ", "Nữ"),
        (Kind.GENDER, ".....Nam", "Nam"),
        (Kind.PERSON_NUMBER, "027 090 001 234", "027090001234"),
        (Kind.PERSON_NUMBER, "O2709OOOl234", "027090001234"),
        (Kind.PERSON_NUMBER, "02709000123", None),
        (Kind.PHONE, "0222.3.821.330", "02223821330"),
        (Kind.PHONE, "+84 912 345 678", "0912345678"),
        (Kind.PHONE, "0912.345.678", "0912345678"),
        (Kind.PHONE, "0112345678", None),
        (Kind.EMAIL, "NguyenVanA90@gmail.com", "nguyenvana90@gmail.com"),
        (Kind.EMAIL, "ngụyenvana90@gmạil.com,", "nguyenvana90@gmail.com"),
        (Kind.TAX_CODE, "2300123454", "2300123454"),
        (Kind.TAX_CODE, "0314409058-002", "0314409058-002"),
        (Kind.MONEY, "50.000 đồng", 50_000),
        (Kind.MONEY, "1.024.000đ", 1_024_000),
        (Kind.MONEY, "Miễn phí", 0),
        (Kind.MONEY, "Không thu phí", 0),
        (Kind.DURATION, "15 ngày làm việc", "15 ngày làm việc"),
        (Kind.DURATION, "08 giờ làm việc", "8 giờ làm việc"),
        (Kind.COUNT, "01 (bộ)", 1),
        (Kind.DOSSIER_CODE, "OOO.00.01.HO5-250124-0001", "000.00.01.H05-250124-0001"),
        (Kind.DOSSIER_CODE, "000.00.01.H05 - 250124 - 0001", "000.00.01.H05-250124-0001"),
        (Kind.DOSSIER_CODE, "H05.01-250124-0001", "H05.01-250124-0001"),
        (Kind.PROCEDURE_CODE, "1.001193", "1.001193"),
        (Kind.PROCEDURE_CODE, "2.000815.000.00.00.H05", "2.000815.000.00.00.H05"),
        (Kind.PROCEDURE_CODE, "1.000948.H38", "1.000948.H38"),
        (Kind.PROCEDURE_NAME, "Đăng ky khai sinh", "Đăng ký khai sinh"),
        (Kind.PROCEDURE_NAME, "Đăng ký khai tử", "Đăng ký khai tử"),
        (Kind.AGENCY, "Sờ Tư pháp", "Sở Tư pháp"),
        (Kind.APPLICANT, "ông Trần Văn Hùng.......", "Trần Văn Hùng"),
        (Kind.APPLICANT, "CÔNG TY TNHH ABC VIỆT NAM", "CÔNG TY TNHH ABC VIỆT NAM"),
        (Kind.ADDRESS, "Thôn Đông, xã Phu Lâm, tỉnh Băc Ninh....", "Thôn Đông, xã Phú Lâm, tỉnh Bắc Ninh"),
        (Kind.CHANNEL, "Qua bưu chính công ích", "post"),
        (Kind.ID_ISSUER, "Bộ Công at an", "Bộ Công an"),
    ],
)
def test_values_take_their_canonical_form(kind: Kind, text: str, value: str | int | None) -> None:
    parsed = normalise(kind, text, LEXICON)
    assert parsed is not None
    assert parsed.value == value


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (Kind.DATE, "hôm qua"),
        (Kind.GENDER, "Nam / Nữ"),
        (Kind.PHONE, "không có"),
        (Kind.EMAIL, "không"),
        (Kind.DOSSIER_CODE, "000.00.01"),
        (Kind.PROCEDURE_CODE, "12.0011934"),
        (Kind.ADDRESS, "........"),
        (Kind.TEXT, " … "),
    ],
)
def test_text_of_another_kind_has_no_value(kind: Kind, text: str) -> None:
    assert normalise(kind, text, LEXICON) is None


def test_a_wrong_tax_check_digit_is_flagged() -> None:
    parsed = normalise(Kind.TAX_CODE, "2300123455", LEXICON)
    assert parsed is not None
    assert parsed.warnings
    assert parsed.quality <= 0.5


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2099, 12, 31)))
def test_a_printed_date_is_read_back(day: date) -> None:
    for text in (dates.long_form(day), f"{day:%d/%m/%Y}", f"{day.day}-{day.month}-{day.year}"):
        found = dates.find_date(f"Bắc Ninh, {text}")
        assert found is not None
        assert found.value == day.isoformat()


@given(st.text(max_size=60))
def test_no_text_breaks_a_normaliser(text: str) -> None:
    for kind in Kind:
        normalise(kind, text, LEXICON)


@pytest.mark.parametrize(
    "text", ["ngày … tháng 01 năm 2025", "ngày{5 tháng 01 năm 2025", "ngày 4T tháng 01 năm 2025"]
)
def test_a_handwritten_day_is_never_guessed(text: str) -> None:
    found = dates.find_date(text)
    assert found is not None
    assert found.value is None
    assert (found.month, found.year) == (1, 2025)


@pytest.mark.parametrize(
    ("text", "value", "detached"),
    [
        ("44/QĐ-UBND", "44/QĐ-UBND", False),
        ("44/QD-UBND", "44/QĐ-UBND", False),
        ("360/TTr-SNV", "360/TTr-SNV", False),
        ("27/2025/QĐ-UBND", "27/2025/QĐ-UBND", False),
        ("1175/SNN-TCHC", "1175/SNN-TCHC", False),
        ("01 /CT-UBND", "01/CT-UBND", True),
        ("…/QĐ-UBND", None, True),
        ("4† /QĐÐ-UBND", None, True),
    ],
)
def test_document_numbers(text: str, value: str | None, detached: bool) -> None:
    found = find_number(text, LEXICON.symbols)
    assert found is not None
    assert found.value == value
    assert found.detached is detached


def test_a_personal_number_tells_birth_year_and_gender() -> None:
    assert numbers.person_birth_year("027090001234") == 1990
    assert numbers.person_gender("027090001234") == "Nam"
    assert numbers.person_birth_year("027301004567") == 2001
    assert numbers.person_gender("027301004567") == "Nữ"


def test_names_are_judged_but_never_changed() -> None:
    assert name_quality("Nguyễn Thị Lan", REFERENCE) == (1.0, ())
    quality, warnings = name_quality("Nguyên Thị Lan", REFERENCE)
    assert quality < 1.0
    assert warnings
    parsed = normalise(Kind.PERSON, "Nguyên Thị Lan", LEXICON)
    assert parsed is not None
    assert parsed.value == "Nguyên Thị Lan"


def test_an_address_falls_into_its_levels() -> None:
    parts = address_parts("Số 12, thôn Đông, xã Phú Lâm, huyện Tiên Du, tỉnh Bắc Ninh")
    assert parts == {
        "street": "Số 12, thôn Đông",
        "commune": "xã Phú Lâm",
        "district": "huyện Tiên Du",
        "province": "tỉnh Bắc Ninh",
    }


def test_districts_belong_to_the_time_before_july_2025() -> None:
    with_district = "xã Phú Lâm, huyện Tiên Du, tỉnh Bắc Ninh"
    without = "xã Tiên Du, tỉnh Bắc Ninh"
    assert district_warning(with_district, date(2025, 6, 30)) is None
    assert district_warning(with_district, date(2025, 7, 1))
    assert district_warning(without, date(2025, 7, 1)) is None
    assert district_warning(without, date(2025, 6, 30))
