"""TCVN3 and VNI text becomes Unicode; Unicode and other languages stay as they are."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.settings import Limits
from core.text import fold
from pipeline.layer import read_layer
from pipeline.layer_words import LayerLine, LayerWord
from pipeline.legacy_layer import as_unicode
from pipeline.legacy_text import TCVN3, VNI, Encoding, decoded, encoding_of
from pipeline.load import open_scan
from tests.pdf_pages import PdfPage, encode, latin_map

VOWELS = "aăâeêioôơuưy"
LOWER = sorted(
    {chr(code) for code in range(0xC0, 0x1EFA) if fold(chr(code)) in "aeiouyd" and chr(code).islower()}
)
MARKED = "".join(char for char in LOWER if char in VNI.values())
MOTTO = "Cộng hòa xã hội chủ nghĩa Việt Nam Độc lập - Tự do - Hạnh phúc"
SENTENCE = "Căn cứ Nghị định số 12/2003/NĐ-CP, trường hợp của ông Dương như sau"
SYLLABLES = [
    *MOTTO.split(),
    *SENTENCE.split(),
    "ưu",
    "ương",
    "Phương",
    "nước",
    "Thủy",
    "quý",
    "kỳ",
    "ngoằn",
    "ở",
]
ENGLISH = [
    "the",
    "quick",
    "re-use",
    "of",
    "T-shirts",
    "©",
    "2020",
    "Microsoft®",
    "§",
    "5",
    "«quoted»",
    "café",
    "naïve",
    "résumé",
    "Noël",
    "·",
    "x-ray",
    "vitamin-C",
]


def words(*texts: str, encoding: Encoding | None = None) -> list[LayerLine]:
    return [tuple(LayerWord(w, (0.0, 0.0, 1.0, 1.0), encoding) for w in text.split()) for text in texts]


def texts(lines: tuple[LayerLine, ...] | list[LayerLine]) -> list[str]:
    return [" ".join(word.text for word in line) for line in lines]


def typed(text: str, encoding: Encoding) -> str:
    return encode(text, encoding).decode("cp1252")


def test_the_alphabet_has_67_marked_letters() -> None:
    assert len(MARKED) == 67
    assert set(VNI.values()) == set(MARKED + MARKED.upper())
    assert set(TCVN3.values()) == set(MARKED + "ĂÂÊÔƠƯĐ")


@pytest.mark.parametrize(
    ("font", "expected"),
    [
        (".VnTime", Encoding.TCVN3),
        ("ABCDEF+.VnTimeH,Bold", Encoding.TCVN3_CAPITALS),
        (".VnArial NarrowH", Encoding.TCVN3_CAPITALS),
        ("VnTime-BoldItalic", Encoding.TCVN3),
        ("VNI-Helve-Condense", Encoding.VNI),
        ("ABCDEF+VNI Times", Encoding.VNI),
        ("TimesNewRomanPS-BoldMT", None),
        ("Vni", None),
        ("Vnuk", None),
        ("", None),
    ],
)
def test_a_font_tells_its_encoding_by_its_name(font: str, expected: Encoding | None) -> None:
    assert encoding_of(font) is expected


@pytest.mark.parametrize(
    ("text", "encoding", "expected"),
    [
        ("Céng hßa x· héi chñ nghÜa ViÖt Nam", Encoding.TCVN3, "Cộng hòa xã hội chủ nghĩa Việt Nam"),
        ("§éc lËp - Tù do - H¹nh phóc", Encoding.TCVN3, "Độc lập - Tự do - Hạnh phúc"),
        ("tr\u00adêng Th\u00ad kh\u00adíc", Encoding.TCVN3, "trường Thư khước"),
        ("tr-êng nh- -u -íc", Encoding.TCVN3, "trường như ưu ước"),
        ("sè 12/Q§-UB TTr-CP C-T - x-1", Encoding.TCVN3, "số 12/QĐ-UB TTr-CP C-T - x-1"),
        ("Hé §é", Encoding.TCVN3, "Hộ Độ"),
        ("§éC", Encoding.TCVN3, "ĐỘC"),
        ("Thñ t-íng", Encoding.TCVN3_CAPITALS, "THỦ TƯỚNG"),
        ("Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam", Encoding.VNI, "Cộng hòa xã hội chủ nghĩa Việt Nam"),
        ("ÑOÄC LAÄP Höông Thuûy kyø quyù ñöôïc", Encoding.VNI, "ĐỘC LẬP Hương Thủy kỳ quý được"),
        ("Nguyễn tr-êng", Encoding.TCVN3, "Nguyễn tr-êng"),
    ],
)
def test_text_is_read_as_it_was_meant(text: str, encoding: Encoding, expected: str) -> None:
    assert decoded(text, encoding) == expected


@given(st.text(MARKED + "bcdghklmnpqrstvx 0123456789.,/", max_size=60))
def test_tcvn3_decodes_to_what_was_typed(text: str) -> None:
    assert decoded(typed(text, Encoding.TCVN3), Encoding.TCVN3) == text
    assert decoded(typed(text.upper(), Encoding.TCVN3_CAPITALS), Encoding.TCVN3_CAPITALS) == text.upper()


@given(st.text(MARKED + MARKED.upper() + "bcdghklmnpqrstvxBCDGH 0123456789.,/-", max_size=60))
def test_vni_decodes_to_what_was_typed(text: str) -> None:
    assert decoded(typed(text, Encoding.VNI), Encoding.VNI) == text


@given(st.lists(st.lists(st.sampled_from(SYLLABLES), min_size=1, max_size=12), min_size=1, max_size=8))
def test_unicode_vietnamese_is_never_changed(lines: list[list[str]]) -> None:
    given_lines = words(*(" ".join(line) for line in lines))
    assert texts(as_unicode(given_lines)) == texts(given_lines)


@given(st.lists(st.lists(st.sampled_from(ENGLISH), min_size=1, max_size=12), min_size=1, max_size=8))
def test_other_languages_are_never_changed(lines: list[list[str]]) -> None:
    given_lines = words(*(" ".join(line) for line in lines))
    assert texts(as_unicode(given_lines)) == texts(given_lines)


@pytest.mark.parametrize("encoding", [Encoding.TCVN3, Encoding.VNI])
def test_without_font_names_the_letters_tell(encoding: Encoding) -> None:
    page = [MOTTO, SENTENCE, "Số 12", "Microsoft Office 365"]
    assert texts(as_unicode(words(*(typed(text, encoding) for text in page)))) == page


def test_lines_of_both_kinds_on_one_page_are_told_apart() -> None:
    page = [MOTTO, typed(SENTENCE, Encoding.TCVN3), typed(MOTTO, Encoding.VNI), "Có gì", "The end – café"]
    assert texts(as_unicode(words(*page))) == [MOTTO, SENTENCE, MOTTO, "Có gì", "The end – café"]


def test_a_soft_hyphen_that_is_drawn_is_a_hyphen() -> None:
    assert texts(as_unicode(words("Quyết định số 44/QĐ\u00adUBND"))) == ["Quyết định số 44/QĐ-UBND"]


def test_a_conversion_that_makes_no_more_sense_is_not_kept() -> None:
    page = words(MOTTO, "Công ty Hà Thành", encoding=Encoding.TCVN3)
    assert texts(as_unicode(page)) == [MOTTO, "Công ty Hà Thành"]


def test_a_page_may_mix_legacy_fonts_with_others(tmp_path: Path) -> None:
    page = PdfPage().text(60, 780, MOTTO).text(60, 760, "plain English here")
    page.legacy(60, 700, SENTENCE, "ABCDEF+.VnTime", Encoding.TCVN3)
    page.legacy(60, 680, "ỦY BAN", ".VnTimeH", Encoding.TCVN3_CAPITALS)
    page.legacy(113, 680, "và Sở", ".VnTime,Italic", Encoding.TCVN3)
    page.legacy(60, 640, SENTENCE, "VNI-Times", Encoding.VNI)
    found = read_layer(open_scan(page.save(tmp_path / "a.pdf"), Limits()), 1)
    expected = [MOTTO, "plain English here", SENTENCE, "ỦY BAN và Sở", SENTENCE]
    assert " ".join(texts(found.lines)) == " ".join(expected)
    assert found.is_sound


@pytest.mark.parametrize("unicode_map", [None, latin_map()])
def test_the_horned_u_survives_extraction(tmp_path: Path, unicode_map: bytes | None) -> None:
    text = "Trường hợp được ưu tiên, như Dương Thư ở nước"
    page = PdfPage().legacy(60, 700, text, ".VnTime", Encoding.TCVN3, unicode_map=unicode_map)
    found = read_layer(open_scan(page.save(tmp_path / "a.pdf"), Limits()), 1)
    assert texts(found.lines) == [text]


@pytest.mark.parametrize("box", [[40, 600, 500, 800], [0, 0, 595, 842], [-10, 20, 595, 842]])
def test_fonts_are_found_on_cropped_pages(tmp_path: Path, box: list[int]) -> None:
    page = PdfPage(CropBox=box, MediaBox=[-20, 10, 595, 842]).text(60, 760, MOTTO)
    page.legacy(60, 700, "Hạ", ".VnTimeH", Encoding.TCVN3_CAPITALS)
    page.legacy(80, 700, "Long, Hồ Gươm", ".VnTime", Encoding.TCVN3)
    found = read_layer(open_scan(page.save(tmp_path / "a.pdf"), Limits()), 1)
    assert " ".join(texts(found.lines)) == f"{MOTTO} HẠ Long, Hồ Gươm"


@pytest.mark.parametrize(("turn", "matrix"), [(90, "0 1 -1 0"), (180, "-1 0 0 -1"), (270, "0 -1 1 0")])
def test_fonts_are_found_on_pages_that_are_turned_upright(tmp_path: Path, turn: int, matrix: str) -> None:
    page = PdfPage((600, 600), Rotate=turn, CropBox=[5, 10, 590, 580])
    # Where (60, 500) and (60, 450) of the upright page lie on the page as it is stored.
    at = {90: ((100, 60), (150, 60)), 180: ((540, 100), (540, 150)), 270: ((500, 540), (450, 540))}[turn]
    page.text(*at[0], MOTTO, matrix=matrix)
    page.legacy(*at[1], "Hồ Gươm", ".VnTimeH", Encoding.TCVN3_CAPITALS, matrix=matrix)
    found = read_layer(open_scan(page.save(tmp_path / "a.pdf"), Limits()), 1)
    assert texts(found.lines) == [MOTTO, "HỒ GƯƠM"]
