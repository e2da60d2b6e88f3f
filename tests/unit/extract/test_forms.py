import pytest

from core.model import FieldItem
from core.page import Box, Code, Line
from tests.unit.extract.asking import field_of, read, value_of, warned
from tests.unit.extract.papers import (
    DOSSIER_CODE,
    RECEIPT_TITLE,
    centred,
    decision,
    heading,
    line,
    page,
    placed,
    receipt,
)


def test_a_citizens_title_is_an_application_in_all_its_lines() -> None:
    lines = [
        centred(112, 20, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
        centred(112, 26, "Độc lập - Tự do - Hạnh phúc"),
        centred(112, 40, "THÔNG BÁO THAY ĐỔI NỘI DUNG ĐĂNG KÝ"),
        centred(112, 46, "HỘ KINH DOANH"),
        line(60, 58, "Kính gửi: Sở Tài chính"),
        line(30, 68, "Tôi tên là: Trần Văn Hùng"),
        line(110, 120, "Bắc Ninh, ngày 05 tháng 6 năm 2025"),
    ]
    result = read(page(lines))
    assert result.document_type == "THÔNG BÁO THAY ĐỔI NỘI DUNG ĐĂNG KÝ HỘ KINH DOANH"
    assert result.type_code == "application"
    assert value_of(result, "applicant_name") == "Trần Văn Hùng"
    assert value_of(result, "issue_date") == "2025-06-05"


def test_a_receipt_gives_the_facts_of_the_dossier() -> None:
    result = read(page(receipt()))
    assert (result.document_type, result.type_code) == (RECEIPT_TITLE, "receipt")
    wanted = {
        "dossier_code": DOSSIER_CODE,
        "procedure_code": "1.001193",
        "procedure_name": "Đăng ký khai sinh",
        "applicant_name": "Nguyễn Thị Bích Ngọc",
        "national_id": "027301004567",
        "date_of_birth": "2001-08-15",
        "gender": "Nữ",
        "address": "Số 12, thôn Đông, xã Phú Lâm, huyện Tiên Du, tỉnh Bắc Ninh",
        "phone": "0912345678",
        "received_at": "2025-01-24T08:30:00+07:00",
        "due_at": "2025-01-24T16:30:00+07:00",
        "fee": 50_000,
        "receiving_unit": "Trung tâm Phục vụ hành chính công",
    }
    assert {name: value_of(result, name) for name in wanted} == wanted
    assert not any(field.warnings for field in result.fields)


def test_a_code_on_the_page_beats_its_text() -> None:
    other = "000.00.01.H05-250124-0007"
    code = Code("QRCode", other, Box(10, 10, 90, 90))
    result = read(page(receipt(), codes=[code]))
    found = field_of(result, "dossier_code")
    assert found is not None
    assert (found.value, found.source) == (other, "code")
    assert found.warnings


def test_two_codes_on_one_file_are_a_problem() -> None:
    codes = [Code("QRCode", f"000.00.01.H05-250124-000{n}", Box(10, 10, 90, 90)) for n in (1, 2)]
    result = read(page(receipt(), codes=codes))
    assert [problem.code for problem in result.problems] == ["several_codes"]


@pytest.mark.parametrize(
    ("changes", "name"),
    [
        ({"received_at": "08 giờ 30 phút, ngày 25 tháng 01 năm 2025", "due_at": "03/02/2025"}, "received_at"),
        ({"due_at": "23/01/2025"}, "due_at"),
        ({"procedure_code": "9.999999"}, "procedure_code"),
        ({"procedure_name": "Đổi giấy phép lái xe"}, "procedure_name"),
        ({"gender": "Nam"}, "gender"),
        ({"date_of_birth": "15/08/1999"}, "date_of_birth"),
        ({"national_id": "999301004567"}, "national_id"),
    ],
)
def test_contradictions_are_flagged(changes: dict[str, str], name: str) -> None:
    sound, doubtful = read(page(receipt())), read(page(receipt(**changes)))
    assert warned(doubtful, name)
    before, after = field_of(sound, name), field_of(doubtful, name)
    assert before is not None
    assert after is not None
    assert after.confidence < before.confidence


def test_two_persons_on_one_receipt_are_kept_apart() -> None:
    extra = placed(
        (30, 170, "Họ và tên người nộp thay: Trần Văn Hùng"),
        (30, 178, "Số CCCD: 027090001234"),
        (30, 186, "Số điện thoại: 0987 654 321"),
    )
    result = read(page(receipt(*extra)))
    assert value_of(result, "applicant_name") == "Nguyễn Thị Bích Ngọc"
    assert value_of(result, "national_id") == "027301004567"
    assert value_of(result, "phone") == "0912345678"


def test_the_other_persons_number_does_not_fill_a_gap() -> None:
    lines = [one for one in receipt() if not one.text.startswith("Số CCCD")]
    lines += placed((30, 170, "Họ và tên: Trần Văn Hùng"), (30, 178, "Số CCCD: 027090001234"))
    assert value_of(read(page(lines)), "national_id") is None


def test_an_empty_form_has_no_values() -> None:
    rows = ("Mã hồ sơ: ……………", "Tiếp nhận hồ sơ của: …………", "Số CCCD: ................", "Địa chỉ: _________")
    lines = [*heading(number=""), centred(112, 56, RECEIPT_TITLE)]
    lines += [line(30, 66 + 8 * index, text) for index, text in enumerate(rows)]
    result = read(page(lines))
    assert result.type_code == "receipt"
    for name in ("dossier_code", "applicant_name", "national_id", "address"):
        assert value_of(result, name) is None


def test_a_filled_but_illegible_blank_is_present() -> None:
    result = read(page(receipt(phone="o9Tz 8qq?")))
    found = field_of(result, "phone")
    assert found is not None
    assert (found.value, found.handwritten) == (None, True)


def identity_card() -> list[Line]:
    return placed(
        (30, 20, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
        (40, 30, "CĂN CƯỚC CÔNG DÂN"),
        (40, 36, "Citizen Identity Card"),
        (40, 44, "Số / No.: 027301004567"),
        (40, 52, "Họ và tên / Full name:"),
        (40, 60, "Ngày sinh / Date of birth: 15/08/2001"),
    )


def test_an_identity_card_is_recognised_and_its_lines_not_read() -> None:
    result = read(page(identity_card()))
    assert result.type_code == "identity_card"
    assert [problem.code for problem in result.problems] == ["identity_card"]
    assert result.fields == ()


def test_an_identity_card_inside_a_file_is_named_by_its_page() -> None:
    result = read(page(receipt()), page(identity_card(), 2))
    assert result.type_code == "receipt"
    assert [(problem.code, problem.page) for problem in result.problems] == [("identity_card", 2)]


def test_the_code_of_an_identity_card_gives_it_away() -> None:
    code = Code("QRCode", "027301004567|125012345|A B|15082001|Nữ|C|10052021", Box(0, 0, 9, 9))
    assert read(page(placed((30, 20, "xyz")), codes=[code])).type_code == "identity_card"


def test_a_mention_of_identity_cards_is_no_card() -> None:
    lines = [
        *receipt(),
        line(30, 200, "Bản sao căn cước công dân của người nộp hồ sơ (Citizen Identity Card)"),
    ]
    assert not read(page(lines)).problems


def test_an_attachment_table_becomes_items() -> None:
    extra = placed(
        (30, 164, "1. Thành phần hồ sơ nộp gồm:"),
        (30, 172, "STT"), (50, 172, "Tên giấy tờ"), (130, 172, "Loại"), (165, 172, "Số lượng"),
        (32, 180, "1"), (50, 180, "Tờ khai đăng ký khai sinh"), (130, 180, "Bản chính"), (172, 180, "01"),
        (32, 188, "2"), (50, 188, "Giấy chứng sinh"), (130, 188, "Bản sao"), (172, 188, "02"),
        (30, 200, "2. Số lượng hồ sơ: 01 (bộ)"),
    )  # fmt: skip
    value = value_of(read(page(receipt(*extra))), "attachments")
    assert isinstance(value, tuple)
    items = [item.parts for item in value if isinstance(item, FieldItem)]
    assert items == [
        {"name": "Tờ khai đăng ký khai sinh", "kind": "Bản chính", "quantity": "1"},
        {"name": "Giấy chứng sinh", "kind": "Bản sao", "quantity": "2"},
    ]


def test_hand_overs_become_items() -> None:
    lines = [
        *heading(number=""),
        centred(112, 56, "PHIẾU KIỂM SOÁT QUÁ TRÌNH GIẢI QUYẾT HỒ SƠ"),
        line(30, 66, f"Mã hồ sơ: {DOSSIER_CODE}"),
        *placed((30, 80, "TÊN CƠ QUAN"), (90, 80, "THỜI GIAN GIAO, NHẬN HỒ SƠ"), (160, 80, "KẾT QUẢ")),
        *placed(
            (30, 90, "1. Giao: Bộ phận Một cửa"), (88, 90, "08 giờ 46 phút, ngày 24"), (160, 90, "Trước hạn")
        ),
        *placed((30, 98, "2. Nhận: Sở Tư pháp"), (88, 98, "tháng 01 năm 2025")),
        line(88, 106, "Người giao: Trần Văn Hùng"),
        line(88, 114, "Người nhận: Lê Thị Lan"),
    ]
    result = read(page(lines))
    assert result.type_code == "control_slip"
    value = value_of(result, "handover")
    assert isinstance(value, tuple)
    assert [item.parts for item in value if isinstance(item, FieldItem)] == [
        {
            "agency": "Sở Tư pháp",
            "time": "2025-01-24T08:46:00+07:00",
            "giver": "Trần Văn Hùng",
            "receiver": "Lê Thị Lan",
        }
    ]


@pytest.mark.parametrize("damaged", ["Người nhận: Lê Thị", "Ngườ»;phận: Lê Thị an", "Người nhận: Lê Thị Lxn"])
def test_who_received_a_dossier_is_who_hands_it_on(damaged: str) -> None:
    lines = [
        *heading(number=""),
        centred(112, 56, "PHIẾU KIỂM SOÁT QUÁ TRÌNH GIẢI QUYẾT HỒ SƠ"),
        *placed((30, 80, "TÊN CƠ QUAN"), (90, 80, "THỜI GIAN GIAO, NHẬN HỒ SƠ")),
        *placed((30, 90, "1. Giao: Bộ phận Một cửa"), (88, 90, "08 giờ 46 phút, ngày 24/01/2025")),
        *placed((30, 98, "2. Nhận: Sở Tư pháp"), (88, 98, "Người giao: Trần Văn Hùng")),
        line(88, 106, damaged),
        *placed((30, 120, "1. Giao: Sở Tư pháp"), (88, 120, "09 giờ 46 phút, ngày 25/01/2025")),
        *placed((30, 128, "2. Nhận: Bộ phận Một cửa"), (88, 128, "Người giao: Lê Thị Lan")),
        line(88, 136, "Người nhận: Phạm Văn Tú"),
    ]
    value = value_of(read(page(lines)), "handover")
    assert isinstance(value, tuple)
    assert [item.parts["receiver"] for item in value if isinstance(item, FieldItem)] == [
        "Lê Thị Lan",
        "Phạm Văn Tú",
    ]


def test_a_value_in_the_next_cell_is_found() -> None:
    lines = [one for one in receipt() if not one.text.startswith("Số điện thoại")]
    lines += placed((30, 170, "Số điện thoại"), (110, 170, "0912 345 678"))
    assert value_of(read(page(lines)), "phone") == "0912345678"


def test_a_value_set_apart_from_its_label_ends_at_the_next_label() -> None:
    lines = [one for one in receipt() if not one.text.startswith("Số điện thoại")]
    lines += placed((30, 170, "Số điện thoại:"), (75, 170, "0912 345 678 Email: an@gmail.com"))
    result = read(page(lines))
    assert value_of(result, "phone") == "0912345678"
    assert value_of(result, "email") == "an@gmail.com"


def test_the_first_paper_of_a_file_names_it() -> None:
    result = read(page(receipt()), page(decision(), 2))
    assert result.type_code == "receipt"
    assert value_of(result, "issue_date") == "2025-01-24"
    assert value_of(result, "signer") == "Lê Văn Thử"


def test_confidence_stays_between_zero_and_one() -> None:
    for lines in (decision(), receipt()):
        assert all(0.0 <= field.confidence <= 1.0 for field in read(page(lines)).fields)
