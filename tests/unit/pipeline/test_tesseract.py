from core.page import Box
from pipeline.tesseract import to_lines

HEAD = "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext"


def row(line: int, text: str, confidence: float = 90.0) -> str:
    return f"5\t1\t1\t1\t{line}\t1\t10\t20\t30\t40\t{confidence}\t{text}"


def test_words_become_lines_with_boxes_and_confidence_from_0_to_1() -> None:
    one, other = to_lines("\n".join([HEAD, row(1, "Số:"), row(1, "44"), row(2, "QUYẾT", 55.5)]))
    assert one.text == "Số: 44"
    assert other.words[0].box == Box(10, 20, 40, 60)
    assert other.words[0].confidence == 0.555


def test_text_is_composed_and_slashes_are_the_one_on_the_keyboard() -> None:
    [line] = to_lines(
        "\n".join([HEAD, row(1, "1385\u2044NQ-HĐND"), row(1, "2\u22153"), row(1, "ngo\u0323\u0302")])
    )
    assert line.text == "1385/NQ-HĐND 2/3 ngộ"


def test_letters_of_other_alphabets_that_look_like_d_with_a_bar_are_that() -> None:
    [line] = to_lines("\n".join([HEAD, row(1, "TG\u00d0"), row(1, "\u00f0\u1ea5t"), row(1, "Q\u0189")]))
    assert line.text == "TGĐ đất QĐ"


def test_empty_words_and_other_levels_are_left_out() -> None:
    assert not list(to_lines("\n".join([HEAD, row(1, " "), row(1, "x").replace("5\t", "4\t", 1), "broken"])))
