from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from core.model import FieldItem, Paper
from core.page import Box, Line, Page, PageState, Region
from pipeline.extract import Understanding, understand, understanding_fingerprint
from pipeline.reference import load_reference
from tests.unit.extract.asking import REFERENCE, field_of, read, value_of, warned
from tests.unit.extract.papers import (
    body,
    centred,
    decision,
    heading,
    line,
    page,
    placed,
)


def test_a_decision_is_classified_and_read() -> None:
    result = read(page(decision()))
    assert (result.document_type, result.type_code) == ("QUYẾT ĐỊNH", "decision")
    assert {field.name: field.value for field in result.fields if not isinstance(field.value, tuple)} == {
        "document_type": "QUYẾT ĐỊNH",
        "document_number": "44/QĐ-UBND",
        "issue_date": "2025-01-22",
        "issuing_place": "Bắc Ninh",
        "issuing_agency": "ỦY BAN NHÂN DÂN TỈNH BẮC NINH",
        "subject": "Về việc phê duyệt kế hoạch số hóa hồ sơ trên địa bàn tỉnh",
        "signer": "Lê Văn Thử",
        "signer_title": "TM. ỦY BAN NHÂN DÂN KT. CHỦ TỊCH PHÓ CHỦ TỊCH",
        "signer_authority": "TM.",
        "pages": 1,
        "language": "vi",
    }
    assert all(field.page == 1 and field.box is not None for field in result.fields)


def test_a_box_is_the_words_of_its_value() -> None:
    number = field_of(read(page(decision())), "document_number")
    wanted = next(one for one in heading() if one.text.startswith("Số:")).words[1].box
    assert number is not None
    assert number.box == wanted


def test_lost_marks_come_back_in_set_words_but_not_in_names() -> None:
    lines = [
        *heading(("UY BAN NHÂN DÂN", "TĨNH BÁC NINH"), "Số: 44/QD-UBND"),
        centred(112, 54, "QUYÉT ĐỊNH"),
        centred(112, 60, "Về việc phê duyệt kế hoach"),
        *body(92),
        line(30, 150, "Nơi nhận:"),
        centred(152, 150, "CHU TỊCH"),
        centred(152, 180, "Trân Văn Thử"),
    ]
    result = read(page(lines))
    assert result.document_type == "QUYẾT ĐỊNH"
    assert value_of(result, "issuing_agency") == "ỦY BAN NHÂN DÂN TỈNH BẮC NINH"
    assert value_of(result, "document_number") == "44/QĐ-UBND"
    assert value_of(result, "signer_title") == "CHỦ TỊCH"
    assert value_of(result, "subject") == "Về việc phê duyệt kế hoạch"
    assert value_of(result, "signer") == "Trân Văn Thử"
    assert warned(result, "signer")


@pytest.mark.parametrize("first", ["ỦY BAN", "CỘNG"])
def test_a_torn_committee_name_is_completed_from_the_symbol_with_a_warning(first: str) -> None:
    lines = [*heading((first, "TỈNH BẮC NINH")), *decision()[6:]]
    result = read(page(lines))
    assert value_of(result, "issuing_agency") == "ỦY BAN NHÂN DÂN TỈNH BẮC NINH"
    assert warned(result, "issuing_agency")


def test_a_letter_has_no_title_but_a_subject() -> None:
    lines = [
        *heading(number="Số: 299/UBND-TTHC"),
        line(36, 46, "V/v công bố danh mục"),
        line(40, 52, "thủ tục hành chính"),
        line(80, 64, "Kính gửi: Sở Tư pháp"),
        *body(76),
    ]
    result = read(page(lines))
    assert (result.document_type, result.type_code) == ("CÔNG VĂN", "official_letter")
    assert value_of(result, "subject") == "V/v công bố danh mục thủ tục hành chính"


@pytest.mark.parametrize("number", ["Số: 4† /QĐ-UBND", "Số: …… /QĐ-UBND", "Số: /QĐ-UBND"])
def test_a_handwritten_number_is_present_but_empty(number: str) -> None:
    lines = [
        *heading(number=number, dated="Bắc Ninh, ngày ƒ7 tháng 01 năm 2025"),
        *decision()[len(heading()) :],
    ]
    result = read(page(lines))
    for name in ("document_number", "issue_date"):
        found = field_of(result, name)
        assert found is not None
        assert (found.value, found.handwritten) == (None, True)
        assert found.confidence < 0.5
        assert found.box is not None


def test_the_type_comes_from_the_symbol_when_the_title_is_lost() -> None:
    lines = [one for one in decision() if one.text != "QUYẾT ĐỊNH"]
    result = read(page(lines))
    assert result.type_code == "decision"


def test_a_label_inside_a_sentence_is_no_field() -> None:
    lines = [
        *decision(),
        line(30, 143, "gửi về địa chỉ: Số 1 đường Lý Thái Tổ, điện thoại: 0912345678 để tổng hợp"),
    ]
    result = read(page(lines))
    assert field_of(result, "address") is None
    assert field_of(result, "phone") is None


def test_an_english_page_is_nothing_we_know() -> None:
    lines = [centred(105, 30, "SERVICE AGREEMENT")]
    lines += [
        line(30, 50 + 7 * n, "This agreement is made between the parties named below on this day")
        for n in range(20)
    ]
    result = read(page(lines))
    assert (result.document_type, result.type_code, result.problems) == (None, "other", ())
    assert {field.name: field.value for field in result.fields} == {"pages": 1, "language": "en"}


def test_an_empty_document_is_nothing() -> None:
    blank = Page(1, PageState.BLANK, 100, 100, 200.0)
    assert read(blank) == Understanding(None, None, (), (), (Paper(1, 1, None, None),))
    assert read() == Understanding(None, None, (), ())


@pytest.mark.parametrize("mark", ["MẬT", "TỐI MẬT", "TUYỆT MẬT", "TOI MAT", "[ MẬT ]", "Tôi MẬT"])
def test_a_secrecy_mark_in_its_zone_is_a_problem(mark: str) -> None:
    result = read(page([*decision(), line(40, 48, mark)]))
    assert [problem.code for problem in result.problems] == ["secret"]
    assert result.problems[0].page == 1


def test_the_word_secret_in_the_text_is_no_mark() -> None:
    lines = [*decision(), line(30, 136, "Giữ bí mật thông tin. MẬT ong là hàng hóa.")]
    lines.append(line(40, 250, "MẬT"))
    assert not read(page(lines)).problems


def test_a_frame_nobody_could_read_in_the_zone_of_marks_holds_the_paper_back() -> None:
    unread = Region("unread_mark", Box(300, 400, 500, 460))
    (problem,) = read(page(decision(), regions=[unread])).problems
    assert (problem.code, "không đọc được" in problem.message) == ("secret", True)
    elsewhere = Region("unread_mark", Box(300, 2400, 500, 2460))
    scrawl = Region("stamp", Box(300, 400, 500, 460))
    assert not read(page(decision(), regions=[elsewhere, scrawl])).problems


def test_a_secrecy_stamp_is_a_mark() -> None:
    stamp = Region("stamp", Box(300, 400, 500, 460), (line(40, 52, "TỐI MẬT"),))
    assert [one.code for one in read(page(decision(), regions=[stamp])).problems] == ["secret"]


def test_a_title_without_the_signers_own_line_is_doubted() -> None:
    whole = field_of(read(page(decision())), "signer_title")
    torn = field_of(read(page([one for one in decision() if "CHỦ TỊCH" not in one.text])), "signer_title")
    assert whole is not None
    assert torn is not None
    assert torn.confidence < 0.7 < whole.confidence
    assert torn.warnings


def test_an_appointment_is_taken_apart() -> None:
    lines = [
        *decision()[:10],
        *placed(
            (30, 100, "Điều 1. Bổ nhiệm ông Trần Văn Thử, Phó Trưởng phòng, giữ chức vụ Trưởng phòng, thời"),
            (30, 107, "hạn 05 năm, kể từ ngày 24/01/2025."),
        ),
    ]
    value = value_of(read(page(lines)), "appointment")
    assert isinstance(value, tuple)
    assert isinstance(value[0], FieldItem)
    assert value[0].parts == {
        "person": "Trần Văn Thử",
        "from_position": "Phó Trưởng phòng",
        "position": "Trưởng phòng",
        "term_months": "60",
        "effective_date": "2025-01-24",
    }


def test_a_handwritten_date_is_believed_when_the_signature_says_the_same() -> None:
    lines = [replace_confidence(one, "ngày", 0.5) for one in decision()]
    note = Region(
        "signature_note", Box(0, 0, 9, 9), (line(120, 8, "Thời gian ký: 22/01/2025 15:54:00 +07:00"),)
    )
    result = read(page(lines, regions=[note]))
    assert value_of(result, "issue_date") == "2025-01-22"
    assert value_of(result, "signed_at") == "2025-01-22T15:54:00+07:00"
    assert value_of(read(page(lines)), "issue_date") is None


def replace_confidence(one: Line, holding: str, confidence: float) -> Line:
    if holding not in one.text or not one.text.startswith("Bắc Ninh"):
        return one
    return Line(tuple(replace(word, confidence=confidence) for word in one.words))


def test_pages_are_consumed_one_by_one() -> None:
    alive = 0

    def pages(count: int) -> Iterator[Page]:
        nonlocal alive
        for number in range(1, count + 1):
            alive = number
            yield page(decision() if number == 1 else body(20, 30), number)

    assert understand(pages(50), REFERENCE).type_code == "decision"
    assert alive == 50


def test_the_fingerprint_follows_the_reference_data() -> None:
    overlay = {"surnames": "name,weight,source\nThử,1,test\n".encode()}
    one, other = understanding_fingerprint(REFERENCE), understanding_fingerprint(load_reference(overlay))
    assert one == understanding_fingerprint(load_reference())
    assert one != other


def test_the_fingerprint_follows_the_cross_checks(monkeypatch: pytest.MonkeyPatch) -> None:
    hashed: list[str] = []
    seen = Path.read_bytes

    def noted(path: Path) -> bytes:
        hashed.append("/".join(path.parts[-2:]))
        return seen(path)

    monkeypatch.setattr(Path, "read_bytes", noted)
    understanding_fingerprint(REFERENCE)
    wanted = {"checks/terms.py", "extract/merge.py", "reference/calendar.py", "pipeline/splits.py"}
    assert wanted <= set(hashed)
