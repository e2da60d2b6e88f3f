"""Legal Vietnamese syllables and what is none."""

import pytest

from pipeline.syllables import is_syllable, legal_share, marked_share

LEGAL = "Nguyễn NGHĨA quyết định giấy khuya thuở ngoằn quý gì giếng yêu oanh ủy hoà hòa đường Điều xoong céng"


@pytest.mark.parametrize("word", LEGAL.split())
def test_syllables_of_the_language_are_legal(word: str) -> None:
    assert is_syllable(word)


@pytest.mark.parametrize("word", ["QUYÉTT", "qqy", "hßa", "bắk", "thàch", "ngf", "x", "đđi"])
def test_what_spelling_forbids_is_not(word: str) -> None:
    assert not is_syllable(word)


def test_sound_text_and_legacy_encodings_are_told_apart() -> None:
    assert legal_share(["Cộng hòa xã hội chủ nghĩa Việt Nam"]) == (1.0, 8)
    share, count = legal_share(["Céng hßa x· héi chñ nghÜa ViÖt Nam"])
    assert share < 0.5
    assert count >= 6
    assert legal_share(["12 / 34"]) == (0.0, 0)


def test_text_that_lost_its_marks_is_noticed() -> None:
    assert marked_share(["Cộng hòa xã hội chủ nghĩa Việt Nam"]) == 7 / 8
    assert marked_share(["Cong hoa xa hoi chu nghia Viet Nam"]) == 0.0
