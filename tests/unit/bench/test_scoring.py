from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.scoring import Share, bare, character_error_rate, f1, found, line_error_rate, score_page, split
from core.page import Box
from samples import TrueLine, TruePage, TrueWord

BAGS = st.lists(st.sampled_from(["và", "va", "Sở", "ban", "hành", "1304"]), max_size=12)
TEXTS = st.text(alphabet="aăâ đĐ\n.,-1", max_size=40)


def page(*lines: str, table: str = "", stamped: str = "") -> TruePage:
    nowhere = Box(0, 0, 1, 1)
    return TruePage(
        number=1,
        kind="letter",
        capture="clean",
        width_px=100,
        height_px=100,
        dpi=300,
        upright_width_px=100,
        upright_height_px=100,
        lines=tuple(
            TrueLine(
                "body",
                tuple(
                    TrueWord(word, nowhere, nowhere, table=word == table, stamped=word == stamped)
                    for word in line.split()
                ),
            )
            for line in lines
        ),
    )


@pytest.mark.parametrize(
    ("word", "left"),
    [
        ("phúc.", "phúc"),
        ("(04b),", "04b"),
        ("“Một", "Một"),
        ("15/TTr-UBND;", "15/TTr-UBND"),
        ("1.250.000đ", "1.250.000đ"),
        ("-", ""),
        ("……", ""),
        ("", ""),
        ("hoa\u0300", "hoà"),
    ],
)
def test_a_word_loses_punctuation_at_its_ends_only(word: str, left: str) -> None:
    assert bare(word) == left


def test_a_lone_dash_is_no_word() -> None:
    assert split("Độc lập -\n Tự do\f") == ["Độc", "lập", "Tự", "do"]


@pytest.mark.parametrize(
    ("true", "read", "expected"),
    [
        ("a b c d", "a b c d", 1.0),
        ("a b c d", "d c b a", 1.0),
        ("a b c d", "a b", 2 / 3),
        ("a b", "a b c d", 2 / 3),
        ("a a", "a", 2 / 3),
        ("hồ", "hô", 0.0),
        ("a", "", 0.0),
        ("", "", 1.0),
    ],
)
def test_f1_counts_words_whatever_their_order(true: str, read: str, expected: float) -> None:
    assert f1(split(true), split(read)) == pytest.approx(expected)


@given(BAGS, BAGS)
def test_f1_is_symmetric_and_between_0_and_1(one: list[str], other: list[str]) -> None:
    assert 0.0 <= f1(one, other) == f1(other, one) <= 1.0


@given(BAGS, BAGS)
def test_as_many_words_are_found_as_the_two_bags_share(true: list[str], read: list[str]) -> None:
    hits = found(true, read)
    shared = Counter(true) & Counter(read)
    assert Counter(word for word, hit in zip(true, hits, strict=True) if hit) == shared


def test_the_missed_one_of_two_equal_words_is_the_one_out_of_order() -> None:
    assert found(["số", "12", "ngày", "số", "13"], ["12", "ngày", "số", "13"]) == [
        False,
        True,
        True,
        True,
        True,
    ]


@pytest.mark.parametrize(
    ("true", "read", "expected"),
    [
        ("abcd", "abcd", 0.0),
        ("abcd", "abed", 0.25),
        ("ab  cd\n", "ab cd", 0.0),
        ("ab", "", 1.0),
        ("a", "bcd", 3.0),
    ],
)
def test_cer_is_edits_per_true_character(true: str, read: str, expected: float) -> None:
    assert character_error_rate(true, read) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("lines", "read", "expected"),
    [
        (["một hai", "ba"], "ba\nmột hai", 0.0),
        (["UBND TỈNH", "Độc lập"], "UBND TỈNH Độc lập và nữa", 0.0),
        (["abcd"], "xx abXd yy", 0.25),
        (["abcd"], "", 1.0),
        ([], "abc", 0.0),
    ],
)
def test_line_cer_finds_each_line_anywhere(lines: list[str], read: str, expected: float) -> None:
    assert line_error_rate(lines, read) == pytest.approx(expected)


@given(TEXTS)
def test_a_text_read_as_printed_is_without_error(text: str) -> None:
    score = score_page(page(*text.splitlines()), text)
    assert (score.word_f1, score.folded_f1, score.cer, score.wer, score.line_cer) == (1.0, 1.0, 0.0, 0.0, 0.0)
    assert score.missed == score.invented == ()


@given(TEXTS, TEXTS)
def test_a_line_found_anywhere_never_costs_more_than_the_whole_text_in_order(true: str, read: str) -> None:
    assert line_error_rate([true], read) <= character_error_rate(true, read)


@given(TEXTS, TEXTS)
def test_folding_marks_never_lowers_f1(true: str, read: str) -> None:
    score = score_page(page(*true.splitlines()), read)
    assert score.folded_f1 >= score.word_f1
    assert score.recall.part + len(score.missed) == score.recall.whole


def test_a_page_says_which_words_were_missed_and_where() -> None:
    truth = page("Số: 12/QĐ -", "Trần Khánh", table="12/QĐ", stamped="Khánh")
    score = score_page(truth, "Số: 12/QĐ Trân Khánh")
    assert (score.missed, score.missed_at, score.invented) == (("Trần",), (3,), ("Trân",))
    assert (score.recall, score.table, score.stamped) == (Share(3, 4), Share(1, 1), Share(1, 1))
    assert (score.word_f1, score.folded_f1, score.wer) == (0.75, 1.0, 0.25)
