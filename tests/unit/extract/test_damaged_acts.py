"""What damaged print on acts still says: each of these was a miss on generated pages or real acts."""

from dataclasses import replace

import pytest

from core.page import Box, Line
from tests.unit.extract.asking import field_of, read, value_of, warned
from tests.unit.extract.papers import body, centred, decision, heading, line, page


def signed(*titles: str, name: str = "Lê Văn Thử", name_mm: float = 152) -> list[Line]:
    lines = [one for one in decision() if one.box.left < 900 or one.box.top < 1150]
    lines += [centred(152, 150 + 6 * index, title) for index, title in enumerate(titles)]
    return [*lines, centred(name_mm, 190, name)]


def letter(*lines: Line) -> list[Line]:
    return [*heading(number="Số: 299/UBND-TTHC"), *lines, line(100, 70, "Kính gửi: Sở Tư pháp"), *body(84)]


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


def test_a_digit_inside_a_symbol_is_noise() -> None:
    result = read(page([*heading(number="Số: 352/S5TC-KHTC"), line(36, 46, "V/v kê khai"), *body(76)]))
    assert value_of(result, "document_number") == "352/STC-KHTC"


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


@pytest.mark.parametrize("printed", ["143/TIT-STC", "143/TTT-STC"])
def test_misread_type_letters_are_those_of_the_title(printed: str) -> None:
    lines = [*heading(number=f"Số: {printed}"), centred(112, 54, "TỜ TRÌNH"), *body(92)]
    assert value_of(read(page(lines)), "document_number") == "143/TTr-STC"


def test_letters_of_another_type_stay_and_are_warned_of() -> None:
    lines = [*heading(number="Số: 143/TB-STC"), centred(112, 54, "TỜ TRÌNH"), *body(92)]
    result = read(page(lines))
    assert value_of(result, "document_number") == "143/TB-STC"
    assert warned(result, "document_number")


def test_a_paper_borrows_no_signer_from_the_next() -> None:
    hidden = [*decision()[:-4], centred(152, 190, "Lê Văn Thử")]
    other = [*heading(number="Số: 45/QĐ-UBND"), *decision()[6:]]
    result = read(page(hidden), page(other, 2))
    found = field_of(result, "signer_title")
    assert found is not None
    assert (found.value, found.page) == (None, 1)
    assert field_of(result, "signer_authority") is None


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


@pytest.mark.parametrize(("confidence", "value"), [(0.9, "2025-01-22"), (0.7, "2025-01-22"), (0.6, None)])
def test_a_date_is_given_sure_doubted_or_not_by_how_its_digits_were_read(
    confidence: float, value: str | None
) -> None:
    lines = decision()
    at = next(i for i, one in enumerate(lines) if "Bắc Ninh, ngày" in one.text)
    lines[at] = Line(
        tuple(replace(word, confidence=confidence) if word.text == "22" else word for word in lines[at].words)
    )
    found = field_of(read(page(lines)), "issue_date")
    assert found is not None
    assert found.value == value
    assert bool(found.warnings) == (confidence < 0.75)


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
