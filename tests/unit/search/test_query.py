"""Parsing is total, understands what officers type and says what it understood."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.dates import DateRange, parse_range
from search.query import MAX_LETTERS, MAX_WORDS, parse
from search.tree import And, InField, Not, Or, Phrase, Word, describe, leaves, loosen

SYNTAX = st.lists(
    st.sampled_from(
        ["(", ")", '"', "“", "-", "OR", "|", "*", "~", ":", "số:", "ngày:", " ", "hòa", "44/QĐ-UBND", "a"]
    )
).map("".join)


@given(st.text() | SYNTAX)
def test_any_text_is_understood_somehow(text: str) -> None:
    query = parse(text)
    assert query.understood
    assert describe(loosen(query).root) is not None
    assert len(list(leaves(query.root))) <= 12 * MAX_WORDS


@given(SYNTAX)
def test_what_is_understood_does_not_depend_on_spaces_around_it(text: str) -> None:
    assert parse(f"  {text}  ").root == parse(text).root or '"' in text or "“" in text


@pytest.mark.parametrize(
    ("text", "understood"),
    [
        ("", "tất cả hồ sơ, mới nhất trước"),
        ("hộ tịch", "hộ và tịch"),
        ('"đăng ký" sinh', "“đăng ký” và sinh"),
        ('"chưa xong', "“chưa xong”"),
        ("44/QĐ-UBND", "“44/QĐ-UBND”"),
        ("a OR b c", "a hoặc (b và c)"),
        ("a (b OR c", "a và (b hoặc c)"),
        ("a | b", "a hoặc b"),
        ("Hoà -bình", "Hoà và không có bình"),
        ("a - b", "a và b"),
        ("-(a OR b)", "không có (a hoặc b)"),
        ("quy*", "quy…"),
        ("quyet~", "quyet (gần giống)"),
        ("cơquan:tư", "cơquan: tư"),
        ('SO:"44/QĐ"', "SO: “44/QĐ”"),
        ("lạ:gì", "“lạ:gì” (không có trường “lạ”)"),
        ("số:", "số"),
        ("số: 44/QĐ-UBND", "số: “44/QĐ-UBND”"),
        ("đơn cơ quan:tư pháp", "đơn và cơ quan: tư và pháp"),
        ("mã hồ sơ: 0142", "mã hồ sơ: 0142 [hoặc mã tận cùng 0142]"),
        ("Kính gửi: ông", "Kính và gửi và ông"),
        ("a HOẶC b KHÔNG c", "a hoặc (b và không có c)"),
        ("QUY ĐỊNH VÀ KHÔNG", "QUY và ĐỊNH và VÀ và KHÔNG"),
        ("giấy chứng nhận quyền sử dụng đất", "giấy chứng nhận quyền sử dụng đất [cũng là GCNQSDĐ]"),
        ("ubnd tỉnh", "ubnd [cũng là ủy ban nhân dân] và tỉnh"),
        ("ngày 24 tháng 1 năm 2025", "ngày 24 tháng 1 năm 2025 [mọi cách viết ngày]"),
        ("ngày: 24 tháng 1 năm 2025 đơn", "ngày từ 2025-01-24 đến 2025-01-24 và đơn"),
        ("ngày:>2024", "ngày từ 2025-01-01 đến …"),
        ("44 qd ubnd bổ nhiệm", "“44 qd ubnd” và bổ và nhiệm"),
        ("08:30", "“08:30”"),
        ("ngày:2025-01..2025-03", "ngày từ 2025-01-01 đến 2025-03-31"),
        ("ngày:bừa", "“ngày:bừa” (“bừa” không phải ngày)"),
        ("(((((())))))", "tất cả hồ sơ, mới nhất trước"),
        (") a ( ) b (", "a và b"),
        ("OR a OR OR b OR", "a hoặc b"),
    ],
)
def test_the_hint_says_what_was_understood(text: str, understood: str) -> None:
    assert parse(text).understood == understood


def test_a_code_becomes_a_phrase_of_its_parts() -> None:
    root = parse("0222.3875.123").root
    assert isinstance(root, Phrase)
    assert [token.folded for token in root.tokens] == ["0222", "3875", "123"]


def test_a_field_applies_to_a_whole_group() -> None:
    root = parse("loại:(quyết OR -trình)").root
    assert isinstance(root, Or)
    assert isinstance(root.children[0], InField)
    assert isinstance(root.children[1], Not)
    assert isinstance(root.children[1].inner, InField)


def test_field_names_are_understood_without_marks_and_in_english() -> None:
    names = [inner.names for text in ("Mã:1", "ma:1") if isinstance(inner := parse(text).root, InField)]
    assert names == [("dossier_code", "procedure_code")] * 2
    english = parse("applicant_name:lan").root
    assert isinstance(english, InField)
    assert english.names == ("applicant_name",)


def test_words_beyond_the_limit_are_left_out_and_said_so() -> None:
    query = parse("từ " * (MAX_WORDS + 5))
    assert isinstance(query.root, And)
    assert len(query.root.children) == MAX_WORDS
    assert "câu hỏi dài" in query.understood
    assert "câu hỏi dài" in parse("x" * (MAX_LETTERS + 1)).understood


def test_deep_nesting_neither_fails_nor_loses_words() -> None:
    query = parse("(" * 900 + "hòa" + ")" * 900)
    assert isinstance(query.root, Word)
    assert parse("-(" * 900 + "hòa").understood


def test_an_unfinished_syllable_keeps_both_its_spellings() -> None:
    words = [leaf.token.folded for leaf in leaves(parse("quy*").root) if isinstance(leaf, Word)]
    assert words == ["qui", "quy"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2025", ("2025-01-01", "2025-12-31")),
        ("2024-02", ("2024-02-01", "2024-02-29")),
        ("2/2025", ("2025-02-01", "2025-02-28")),
        ("22/1/2025", ("2025-01-22", "2025-01-22")),
        ("22-01-2025", ("2025-01-22", "2025-01-22")),
        ("2025-1-2", ("2025-01-02", "2025-01-02")),
        ("..2024", (None, "2024-12-31")),
        ("01/2025..", ("2025-01-01", None)),
        ("2024..03/2025", ("2024-01-01", "2025-03-31")),
        ("2025..2024", ("2025-01-01", "2024-12-31")),
        ("24 tháng 01 năm 2025", ("2025-01-24", "2025-01-24")),
        ("ngay 24 thang 1 nam 2025", ("2025-01-24", "2025-01-24")),
        ("tháng 2 năm 2024", ("2024-02-01", "2024-02-29")),
        ("năm 2024", ("2024-01-01", "2024-12-31")),
        ("quý 2/2025", ("2025-04-01", "2025-06-30")),
        ("Quý IV năm 2025", ("2025-10-01", "2025-12-31")),
        ("24/1/25", ("2025-01-24", "2025-01-24")),
        ("từ 1/2025 đến 3/2025", ("2025-01-01", "2025-03-31")),
        ("2025-01 -> 2025-03", ("2025-01-01", "2025-03-31")),
        (">2024", ("2025-01-01", None)),
        ("sau 31/12/2024", ("2025-01-01", None)),
        (">=2024", ("2024-01-01", None)),
        ("từ 2024", ("2024-01-01", None)),
        ("<2025", (None, "2024-12-31")),
        ("trước 2/2025", (None, "2025-01-31")),
        ("<= 2025", (None, "2025-12-31")),
    ],
)
def test_dates_are_read_in_every_written_form(text: str, expected: tuple[str | None, str | None]) -> None:
    assert parse_range(text) == DateRange(*expected)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "..",
        "x",
        "31/2/2025",
        "13/2025",
        "0000",
        "2025-00",
        "2025..x",
        "1/2/3/2025",
        "> ",
        "quý 5/2025",
        "<0001",
    ],
)
def test_what_is_no_date_is_no_range(text: str) -> None:
    assert parse_range(text) is None


@given(st.dates(), st.dates())
def test_a_written_range_is_read_back(first: object, last: object) -> None:
    assert parse_range(f"{first}..{last}") == DateRange(str(first), str(last))


@given(st.text())
def test_any_text_is_a_range_or_none(text: str) -> None:
    parse_range(text)
