"""Snippets and boxes show what was found, escaped and short."""

import html
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.page import Box
from search.marks import SNIPPET_LETTERS, mark
from search.query import parse
from tests.contract.search.corpus import page

LETTER = page(
    "Số: 44/QĐ-UBND\nVề việc bổ nhiệm ông Đỗ Hoà và bà Hòa, Hóa < 5 & hơn\nĐiều 1. Quyết định bổ nhiệm lại"
)


def marked(text: str, query: str) -> list[str]:
    return re.findall("<mark>(.*?)</mark>", mark(page(text), parse(query)).snippet)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("hòa", ["Hoà", "Hòa"]),
        ("hoa", ["Hoà", "Hòa, Hóa"]),
        ("hõa", ["Hoà", "Hòa, Hóa"]),
        ("44/qd-ubnd", ["44/QĐ-UBND"]),
        ("ubnd", ["UBND"]),
        ('"bổ nhiệm lại"', ["bổ nhiệm lại"]),
        ("nhiệm bổ", ["bổ nhiệm", "bổ nhiệm"]),
        ("quy*", ["Quyết"]),
        ("số:44/QĐ-UBND", ["44/QĐ-UBND"]),
        ("bổ -nhiệm", ["bổ", "bổ"]),
        ("hòa OR điều", ["Hoà", "Hòa", "Điều"]),
        ("nhiemj", []),
        ("vắng", []),
        ("", []),
    ],
)
def test_matches_are_marked_as_they_were_asked_for(query: str, expected: list[str]) -> None:
    assert re.findall("<mark>(.*?)</mark>", mark(LETTER, parse(query)).snippet) == expected


def test_boxes_are_those_of_the_printed_words_in_reading_order() -> None:
    assert mark(LETTER, parse("bổ nhiệm")).boxes == (
        Box(140, 50, 200, 80),
        Box(210, 50, 270, 80),
        Box(280, 100, 340, 130),
        Box(350, 100, 410, 130),
    )
    assert mark(LETTER, parse("44 qđ ubnd")).boxes == (Box(70, 0, 130, 30),)
    assert mark(LETTER, parse("qđ")).boxes == (
        Box(70, 0, 130, 30),
        Box(140, 100, 200, 130),
        Box(210, 100, 270, 130),
    )


def test_text_is_escaped() -> None:
    assert "&lt; 5 &amp; hơn" in mark(LETTER, parse("hòa")).snippet
    assert marked("<script>hòa</script>", "hòa") == ["hòa"]
    assert "<script" not in mark(page("<script>hòa</script>"), parse("hòa")).snippet


def test_the_snippet_is_around_the_densest_matches() -> None:
    text = "bổ " + "xa " * 100 + "việc bổ nhiệm lại " + "gần " * 100
    snippet = mark(page(text), parse("bổ nhiệm")).snippet
    assert "<mark>bổ nhiệm</mark>" in snippet
    assert snippet.startswith("… ")
    assert snippet.endswith(" …")


def test_a_page_without_a_match_shows_its_beginning() -> None:
    snippet = mark(page("đầu " + "chữ " * 200), parse("vắng")).snippet
    assert snippet.startswith("đầu ")
    assert snippet.endswith(" …")
    assert mark(page(""), parse("vắng")).snippet == ""


def test_similar_words_are_marked_in_full_for_a_fuzzy_hit() -> None:
    text = page("bổ nhiệm")
    assert mark(text, parse("bổ nhiemm")).snippet == "<mark>bổ</mark> nhiệm"
    assert mark(text, parse("bổ nhiemm"), nearly=True).snippet == "<mark>bổ nhiệm</mark>"


@settings(deadline=None)  # a busy machine is no defect
@given(
    st.lists(st.sampled_from(["hòa", "Hoà,", "44/QĐ-UBND", "<b>", "&", "x" * 90, "…", "quyết"]), max_size=60),
    st.sampled_from(["hòa", "44/QĐ", "quy* OR hòa", '"hòa quyết"', "b", ""]),
)
def test_a_snippet_is_a_stretch_of_the_page(words: list[str], query: str) -> None:
    text = " ".join(words)
    result = mark(page(text), parse(query))
    bare = html.unescape(re.sub("</?mark>", "", result.snippet))
    stretch = bare.removeprefix("… ").removesuffix(" …")
    assert stretch in text
    assert len(stretch) <= SNIPPET_LETTERS + 100
    assert len(result.boxes) == len(set(result.boxes)) <= len(words)


@pytest.mark.parametrize(
    ("text", "query", "expected"),
    [
        ("UBND phường", "ủy ban nhân dân phường", ["UBND phường"]),
        ("ỦY BAN NHÂN DÂN", "ubnd", ["ỦY BAN NHÂN DÂN"]),
        ("ban nhân sự", "ubnd", []),
        ("cấp ngày 24 tháng 01 năm 2025 tại", "24/1/2025", ["24 tháng 01 năm 2025"]),
        ("cấp ngày 24/01/2025, tại", "24 tháng 1 năm 2025", ["24/01/2025"]),
        ("mã 000.00.18.H05-250124-0142", "0142", ["0142"]),
    ],
)
def test_other_ways_of_writing_are_marked_too(text: str, query: str, expected: list[str]) -> None:
    assert marked(text, query) == expected
