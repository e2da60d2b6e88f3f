"""Which papers a file holds: every page belongs to one, of a known type or none of ours."""

from core.page import Line, Page
from tests.unit.extract.asking import read
from tests.unit.extract.papers import RECEIPT_TITLE, body, centred, decision, line, page, placed, receipt
from tests.unit.extract.test_forms import identity_card


def parts(*pages: Page) -> list[tuple[int, int, str | None]]:
    """First and last page and type code of each paper."""
    return [(one.first_page, one.last_page, one.type_code) for one in read(*pages).papers]


def drawing() -> list[Line]:
    """A plan of a house."""
    return placed(
        (40, 60, "PHÒNG KHÁCH"),
        (120, 60, "BẾP"),
        (80, 220, "MẶT BẰNG TẦNG 1"),
        (90, 226, "TỶ LỆ 1/100"),
        (110, 240, "Chủ đầu tư: Lê Văn Thử"),
    )


def invoice() -> list[Line]:
    """A paper that is none of ours."""
    return placed((40, 30, "Cửa hàng vật liệu xây dựng"), (30, 50, "Xi măng loại 3 giá 27.000"))


def test_each_paper_of_a_file_is_known_with_its_pages() -> None:
    pages = [receipt(), decision(), body(30), identity_card(), invoice(), drawing(), drawing()]
    found = read(*(page(lines, number) for number, lines in enumerate(pages, 1)))
    assert [(one.first_page, one.last_page, one.type_code) for one in found.papers] == [
        (1, 1, "receipt"),
        (2, 3, "decision"),
        (4, 4, "identity_card"),
        (5, 5, "other"),
        (6, 7, "drawing"),
    ]
    assert found.papers[0].document_type == RECEIPT_TITLE
    assert found.papers[3].document_type is None
    assert found.type_code == "receipt"


def test_a_drawing_alone_is_a_drawing() -> None:
    found = read(page(drawing()))
    assert (found.document_type, found.type_code) == ("BẢN VẼ", "drawing")


def test_one_word_of_a_drawing_or_a_page_of_text_is_none() -> None:
    assert read(page(placed((30, 30, "Chủ đầu tư là ông Lê Văn Thử")))).type_code == "other"
    text = [*drawing(), *body(250, 3), *body(90, 12)]
    assert read(page(text)).type_code == "other"


def test_the_second_page_of_an_act_begins_no_paper_even_with_a_title_of_its_own() -> None:
    annex = [centred(112, 30, "QUY CHẾ"), centred(112, 36, "Phối hợp số hóa hồ sơ"), *body(50)]
    assert parts(page(decision()), page(annex, 2)) == [(1, 2, "decision")]


def test_a_first_page_that_says_nothing_is_a_part_too() -> None:
    assert parts(page([line(30, 30, "rác")]), page(decision(), 2)) == [(1, 1, None), (2, 2, "decision")]
