"""Lists of issued documents: grounds, articles, recipients, the arrival stamp; what a whole file shows."""

from collections.abc import Sequence

import pytest

from core.page import Box, Line, Page, Region, Word
from pipeline.extract import Understanding
from tests.unit.extract.asking import field_of, read, value_of, warned
from tests.unit.extract.papers import body, centred, decision, heading, line, page, placed, receipt


def items(result: Understanding, name: str) -> list[dict[str, str]]:
    """The parts of each item of a list field."""
    value = value_of(result, name)
    return [dict(item.parts) for item in value] if isinstance(value, tuple) else []


def act(*lines: Line) -> Page:
    """A decision with other text between its subject and its signer."""
    kept = [one for one in decision() if one not in body(92)]
    return page([*kept, *lines])


def below(top_mm: float, *texts: str) -> list[Line]:
    """Lines of text, one under the other."""
    return [line(30, top_mm + 6 * index, text) for index, text in enumerate(texts)]


GROUNDS = (
    "Căn cứ Luật Lưu trữ ngày 21 tháng 6 năm 2024;",
    "Căn cứ Luật Xây dựng ngày 18/6/2014; Luật sửa đổi, bổ sung một số điều ngày 17/6/2020;",
    "Căn cứ Nghị định sô 118/2025/NĐ-CP ngày 09 tháng 6 năm 2025 của Chính phủ",
    "quy định về thực hiện thủ tục hành chính;",
    "Theo đề nghị của Giám đốc Sở Nội vụ tại Tờ trình số 12/TTr-SNV ngày 05/01/2025.",
)


def test_grounds_are_taken_to_pieces() -> None:
    result = read(act(*below(88, *GROUNDS), centred(112, 122, "QUYẾT ĐỊNH:")))
    assert items(result, "legal_citations") == [
        {"basis": "Căn cứ", "type": "Luật", "date": "2024-06-21", "title": "Lưu trữ"},
        {"basis": "Căn cứ", "type": "Luật", "date": "2014-06-18", "title": "Xây dựng"},
        {"basis": "Căn cứ", "type": "Luật", "date": "2020-06-17", "title": "sửa đổi, bổ sung một số điều"},
        {
            "basis": "Căn cứ",
            "type": "Nghị định",
            "number": "118/2025/NĐ-CP",
            "date": "2025-06-09",
            "agency": "Chính phủ",
            "title": "quy định về thực hiện thủ tục hành chính",
        },
        {
            "basis": "Theo đề nghị",
            "type": "Tờ trình",
            "number": "12/TTr-SNV",
            "date": "2025-01-05",
            "agency": "Giám đốc Sở Nội vụ",
        },
    ]


@pytest.mark.parametrize(
    ("printed", "number"),
    [
        ("Thông tư số 12/2022/T1-VPCP", "12/2022/TT-VPCP"),
        ("Quyết định số 193/QĐĐ-UBND", "193/QĐ-UBND"),
        ("Tờ trình số 395//TTr-UBND", "395/TTr-UBND"),
        ("Công văn số 56/UBND-NC", "56/UBND-NC"),
    ],
)
def test_a_letter_misread_in_the_number_of_a_ground_follows_from_its_type(printed: str, number: str) -> None:
    [item] = items(read(act(line(36, 84, f"Căn cứ {printed} ngày 05 tháng 3 năm 2022;"))), "legal_citations")
    assert item["number"] == number


@pytest.mark.parametrize(
    ("printed", "units"), [("VT, TIr (02b)", "VT, TTr"), ("VI, KSTTHC.", "VT, KSTTHC"), ("VT, NC", "VT, NC")]
)
def test_the_units_that_keep_a_copy_are_written_as_known(printed: str, units: str) -> None:
    lines = [*decision(), *placed((30, 150, "Nơi nhận:"), (30, 156, f"- Lưu: {printed}"))]
    found = [item for item in items(read(page(lines)), "recipients") if item["role"] == "archive"]
    assert [item["name"] for item in found] == [units]


def test_two_proposals_in_one_ground_are_two_items() -> None:
    lines = below(
        88,
        "Xét đề nghị của Hội đồng nhân dân xã tại Tờ trình số 10/TTr-HĐND ngày 14/4/2025",
        "và đề nghị của Giám đốc Sở Nội vụ tại Tờ trình số 252/TTr-SNV ngày 17/4/2025.",
    )
    found = items(read(act(*lines)), "legal_citations")
    assert [one["number"] for one in found] == ["10/TTr-HĐND", "252/TTr-SNV"]
    assert {one["basis"] for one in found} == {"Xét đề nghị"}


@pytest.mark.parametrize("colon", [True, False])
def test_a_sentence_that_opens_a_list_is_no_ground(colon: bool) -> None:
    lines = below(88, f"Căn cứ Quyết định số 5/QĐ-UBND, Sở trình như sau{':' if colon else ';'}", "Nội dung")
    assert bool(items(read(act(*lines)), "legal_citations")) is not colon


ARTICLES = (
    "Điều 1. Phê duyệt kế hoạch:",
    "1. Số hóa hồ sơ.",
    "a) Hồ sơ đất đai;",
    "đ) Hồ sơ hộ tịch.",
    "2. Bố trí kinh phí.",
    "Điều 2. Quyết định này có hiệu lực thi hành kể từ ngày ký và thay thế các quyết định trước.",
)


def test_articles_clauses_and_points_are_numbered() -> None:
    result = read(act(*below(90, *(text for text in ARTICLES if not text.startswith("đ")))))
    assert items(result, "articles") == [
        {"article": "1", "text": "Phê duyệt kế hoạch"},
        {"article": "1", "clause": "1", "text": "Số hóa hồ sơ"},
        {"article": "1", "clause": "1", "point": "a", "text": "Hồ sơ đất đai"},
        {"article": "1", "clause": "2", "text": "Bố trí kinh phí"},
        {"article": "2", "text": "Quyết định này có hiệu lực thi hành kể từ ngày ký"},
    ]
    assert not warned(result, "articles")


@pytest.mark.parametrize(
    ("texts", "gap"),
    [
        (ARTICLES, True),
        ((*ARTICLES[:3], "b) Hồ sơ hộ tịch.", "c) Khác.", "d) Khác.", *ARTICLES[3:]), False),
        (("Điều 1. Một.", "Điều 3. Ba."), True),
        (("Điều 2. Hai.", "Điều 3. Ba."), True),
        (("Điều 1. Một.", "2. Hai."), True),
    ],
)
def test_a_gap_in_the_numbering_is_warned_of(texts: Sequence[str], gap: bool) -> None:
    assert warned(read(act(*below(86, *texts))), "articles") is gap


def test_articles_go_on_over_pages() -> None:
    second = page(below(30, "2. Khoản hai.", "Điều 2. Thi hành."), 2)
    found = items(read(act(*below(90, "Điều 1. Giao các việc:", "1. Khoản một.")), second), "articles")
    places = [(one["article"], one.get("clause")) for one in found]
    assert places == [("1", None), ("1", "1"), ("1", "2"), ("2", None)]


def test_clauses_without_an_article_are_no_articles() -> None:
    assert items(read(act(*below(90, "1. Một.", "2. Hai."))), "articles") == []


def test_recipients_are_addressees_copies_and_the_archive() -> None:
    lines = [
        *heading(number="Số: 299/UBND-TTHC"),
        line(36, 46, "V/v công bố danh mục"),
        *placed((70, 60, "Kính gửi:"), (80, 66, "- Sở Tư pháp;"), (80, 72, "- Thanh tra tỉnh.")),
        *body(84),
        *placed(
            (30, 150, "Nơi nhận:"),
            (30, 156, "Như trên;"),
            (30, 162, "- Thường trực Tỉnh ủy, Hội đồng"),
            (30, 168, "nhân dân tỉnh (đế b/c);"),
            (30, 174, "- Lưu: VI, KSTTHC (05Đ)."),
            (30, 180, "rác"),
        ),
    ]
    assert items(read(page(lines)), "recipients") == [
        {"role": "addressee", "name": "Sở Tư pháp"},
        {"role": "addressee", "name": "Thanh tra tỉnh"},
        {"role": "copy", "name": "Như trên"},
        {"role": "copy", "name": "Thường trực Tỉnh ủy, Hội đồng nhân dân tỉnh (để b/c)"},
        {"role": "archive", "copies": "5", "name": "VT, KSTTHC"},
    ]


@pytest.mark.parametrize("label", ["Kính gửi: Sở Tư pháp", "gửi: Sở Tư pháp"])
def test_one_addressee_stands_behind_its_label(label: str) -> None:
    lines = [*heading(number="Số: 299/UBND-TTHC"), line(36, 46, "V/v việc"), line(70, 60, label), *body(84)]
    assert items(read(page(lines)), "recipients") == [{"role": "addressee", "name": "Sở Tư pháp"}]


def stamp(*texts: str) -> Region:
    """A stamp left of the middle."""
    lines = tuple(line(32, 46 + 6 * index, text, 0.8) for index, text in enumerate(texts))
    return Region("stamp", Box.around(one.box for one in lines), lines)


def test_an_arrival_stamp_is_read_and_always_doubted() -> None:
    region = stamp("SỞ TƯ PHÁP", "ĐẾN Số: 152", "Ngày: 24/01/2025", "Chuyển:")
    result = read(page(decision(), regions=[region]))
    assert items(result, "arrival_stamp") == [{"number": "152", "date": "2025-01-24"}]
    found = field_of(result, "arrival_stamp")
    assert found is not None
    assert (found.box, found.handwritten) == (region.box, True)
    assert found.confidence < 0.5
    assert found.warnings


def test_an_arrival_stamp_whose_blanks_nobody_can_read_is_still_there() -> None:
    found = field_of(read(page(decision(), regions=[stamp("ĐẾN Số: …", "Ngày: ~")])), "arrival_stamp")
    assert found is not None
    assert found.value is None


def test_another_stamp_is_no_arrival_stamp() -> None:
    assert field_of(read(page(decision(), regions=[stamp("UBND TỈNH", "đến từ Số 5")])), "arrival_stamp")
    assert field_of(read(page(decision(), regions=[stamp("UBND TỈNH BẮC NINH")])), "arrival_stamp") is None


@pytest.mark.parametrize(
    ("texts", "value", "sure"),
    [
        (["HỎA TỐC"], "HỎA TỐC", True),
        (["HỎA", "TỐC"], "HỎA TỐC", True),
        (["'HƯỢNG KHÃI"], "THƯỢNG KHẨN", False),
    ],
)
def test_a_stamp_of_urgency_is_known_in_pieces_and_nearly(texts: list[str], value: str, sure: bool) -> None:
    box = Box(250, 500, 600, 600)
    lines = tuple(Line(tuple(Word(word, box, 0.8) for word in text.split())) for text in texts)
    found = field_of(read(page(decision(), regions=[Region("stamp", box, lines)])), "urgency")
    assert found is not None
    assert found.value == value
    assert bool(found.warnings) is not sure
    assert (found.confidence >= 0.9) is sure


def test_another_stamp_is_no_mark_of_urgency() -> None:
    box = Box(250, 500, 600, 600)
    other = Region("stamp", box, (Line((Word("KHÁCH", box, 0.9), Word("HÀNG", box, 0.9))),))
    assert field_of(read(page(decision(), regions=[other])), "urgency") is None


def test_a_file_says_how_long_it_is_in_which_language_and_what_shows_on_it() -> None:
    note = Region("signature_note", Box(1, 1, 9, 9), (line(1, 1, "Thời gian ký: 22/01/2025"),))
    result = read(page(decision(), regions=[note]), page(body(30), 2, regions=[stamp("UBND TỈNH")]))
    assert value_of(result, "pages") == 2
    assert value_of(result, "language") == "vi"
    assert value_of(result, "has_signature") is True
    assert value_of(result, "has_stamp") is True
    found = field_of(result, "has_stamp")
    assert found is not None
    assert found.page == 2


def test_a_file_that_shows_no_stamp_does_not_say_that_there_is_none() -> None:
    assert field_of(read(page(decision())), "has_stamp") is None


@pytest.mark.parametrize(
    ("text", "value"),
    [("SAO Y", "SAO Y"), ("SAO Y BẢN CHÍNH", "SAO Y"), ("TRÍCH SAO", "TRÍCH SAO"), ("SAO LỤC", "SAO LỤC")],
)
def test_a_copy_says_of_which_kind_it_is(text: str, value: str) -> None:
    note = Region("signature_note", Box(1, 1, 9, 9), (line(130, 8, text),))
    assert value_of(read(page(decision(), regions=[note])), "copy_kind") == value
    assert value_of(read(page([*decision(), centred(112, 230, text)])), "copy_kind") == value
    assert value_of(read(page([*decision(), line(30, 84, f"gửi bản {text} về sở")])), "copy_kind") is None


def test_a_secrecy_mark_is_a_field_too() -> None:
    assert value_of(read(page([*decision(), line(30, 46, "TUYỆT MẬT")])), "secrecy") == "TUYỆT MẬT"


def test_codes_of_agency_and_sector_are_read() -> None:
    rows = receipt(line(30, 170, "Mã định danh đơn vị: 000.OO.30.H05"), line(30, 178, "Hộ tịch (G15-TP07)"))
    result = read(page(rows))
    assert value_of(result, "agency_code") == "000.00.30.H05"
    assert value_of(result, "sector_code") == "G15-TP07"
    assert value_of(read(page(receipt())), "agency_code") is None


def test_a_component_paper_keeps_its_code_apart_from_its_name() -> None:
    rows = receipt(
        line(30, 170, "Thành phần hồ sơ nộp gồm:"),
        line(30, 178, "1. Giấy chứng sinh (000.00.00.G15-KQ004389) - bản chính - 01"),
    )
    assert items(read(page(rows)), "attachments") == [
        {
            "name": "Giấy chứng sinh",
            "component_code": "000.00.00.G15-KQ004389",
            "kind": "Bản chính",
            "quantity": "1",
        }
    ]
