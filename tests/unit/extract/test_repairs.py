"""What damaged print on forms still says: each of these was a miss on generated pages."""

from dataclasses import replace

import pytest

from core.page import Line
from tests.unit.extract.asking import field_of, read, value_of, warned
from tests.unit.extract.papers import body, centred, heading, line, page, receipt


def doubted(one: Line, confidence: float) -> Line:
    return Line(tuple(replace(word, confidence=confidence) for word in one.words))


def application() -> list[Line]:
    return [
        centred(112, 20, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
        centred(112, 26, "Độc lập - Tự do - Hạnh phúc"),
        centred(112, 40, "TỜ KHAI ĐĂNG KÝ KHAI SINH"),
        line(30, 68, "Họ và tên: NGUYỄN THỊ BÍCH NGỌC"),
        line(30, 76, "Nơi cấp: Bộ Công an"),
        line(30, 84, "Người được ủy quyền: Trần Văn Hùng"),
        line(30, 92, "Email: hung@gmail.com"),
    ]


def test_a_damaged_name_is_written_as_elsewhere_on_the_paper() -> None:
    lines = [
        *receipt(applicant_name="Nguyễn Minh Thúy"),
        centred(60, 200, "NGƯỜI NỘP HỒ SƠ"),
        doubted(centred(60, 225, "Ngúyãn Mĩnh Thúy"), 0.5),
    ]
    assert value_of(read(page(lines)), "submitter_name") == "Nguyễn Minh Thúy"


def test_a_hidden_submitter_of_whom_a_word_is_left_may_be_the_applicant() -> None:
    foot = [centred(60, 200, "NGƯỜI NỘP HỒ SƠ"), centred(60, 225, "Võ Văn-+r#ạn")]
    result = read(page([*receipt(applicant_name="Võ Văn Thuận"), *foot]))
    found = field_of(result, "submitter_name")
    assert found is not None
    assert found.value == "Võ Văn Thuận"
    assert found.warnings
    assert found.confidence < 0.9
    other = read(page([*receipt(applicant_name="Trần Thị Lan"), *foot]))
    assert value_of(other, "submitter_name") != "Trần Thị Lan"


def test_an_agency_that_lacks_its_last_word_is_completed_from_the_dictionary() -> None:
    cut = line(30, 165, "Cơ quan giải quyết: Trung tâm Phục vụ hành chính công tỉnh Bắc")
    result = read(page(receipt(cut)))
    assert value_of(result, "settling_agency") == "Trung tâm Phục vụ hành chính công tỉnh Bắc Ninh"
    assert warned(result, "settling_agency")


def test_another_persons_sound_name_stays() -> None:
    lines = [
        *receipt(applicant_name="Nguyễn Minh Thúy"),
        centred(60, 200, "NGƯỜI NỘP HỒ SƠ"),
        centred(60, 225, "Trần Văn Hùng"),
    ]
    assert value_of(read(page(lines)), "submitter_name") == "Trần Văn Hùng"


def test_two_people_with_similar_names_stay_two() -> None:
    lines = [
        *receipt(applicant_name="Nguyễn Thị Duyên"),
        centred(60, 200, "NGƯỜI NỘP HỒ SƠ"),
        doubted(centred(60, 225, "Nguyễn Thu Xuyến"), 0.7),
    ]
    assert value_of(read(page(lines)), "submitter_name") == "Nguyễn Thu Xuyến"


def test_a_name_known_by_the_signature_alone_asks_for_a_look() -> None:
    lines = [one for one in receipt() if not one.text.startswith("Tiếp nhận")]
    found = field_of(
        read(page([*lines, centred(152, 200, "NGƯỜI YÊU CẦU"), centred(152, 225, "Trần Văn Hùng")])),
        "applicant_name",
    )
    assert found is not None
    assert found.warnings
    assert found.confidence < 0.9


def test_the_applicant_of_a_receipt_is_the_one_of_the_application_behind_it() -> None:
    result = read(page(receipt()), page(application(), 2))
    assert value_of(result, "id_issue_place") == "Bộ Công an"
    assert value_of(result, "email") is None, "another person's"


def test_a_code_with_a_comma_for_a_point_is_whole() -> None:
    result = read(page(receipt(dossier_code="061.00.40,H05-250804-004G")))
    assert value_of(result, "dossier_code") == "061.00.40.H05-250804-0046"


def test_an_address_without_a_province_is_surer_with_one() -> None:
    whole = field_of(
        read(page(receipt(address="Thôn Đông, xã Phú Lâm, huyện Tiên Du, tỉnh Bắc Ninh"))), "address"
    )
    short = field_of(read(page(receipt(address="Thôn Đông, xã Phú Lâm"))), "address")
    assert whole is not None
    assert short is not None
    assert short.confidence < whole.confidence


def test_an_address_of_mail_torn_in_two_is_doubted() -> None:
    found = field_of(read(page(receipt(line(30, 165, "Email: ngu yenbanam96@gmail.com")))), "email")
    assert found is not None
    assert found.confidence < 0.7


def test_a_time_that_breaks_off_is_no_day() -> None:
    found = field_of(read(page(receipt(due_at="18/08/2025 16:3"))), "due_at")
    assert found is not None
    assert found.value is None


def test_a_letter_no_name_has_is_the_one_it_looks_like() -> None:
    assert value_of(read(page(receipt(applicant_name="Ñgô Bá Quyết"))), "applicant_name") == "Ngô Bá Quyết"


@pytest.mark.parametrize("printed", ["hoa83(@)gmail.com", "hoa83(gmail.com", "hoa83(2gmail.com"])
def test_the_at_sign_is_known_in_its_misreadings(printed: str) -> None:
    assert value_of(read(page(receipt(line(30, 165, f"Email: {printed}")))), "email") == "hoa83@gmail.com"


def test_an_agency_that_ends_with_the_kind_of_a_place_is_doubted() -> None:
    cut = line(30, 165, "Cơ quan giải quyết: Phòng chuyên môn thành phố")
    found = field_of(read(page(receipt(cut))), "settling_agency")
    assert found is not None
    assert found.confidence < 0.5


@pytest.mark.parametrize("printed", ["NÑinh", "Ñinh"])
def test_the_line_an_address_goes_on_in_is_known_without_foreign_letters(printed: str) -> None:
    start = "Địa chỉ: Số 203 đường Kinh Dương Vương, phường Đại Xuân, thị xã Quế Võ, tỉnh Bắc"
    lines = [one for one in receipt() if not one.text.startswith("Địa chỉ")]
    lines += [line(30, 165, start), line(30, 170, printed)]
    wanted = "Số 203 đường Kinh Dương Vương, phường Đại Xuân, thị xã Quế Võ, tỉnh Bắc Ninh"
    assert value_of(read(page(lines)), "address") == wanted


def test_a_lost_end_of_an_address_comes_from_the_gazetteer_with_a_warning() -> None:
    result = read(page(receipt(address="Số 1, phường Đại Xuân, thị xã Quế Võ, tỉnh Bắc")))
    assert value_of(result, "address") == "Số 1, phường Đại Xuân, thị xã Quế Võ, tỉnh Bắc Ninh"
    assert warned(result, "address")


def test_an_address_whose_end_nobody_knows_is_doubted() -> None:
    found = field_of(read(page(receipt(address="Số 1, xã Không Có, tỉnh Bắc"))), "address")
    assert found is not None
    assert found.value == "Số 1, xã Không Có, tỉnh Bắc"
    assert found.warnings
    assert found.confidence < 0.5


def test_commas_read_as_points_are_put_back() -> None:
    result = read(page(receipt(address="Số 46. thôn Đông, xã Phú Lâm. huyện Tiên Du. tỉnh Bắc Ninh")))
    assert value_of(result, "address") == "Số 46, thôn Đông, xã Phú Lâm, huyện Tiên Du, tỉnh Bắc Ninh"


def test_the_place_of_a_plot_is_nobodys_address() -> None:
    lines = [one for one in receipt() if not one.text.startswith("Địa chỉ")]
    lines.append(line(30, 165, "mục đích sử dụng: đất ở; địa chỉ thửa đất: xã Phú Lâm."))
    assert value_of(read(page(lines)), "address") is None


def test_the_foot_of_a_form_is_known_by_what_is_left_of_its_heading() -> None:
    lines = [*receipt(), centred(152, 200, "P NHẬN HỒ SƠ"), centred(152, 225, "nguyễn Anh Tuấn")]
    assert value_of(read(page(lines)), "receiver_name") == "Nguyễn Anh Tuấn"


def test_who_issues_identity_papers_is_a_closed_list() -> None:
    result = read(page(receipt(line(30, 165, "Nơi cấp: Cục Cảnh sát QL.HC về TTXH"))))
    assert value_of(result, "id_issue_place") == "Cục Cảnh sát QLHC về TTXH"


def test_numerals_of_a_known_procedure_keep_their_capitals() -> None:
    printed = "Cấp giấy phép xây dựng mới công trình cấp III, ïV, nhà ở riêng lẻ"
    result = read(page(receipt(procedure_name=printed)))
    assert value_of(result, "procedure_name") == printed.replace("ïV", "IV")


def test_a_letter_beside_figures_is_the_one_it_looks_like() -> None:
    lines = [*heading(number="Số: 299/UBND-TTHC"), line(36, 46, "V/v phòng, chống dịch COVID-I9"), *body(84)]
    assert value_of(read(page(lines)), "subject") == "V/v phòng, chống dịch COVID-19"


def test_a_line_the_engine_read_as_two_is_one() -> None:
    lines = [one for one in receipt() if not one.text.startswith("Địa chỉ")]
    whole = line(30, 170, "Địa chỉ: Thôn Đông, xã Phú Lâm, tỉnh Bắc Ninh")
    lines += [Line(whole.words[:1]), Line(whole.words[1:])]
    assert value_of(read(page(lines)), "address") == "Thôn Đông, xã Phú Lâm, tỉnh Bắc Ninh"


def test_marks_of_a_kind_of_place_are_put_back() -> None:
    changed = receipt(address="Thộn Đông, xã Phú Lâm, huyện Tiên Du, tỉnh Bắc Ninh")
    assert value_of(read(page(changed)), "address") == "Thôn Đông, xã Phú Lâm, huyện Tiên Du, tỉnh Bắc Ninh"


def test_a_letterhead_that_lacks_the_name_of_its_place_is_doubted() -> None:
    whole = page([*heading(issuer=("UBND TỈNH BẮC NINH", "SỞ NỘI VỤ")), *body(84)])
    cut = page([*heading(issuer=("UBND TỈNH", "SỞ NỘI VỤ")), *body(84)])
    sure, doubtful = (field_of(read(one), "issuing_agency") for one in (whole, cut))
    assert sure
    assert doubtful
    assert doubtful.confidence < 0.9 < sure.confidence


def test_joined_words_of_a_known_name_are_parted() -> None:
    lines = [*heading(issuer=("UBND TỈNH BẮCNINH", "SỞ NỘI VỤ")), *body(84)]
    assert value_of(read(page(lines)), "parent_agency") == "UBND TỈNH BẮC NINH"


def test_marks_of_a_committees_place_are_put_back() -> None:
    settling = line(30, 200, "Cơ quan giải quyết: Ủy ban nhân dân phương Kinh Băc")
    assert value_of(read(page(receipt(settling))), "settling_agency") == "Ủy ban nhân dân phường Kinh Bắc"
