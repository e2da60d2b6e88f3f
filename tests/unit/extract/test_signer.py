"""The signer: what is left of a name under seal and signature, never surer than it was read."""

import pytest

from core.page import Box, Line, Page, Region
from tests.unit.extract.asking import field_of, read, value_of, warned
from tests.unit.extract.papers import body, centred, decision, line, page


def signed(*name: Line) -> list[Line]:
    """A decision with other lines where its signer's name stands."""
    return [*(one for one in decision() if one.text != "Lê Văn Thử"), *name]


def note(*texts: str) -> Region:
    """An electronic signature note at the top right."""
    lines = tuple(line(130, 4 + 4 * index, text) for index, text in enumerate(texts))
    return Region("signature_note", Box.around(one.box for one in lines), lines)


def page_signed(*name: Line, notes: tuple[Region, ...] = ()) -> Page:
    """A page of the decision."""
    return page(signed(*name), regions=notes)


@pytest.mark.parametrize(
    "text", ["| Trần Văn Bình", "Trần Văn Bình ~", "ch, Trần Văn Bình", "4 Trần Văn Bình"]
)
def test_ink_read_around_a_name_is_left_out(text: str) -> None:
    assert value_of(read(page_signed(centred(152, 190, text))), "signer") == "Trần Văn Bình"


def test_a_name_whose_first_word_is_ink_is_doubted() -> None:
    found = field_of(read(page_signed(line(135, 190, '".x (4 Minh Hưng'))), "signer")
    assert found is not None
    assert found.value == "Minh Hưng"
    assert found.confidence < 0.5
    assert found.warnings


def test_a_name_with_a_doubtful_word_is_doubted_unless_the_paper_prints_it_again() -> None:
    name = centred(152, 190, "Lê Văn Chỉnh", 0.7)
    found = field_of(read(page_signed(name)), "signer")
    assert found is not None
    assert found.value == "Lê Văn Chỉnh"
    assert found.confidence < 0.5
    assert found.warnings
    settled = read(page_signed(name, notes=(note("Người ký: Lê Văn Chinh", "Email: a@b.vn"),)))
    assert value_of(settled, "signer") == "Lê Văn Chinh"


def test_a_name_broken_over_two_lines_is_one() -> None:
    lines = (centred(152, 188, "Nguyễn Thị"), centred(152, 193, "Bích Ngọc"))
    assert value_of(read(page_signed(*lines)), "signer") == "Nguyễn Thị Bích Ngọc"


def test_a_hidden_signer_is_taken_from_the_electronic_signature_with_a_warning() -> None:
    found = field_of(
        read(page_signed(notes=(note("Ký bởi: Trần Văn Bình", "Ngày ký: 22/01/2025"),))), "signer"
    )
    assert found is not None
    assert found.value == "Trần Văn Bình"
    assert found.confidence <= 0.6
    assert found.warnings


@pytest.mark.parametrize(
    "text", ["Người ký: Trung tâm Công báo", "Ký bởi: Ủy ban nhân dân tỉnh", "Trần Văn Bình"]
)
def test_an_office_in_the_note_is_no_signer(text: str) -> None:
    assert value_of(read(page_signed(notes=(note(text),))), "signer") is None


def test_the_typed_name_is_believed_before_a_clerk_in_the_note() -> None:
    result = read(page_signed(centred(152, 190, "Lê Văn Thử"), notes=(note("Người ký: Trần Thị Nga"),)))
    assert value_of(result, "signer") == "Lê Văn Thử"


def test_a_deputy_under_a_collective_gets_back_the_line_a_seal_hides() -> None:
    lines = [one for one in decision() if one.text != "KT. CHỦ TỊCH"]
    result = read(page(lines))
    assert value_of(result, "signer_title") == "TM. ỦY BAN NHÂN DÂN KT. CHỦ TỊCH PHÓ CHỦ TỊCH"
    assert warned(result, "signer_title")


def test_a_lone_deputy_is_doubted() -> None:
    lines = [one for one in decision() if one.text not in ("KT. CHỦ TỊCH", "TM. ỦY BAN NHÂN DÂN")]
    result = read(page(lines))
    assert value_of(result, "signer_title") == "PHÓ CHỦ TỊCH"
    assert warned(result, "signer_title")


def test_a_name_in_the_text_is_no_signer() -> None:
    assert field_of(read(page([*body(30), line(120, 80, "Lê Văn Thử")])), "signer") is None


def under(*titles: Line) -> list[Line]:
    """A decision signed by Lê Văn Thử with other title lines."""
    own = ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH")
    return [*(one for one in decision() if one.text not in own), *titles]


@pytest.mark.parametrize(
    ("printed", "title"),
    [
        ("CHỦTỊCH", "CHỦ TỊCH"),
        ("//6__.c,xHỦ TƯỚNG", "THỦ TƯỚNG"),
        ("PHÓCHỦTỊCH", "PHÓ CHỦ TỊCH"),
    ],
)
def test_a_title_is_known_though_it_was_joined_or_has_ink_before_it(printed: str, title: str) -> None:
    found = value_of(read(page(under(centred(152, 156, printed)))), "signer_title")
    assert found == title


def test_the_last_word_of_a_title_and_the_width_of_its_line_tell_the_rest() -> None:
    whole = centred(152, 162, "CHỦ TỊCH")
    rest = Line(whole.words[1:])
    result = read(page(under(centred(152, 156, "TM. ỦY BAN NHÂN DÂN"), rest)))
    assert value_of(result, "signer_title") == "TM. ỦY BAN NHÂN DÂN CHỦ TỊCH"
    assert warned(result, "signer_title")


def test_where_the_width_leaves_two_titles_open_none_is_guessed() -> None:
    rest = Line(centred(152, 162, "BỘ TRƯỞNG").words[1:])
    result = read(page(under(centred(152, 156, "TM. CHÍNH PHỦ"), rest)))
    assert value_of(result, "signer_title") != "TM. CHÍNH PHỦ THỨ TRƯỞNG"
    assert value_of(result, "signer_title") != "TM. CHÍNH PHỦ BỘ TRƯỞNG"
