import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.text import fold, nfc, old_style_tone, one_spelling, tokens


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Đường", "duong"),
        ("ỦY BAN NHÂN DÂN", "uy ban nhan dan"),
        ("ngộ", "ngo"),
        ("H05-250124", "h05-250124"),
    ],
)
def test_fold_drops_case_and_marks(text: str, folded: str) -> None:
    assert fold(text) == folded
    assert fold(unicodedata.normalize("NFD", text)) == folded


@given(st.text())
def test_fold_is_idempotent(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    ("new", "old"),
    [("hoà", "hòa"), ("khoẻ", "khỏe"), ("thuý", "thúy"), ("hoạ", "họa"), ("thuỷ", "thủy"), ("toà", "tòa")],
)
def test_both_tone_placements_become_the_old_one(new: str, old: str) -> None:
    assert old_style_tone(new) == old
    assert old_style_tone(old) == old


@pytest.mark.parametrize("word", ["quý", "quỳ", "hoàn", "ngoài", "thuận", "tuyết", "lý"])
def test_words_that_have_one_tone_placement_stay(word: str) -> None:
    assert old_style_tone(word) == word


@pytest.mark.parametrize(
    ("one", "other"), [("lý", "lí"), ("kỹ", "kĩ"), ("mỹ", "mĩ"), ("tỷ", "tỉ"), ("quy", "qui"), ("quý", "quí")]
)
def test_i_and_y_spellings_are_one(one: str, other: str) -> None:
    assert one_spelling(one) == one_spelling(other)


@pytest.mark.parametrize("word", ["thúy", "yến", "nguyễn", "này", "tay", "ý"])
def test_y_elsewhere_is_kept(word: str) -> None:
    assert "y" in fold(one_spelling(word))


def test_a_code_becomes_the_row_of_its_parts() -> None:
    assert [token.marked for token in tokens("44/QĐ-UBND")] == ["44", "qđ", "ubnd"]
    assert [token.marked for token in tokens("0222.3875.123")] == ["0222", "3875", "123"]


@given(st.text())
def test_token_offsets_name_the_text_they_came_from(text: str) -> None:
    end = 0
    for token in tokens(text):
        assert end <= token.start < token.end <= len(text)
        end = token.end
        piece = text[token.start : token.end]
        assert one_spelling(nfc(nfc(piece).lower())) == token.marked


@given(st.text())
def test_tokens_hold_no_space_and_fold_to_themselves(text: str) -> None:
    for token in tokens(text):
        assert token.folded
        assert not any(char.isspace() for char in token.marked + token.folded)
        assert fold(token.folded) == token.folded


@given(st.text(alphabet="aàáảãạăằâầđeèêềiìoòôồơờuùưừyỳhlmtqk "))
def test_composed_and_decomposed_text_give_the_same_tokens(text: str) -> None:
    def of(form: str) -> list[tuple[str, str]]:
        return [(token.marked, token.folded) for token in tokens(form)]

    assert of(unicodedata.normalize("NFC", text)) == of(unicodedata.normalize("NFD", text))
