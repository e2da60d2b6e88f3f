from xml.etree import ElementTree as Xml

from pipeline.derive.hocr import hocr
from tests.unit.derive.papers import page

SPACE = "{http://www.w3.org/1999/xhtml}"


def parse(name: str = "scan.png") -> Xml.Element:
    return Xml.fromstring("".join(hocr([page(1), page(2)], name, "tesseract 5")))


def test_every_word_stands_once_with_its_place_and_confidence() -> None:
    words = [one for one in parse().iter(f"{SPACE}span") if one.get("class") == "ocrx_word"]
    first = words[0]
    assert first.text == "QUYẾT"
    assert first.get("title") == "bbox 400 100 500 140; x_wconf 90"
    assert len({one.get("id") for one in words}) == len(words) == 2 * 19


def test_stamps_and_tables_stand_apart_from_the_body() -> None:
    kinds = [one.get("class") for one in parse().iter(f"{SPACE}div")]
    assert kinds == ["ocr_page", "ocr_carea", "ocr_carea", "ocr_table", "ocr_textfloat"] * 2


def test_a_name_with_quotes_and_brackets_does_no_harm() -> None:
    assert parse('<a "b">.png').find(f"{SPACE}head/{SPACE}title").text == '<a "b">.png'  # type: ignore[union-attr]
