"""Pages that look like a form and are none, or are torn, turned or about two people: nothing is invented."""

import pytest

from core.page import Box, Line, Word
from pipeline.extract import Understanding
from tests.unit.extract.asking import read, value_of, warned
from tests.unit.extract.papers import LETTER_PX, LINE_PX, PX_PER_MM, centred, line, page, receipt

PERSONAL = ("Số CCCD", "Ngày sinh", "Địa chỉ", "Số điện thoại")


def without(*labels: str) -> list[Line]:
    return [one for one in receipt() if not one.text.startswith(labels)]


def values(result: Understanding) -> dict[str, object]:
    return {field.name: field.value for field in result.fields}


def on_its_side(left_mm: float, bottom_mm: float, text: str) -> Line:
    """A line turned by 90°, read from bottom to top."""
    left, bottom = round(left_mm * PX_PER_MM), round(bottom_mm * PX_PER_MM)
    words = []
    for word in text.split():
        top = bottom - LETTER_PX * len(word)
        words.append(Word(word, Box(left, top, left + LINE_PX, bottom), 0.96))
        bottom = top - LETTER_PX
    return Line(tuple(words))


@pytest.mark.parametrize(
    "opening", ["Tiếp nhận hồ sơ của: Lê Văn Mẫu", "Người nộp thay: Lê Văn Mẫu", "Người đại diện: Lê Văn Mẫu"]
)
def test_the_second_person_of_a_receipt_gives_nothing_to_the_first(opening: str) -> None:
    second = [
        line(30, 180, opening),
        line(30, 188, "Số CCCD: 027090001234"),
        line(30, 196, "Ngày sinh: 01/02/1990 Giới tính: Nam"),
        line(30, 204, "Số điện thoại: 0987 654 321"),
    ]
    alone, both = read(page(receipt())), read(page(receipt(*second)))
    assert values(both) == values(alone)
    assert not any(field.warnings for field in both.fields)
    gaps = read(page([*without(*PERSONAL), *second]))
    for name in ("national_id", "date_of_birth", "gender", "phone"):
        assert value_of(gaps, name) is None


def test_a_label_at_the_foot_of_a_page_takes_nothing_from_the_next() -> None:
    first = page([*without(*PERSONAL), line(30, 280, "Số định danh cá nhân:")])
    second = page([line(30, 20, "027301004567"), line(30, 28, "Điện thoại: 0912 345 678")], 2)
    result = read(first, second)
    assert value_of(result, "national_id") is None
    assert value_of(result, "phone") == "0912345678"


def test_an_address_cut_off_by_the_end_of_a_page_is_doubted() -> None:
    first = page([*without(*PERSONAL), line(30, 280, "Địa chỉ: Số 12, thôn Đông, xã Phú Lâm,")])
    second = page([line(30, 20, "huyện Tiên Du, tỉnh Bắc Ninh")], 2)
    result = read(first, second)
    assert value_of(result, "address") == "Số 12, thôn Đông, xã Phú Lâm"
    assert warned(result, "address")
    assert not warned(read(page(receipt())), "address")


@pytest.mark.parametrize("blank", ["", "…………………………", "..........................", "_____________"])
def test_an_empty_form_gives_no_values_of_the_applicant(blank: str) -> None:
    names = (
        *("dossier_code", "applicant_name", "national_id", "date_of_birth", "gender", "address", "phone"),
        *("procedure_name", "procedure_code", "received_at", "due_at", "fee"),
    )
    result = read(page(receipt(**dict.fromkeys(names, blank))))
    assert result.type_code == "receipt"
    assert {name: value_of(result, name) for name in names} == dict.fromkeys(names)


@pytest.mark.parametrize(
    "sentence",
    [
        "Người nộp hồ sơ cam kết số điện thoại: 0911222333 và địa chỉ: Số 1 phố Mẫu là đúng sự thật",
        "Mọi thắc mắc về lệ phí: 99.000 đồng xin gọi điện thoại: 0222 3875 123 trong giờ hành chính",
    ],
)
def test_a_label_inside_a_sentence_of_a_form_is_no_field(sentence: str) -> None:
    assert values(read(page(receipt(line(30, 190, sentence))))) == values(read(page(receipt())))


def test_an_english_form_has_no_vietnamese_fields() -> None:
    texts = (
        "Full name: John Smith",
        "Date of birth: 01/02/1990",
        "Address: 12 High Street, London",
        "Amount in words: fifty thousand",
        "Fee: 50.000 VND",
        "This form is to be returned to the office that is named on the letter you were sent",
        "within five working days of the day on which you received it, with all of its papers",
    )
    lines = [
        centred(105, 30, "APPLICATION FORM"),
        *(line(30, 60 + 8 * n, one) for n, one in enumerate(texts)),
    ]
    result = read(page(lines))
    assert values(result) == {"pages": 1, "language": "en"}
    assert result.type_code == "other"


def test_a_table_on_its_side_changes_nothing() -> None:
    texts = (
        "STT Tên giấy tờ Loại Số lượng",
        "1 Tờ khai đăng ký khai sinh Bản chính 01",
        "2 Giấy chứng sinh Bản chính 01",
        "Số điện thoại: 0987654321",
        "Tiếp nhận hồ sơ của: Lê Văn Mẫu",
    )
    turned = [on_its_side(140 + 8 * column, 280, text) for column, text in enumerate(texts)]
    assert values(read(page(receipt(*turned)))) == values(read(page(receipt())))
    gaps = read(page([*without(*PERSONAL), *turned]))
    assert value_of(gaps, "phone") is None
    assert value_of(gaps, "applicant_name") == "Nguyễn Thị Bích Ngọc"
