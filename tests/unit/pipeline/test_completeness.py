"""Papers against the list of their procedure: there, only listed, missing, doubled, unknown."""

from datetime import date

import pytest

from core.errors import ConfigError
from core.model import Completeness, FieldItem, Paper
from pipeline.completeness import check_papers
from pipeline.reference import load_reference
from samples.words.procedures import PROCEDURES

REFERENCE = load_reference()
DAY = date(2025, 3, 3)
BIRTH = "1.001193"
FORM, NOTICE, MARRIAGE = "Tờ khai đăng ký khai sinh", "Giấy chứng sinh", "Giấy chứng nhận kết hôn của cha mẹ"


def paper(name: str | None, code: str | None = "result") -> Paper:
    return Paper(1, 1, name, code)


def item(name: str, quantity: str = "1") -> FieldItem:
    return FieldItem({"name": name, "kind": "Bản chính", "quantity": quantity}, name)


def checked(
    papers: tuple[Paper, ...] = (), listed: tuple[FieldItem, ...] = (), procedure: str = BIRTH
) -> Completeness:
    found = check_papers(REFERENCE, procedure, DAY, papers, listed)
    assert found is not None
    return found


def states(found: Completeness) -> dict[str, str]:
    return {one.name: one.state for one in found.papers}


def test_scanned_listed_and_missing_papers_are_told_apart() -> None:
    found = checked((paper("TỜ KHAI ĐĂNG KÝ KHAI SINH", "application"),), (item(FORM), item(MARRIAGE, "02")))
    assert states(found) == {FORM: "scanned", NOTICE: "missing", MARRIAGE: "listed"}
    assert [(one.wanted, one.listed, one.scanned) for one in found.papers] == [
        (1, 1, 1),
        (1, 0, 0),
        (1, 2, 0),
    ]
    assert states(checked())[MARRIAGE] == "absent"


def test_names_match_without_marks_case_and_in_their_short_form() -> None:
    found = checked((paper("GIAY CHUNG SINH"), paper("GIẤY CHỨNG NHẬN KẾT HÔN")))
    assert states(found) == {FORM: "missing", NOTICE: "scanned", MARRIAGE: "scanned"}


def test_a_paper_scanned_or_listed_twice_is_doubled() -> None:
    twice = (paper("GIẤY CHỨNG SINH"), paper("GIẤY CHỨNG SINH"))
    assert states(checked(twice))[NOTICE] == "doubled"
    assert states(checked(twice, (item(NOTICE, "2"),)))[NOTICE] == "scanned"
    assert states(checked((), (item(NOTICE), item("Giấy Chứng Sinh"))))[NOTICE] == "doubled"


def test_what_the_procedure_does_not_know_is_unknown_once() -> None:
    found = checked(
        (paper("HỢP ĐỒNG", "contract"), paper("HỢP ĐỒNG", "contract")), (item("Hợp đồng"), item("Sổ đỏ"))
    )
    assert [(one.name, one.state, one.listed, one.scanned) for one in found.papers[3:]] == [
        ("Hợp đồng", "unknown", 1, 2),
        ("Sổ đỏ", "unknown", 1, 0),
    ]


def test_papers_of_the_desk_and_identity_cards_are_no_components() -> None:
    found = checked(tuple(paper("X", code) for code in ("receipt", "control_slip", "identity_card")))
    assert (len(found.papers), found.unrecognised) == (3, 0)


def test_papers_of_no_known_type_are_counted() -> None:
    assert checked((paper(None, None), paper(None, "other"))).unrecognised == 2


def test_an_application_of_another_title_is_the_one_that_asks() -> None:
    found = checked((paper("ĐƠN ĐỀ NGHỊ", "application"),))
    assert states(found)[FORM] == "scanned"
    assert len(found.papers) == 3


def test_a_short_name_of_two_words_is_no_short_form() -> None:
    found = checked((paper("TỜ KHAI"), paper("GIẤY")))
    assert states(found)[FORM] == "missing"


def test_an_unknown_procedure_has_no_list() -> None:
    assert check_papers(REFERENCE, "9.999999", DAY, (), ()) is None


def test_the_list_is_that_of_the_day() -> None:
    head = "procedure,name,quantity,required,valid_from,valid_to,source\n"
    rows = "7.000001,Đơn cũ,1,yes,,2025-03-31,test\n7.000001,Đơn mới,2,no,2025-04-01,,test\n"
    reference = load_reference({"required_papers": (head + rows).encode()})

    def names(day: date) -> list[str]:
        return [one.name for one in reference.papers_of("7.000001.000.00.00.H05", day)]

    assert names(date(2025, 3, 31)) == ["Đơn cũ"]
    assert names(date(2025, 4, 1)) == ["Đơn mới"]
    assert len(reference.papers_of(BIRTH, DAY)) == 3
    with pytest.raises(ConfigError):
        load_reference({"required_papers": (head + "7.000001,Đơn,1,perhaps,,,test\n").encode()})


@pytest.mark.parametrize(("code", "names"), [(one[0], one[6]) for one in PROCEDURES])
def test_every_procedure_that_is_drawn_has_its_list_and_can_be_complete(
    code: str, names: tuple[str, ...]
) -> None:
    assert tuple(one.name for one in REFERENCE.papers_of(code, DAY)) == names
    found = checked(tuple(paper(name.upper()) for name in names), tuple(map(item, names)), code)
    assert states(found) == dict.fromkeys(names, "scanned")


def test_every_row_of_the_table_names_its_source_and_a_known_procedure() -> None:
    assert all(one.source and one.quantity > 0 for one in REFERENCE.required_papers)
    assert {one.procedure for one in REFERENCE.required_papers} <= set(REFERENCE.procedures)
