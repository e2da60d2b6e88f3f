"""What damaged print still says: each of these was a miss on generated pages or real acts."""

from dataclasses import replace

import pytest

from core.page import Box, Line
from tests.unit.extract.asking import field_of, read, value_of, warned
from tests.unit.extract.papers import body, centred, decision, heading, line, page, receipt


def doubted(one: Line, confidence: float) -> Line:
    return Line(tuple(replace(word, confidence=confidence) for word in one.words))


def signed(*titles: str, name: str = "Lê Văn Thử", name_mm: float = 152) -> list[Line]:
    lines = [one for one in decision() if one.box.left < 900 or one.box.top < 1150]
    lines += [centred(152, 150 + 6 * index, title) for index, title in enumerate(titles)]
    return [*lines, centred(name_mm, 190, name)]


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


def test_a_digit_inside_a_symbol_is_noise() -> None:
    result = read(page([*heading(number="Số: 352/S5TC-KHTC"), line(36, 46, "V/v kê khai"), *body(76)]))
    assert value_of(result, "document_number") == "352/STC-KHTC"


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


def test_a_letter_subject_is_known_without_its_second_letter() -> None:
    lines = [*heading(number="Số: 299/UBND-TTHC"), line(36, 46, "V/ rà soát thủ tục"), *body(76)]
    result = read(page(lines))
    assert value_of(result, "subject") == "V/v rà soát thủ tục"
    assert result.document_type == "CÔNG VĂN"


def test_a_letter_subject_that_breaks_off_is_doubted() -> None:
    lines = [*heading(number="Số: 299/UBND-TTHC"), line(36, 46, "V/v khám sức khỏe cho học sinh,"), *body(76)]
    found = field_of(read(page(lines)), "subject")
    assert found is not None
    assert found.confidence < 0.9


def letter(*lines: Line) -> list[Line]:
    return [*heading(number="Số: 299/UBND-TTHC"), *lines, line(100, 70, "Kính gửi: Sở Tư pháp"), *body(84)]


def test_a_letter_subject_whose_opening_is_lost_is_put_back_with_doubt() -> None:
    result = read(page(letter(line(36, 46, "đẩy nhanh tiến độ giải ngân"))))
    found = field_of(result, "subject")
    assert found is not None
    assert found.value == "V/v đẩy nhanh tiến độ giải ngân"
    assert found.confidence < 0.9
    assert result.document_type == "CÔNG VĂN"


@pytest.mark.parametrize(
    "lines",
    [
        (centred(62, 46, "V/v phát triển cụm công nghiệp và"), centred(48, 51, "dịch vụ")),
        (centred(62, 46, "V/v phát triển cụm công nghiệp và"), line(36, 56, "TT PHỤC VỤ HÀNH CHÍNH CÔNG")),
    ],
    ids=["off the middle", "a stamp below"],
)
def test_a_letter_subject_a_stamp_may_have_torn_is_doubted(lines: tuple[Line, ...]) -> None:
    sound = field_of(read(page(letter(centred(62, 46, "V/v phát triển cụm công nghiệp và")))), "subject")
    found = field_of(read(page(letter(*lines))), "subject")
    assert sound is not None
    assert found is not None
    assert found.confidence < 0.9 < sound.confidence


def test_what_is_left_of_the_number_is_no_issuer() -> None:
    lines = [*heading(("UBND TỈNH BẮC NINH", "SỞ Y TẾ", "-SYT"), number=""), centred(112, 54, "QUYẾT ĐỊNH")]
    assert value_of(read(page([*lines, *body(92)])), "issuing_agency") == "UBND TỈNH BẮC NINH SỞ Y TẾ"


def test_misread_type_letters_are_those_of_the_title() -> None:
    lines = [*heading(number="Số: 143/TIT-STC"), centred(112, 54, "TỜ TRÌNH"), *body(92)]
    assert value_of(read(page(lines)), "document_number") == "143/TTr-STC"


def test_a_name_known_by_the_signature_alone_asks_for_a_look() -> None:
    lines = [one for one in receipt() if not one.text.startswith("Tiếp nhận")]
    found = field_of(
        read(page([*lines, centred(152, 200, "NGƯỜI YÊU CẦU"), centred(152, 225, "Trần Văn Hùng")])),
        "applicant_name",
    )
    assert found is not None
    assert found.warnings
    assert found.confidence < 0.9


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


def test_the_applicant_of_a_receipt_is_the_one_of_the_application_behind_it() -> None:
    result = read(page(receipt()), page(application(), 2))
    assert value_of(result, "id_issue_place") == "Bộ Công an"
    assert value_of(result, "email") is None, "another person's"


def test_a_paper_borrows_no_signer_from_the_next() -> None:
    hidden = [*decision()[:-4], centred(152, 190, "Lê Văn Thử")]
    other = [*heading(number="Số: 45/QĐ-UBND"), *decision()[6:]]
    result = read(page(hidden), page(other, 2))
    found = field_of(result, "signer_title")
    assert found is not None
    assert (found.value, found.page) == (None, 1)
    assert field_of(result, "signer_authority") is None


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


def test_an_issuer_known_only_over_two_lines_is_repaired() -> None:
    issuer = ("UBND TỈNH BẮC NINH", "TRUNG TÂM PHỤC VỤ", "HANH CHINH CONG")
    result = read(page([*heading(issuer), *decision()[5:]]))
    assert value_of(result, "issuing_agency") == "UBND TỈNH BẮC NINH TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG"
    assert value_of(result, "parent_agency") == "UBND TỈNH BẮC NINH"


def test_a_type_symbol_with_a_letter_too_many_is_repaired() -> None:
    lines = [*heading(number="Số: 188/TTIr-STP"), centred(112, 54, "TỜ TRÌNH"), *body(92)]
    assert value_of(read(page(lines)), "document_number") == "188/TTr-STP"


@pytest.mark.parametrize("last", [("GIÁM ĐỐC",), ("PHÓ %",), ()])
def test_who_signs_for_a_head_is_the_deputy(last: tuple[str, ...]) -> None:
    result = read(page(signed("KT. GIÁM ĐỐC", *last)))
    assert value_of(result, "signer_title") == "KT. GIÁM ĐỐC PHÓ GIÁM ĐỐC"
    assert warned(result, "signer_title")


def test_a_collective_alone_is_no_title() -> None:
    found = field_of(read(page(signed("TM. ỦY BAN NHÂN DÂN"))), "signer_title")
    assert found is not None
    assert found.value is None
    assert found.warnings


def test_a_title_half_hidden_is_the_only_one_it_can_be() -> None:
    assert value_of(read(page(signed("TM. ỦY BAN NHÂN DÂN", "Ũ TỊCH"))), "signer_title") == (
        "TM. ỦY BAN NHÂN DÂN CHỦ TỊCH"
    )


def test_a_name_off_the_middle_of_its_title_may_lack_its_first_word() -> None:
    shifted = field_of(read(page(signed("CHỦ TỊCH", name="Hoàng Giang", name_mm=160))), "signer")
    centre = field_of(read(page(signed("CHỦ TỊCH", name="Hoàng Giang"))), "signer")
    assert shifted is not None
    assert centre is not None
    assert shifted.warnings
    assert shifted.confidence < 0.5 < centre.confidence


def with_day_larger(lines: list[Line], factor: float) -> list[Line]:
    """The day of the heading's date grown in both directions."""
    changed = []
    for one in lines:
        words = list(one.words)
        at = next((i for i, word in enumerate(words[1:], 1) if words[i - 1].text == "ngày"), None)
        if at is not None and "Bắc" in one.text:
            box = words[at].box
            grown = Box(
                box.left, box.top, box.left + round(box.width * factor), box.top + round(box.height * factor)
            )
            words[at] = replace(words[at], box=grown)
        changed.append(Line(tuple(words)))
    return changed


def test_a_day_larger_than_the_print_is_handwriting_however_sure_the_engine_is() -> None:
    found = field_of(read(page(with_day_larger(decision(), 1.2))), "issue_date")
    assert found is not None
    assert (found.value, found.handwritten) == (None, True)
    assert value_of(read(page(with_day_larger(decision(), 1.05))), "issue_date") == "2025-01-22"


def test_boxes_that_reach_into_the_next_line_tell_no_handwriting() -> None:
    lines = with_day_larger(decision(), 1.4)
    at = next(i for i, one in enumerate(lines) if "Bắc Ninh, ngày" in one.text)
    words = [
        replace(word, box=word.box._replace(bottom=word.box.top + 60)) if word.text == "tháng" else word
        for word in lines[at].words
    ]
    lines[at] = Line(tuple(words))
    assert value_of(read(page(lines)), "issue_date") == "2025-01-22"


def test_a_day_of_one_digit_may_lack_the_other() -> None:
    lines = [*heading(dated="Bắc Ninh, ngày 1 tháng 02 năm 2025"), *decision()[6:]]
    assert warned(read(page(lines)), "issue_date")


def test_a_subject_without_its_beginning_is_doubted() -> None:
    lines = [
        *heading(),
        centred(112, 54, "QUYẾT ĐỊNH"),
        centred(112, 60, "truyền phổ biến pháp luật"),
        *body(92),
    ]
    found = field_of(read(page(lines)), "subject")
    whole = field_of(read(page(decision())), "subject")
    assert found is not None
    assert whole is not None
    assert found.confidence < 0.9 < whole.confidence


def test_the_opening_of_a_subject_is_put_back() -> None:
    lines = [*heading(), centred(112, 54, "QUYẾT ĐỊNH"), centred(112, 60, "iệc ban hành Quy chế"), *body(92)]
    assert value_of(read(page(lines)), "subject") == "Về việc ban hành Quy chế"


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


def test_a_number_without_the_issuers_letters_is_doubted() -> None:
    lines = [*heading(number="Số: 375/TTr"), centred(112, 54, "TỜ TRÌNH"), *body(92)]
    found = field_of(read(page(lines)), "document_number")
    assert found is not None
    assert found.confidence < 0.7
    lines = [*heading(number="Số: 375/TIr--SNNMT"), centred(112, 54, "TỜ TRÌNH"), *body(92)]
    assert value_of(read(page(lines)), "document_number") == "375/TTr-SNNMT"


def test_a_heads_title_twice_has_lost_that_a_deputy_signs() -> None:
    result = read(page(signed("GIÁM ĐỐC", "GIÁM ĐỐC")))
    assert value_of(result, "signer_title") == "KT. GIÁM ĐỐC PHÓ GIÁM ĐỐC"
    assert value_of(result, "signer_authority") == "KT."
    assert warned(result, "signer_title")


def test_a_title_with_rubbish_in_it_is_left_to_a_person() -> None:
    found = field_of(read(page(signed("TL. GIÁM ĐỐC", "MNNRVĂN PHÒNG"))), "signer_title")
    assert found is not None
    assert found.value is None


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


def test_an_appointment_is_found_in_spite_of_confused_marks() -> None:
    text = (
        "Điều 1. Bố nhiệm ông Lê Anh Bình, Phó Giám đốc Chỉ nhánh, giữ chức vụ Giám đốc Chỉ nhánh,",
        "thời hạn 05 năm, kể từ ngày 26/02/2025.",
    )
    lines = [*decision()[:10], line(30, 92, text[0]), line(30, 99, text[1])]
    value = value_of(read(page(lines)), "appointment")
    assert isinstance(value, tuple)
    assert dict(value[0].parts) == {
        "person": "Lê Anh Bình",
        "from_position": "Phó Giám đốc Chi nhánh",
        "position": "Giám đốc Chi nhánh",
        "term_months": "60",
        "effective_date": "2025-02-26",
    }
