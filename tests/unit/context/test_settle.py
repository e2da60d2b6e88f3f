"""One-mark errors are put right where the neighbours leave no doubt, and nowhere else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.page import Box, Line, Word
from core.text import fold
from pipeline.context.model import EDGE, load_model
from pipeline.context.settle import settled


def read(text: str, confidence: float = 0.8) -> Line:
    """A line as the engine would give it."""
    return Line(
        tuple(
            Word(word, Box(50 * at, 0, 50 * at + 40, 20), confidence) for at, word in enumerate(text.split())
        )
    )


@pytest.mark.parametrize(
    ("misread", "meant"),
    [
        ("đề nghị bỗ sung hồ sơ", "đề nghị bổ sung hồ sơ"),
        ("thấm quyền giải quyết", "thẩm quyền giải quyết"),
        ("hồ sơ đẩy đủ hợp lệ", "hồ sơ đầy đủ hợp lệ"),
        ("ban hanh kèm theo", "ban hành kèm theo"),
        ("QUYÉT ĐỊNH", "QUYẾT ĐỊNH"),
        ("các cơ quan, tô chức có liên quan", "các cơ quan, tổ chức có liên quan"),
        ("CÓ THẤM QUYỀN GIẢI QUYẾT", "CÓ THẨM QUYỀN GIẢI QUYẾT"),
    ],
)
def test_common_phrases_get_their_marks_back(misread: str, meant: str) -> None:
    assert settled(read(misread), load_model()).text == meant


def test_what_was_read_stays_beside_what_was_made_of_it() -> None:
    words = settled(read("đề nghị bỗ sung;"), load_model()).words
    assert [(word.text, word.raw) for word in words[2:]] == [("bổ", "bỗ"), ("sung;", None)]


@pytest.mark.parametrize(
    "text",
    [
        "Ông Nguyễn Văn Thấm quyền",
        "NGUYỄN THỊ THUY",
        "số 44/QĐ-UBND ngày 22/01/2025",
        "000.00.01.H05-250124-0001",
        "UBND, HĐND và TTHC",
    ],
)
def test_names_numbers_and_codes_are_never_touched(text: str) -> None:
    line = read(text, 0.3)
    assert settled(line, load_model()) == line


def test_what_the_engine_is_sure_of_needs_more_than_a_likelier_neighbour() -> None:
    assert settled(read("kế từ ngày", 0.5), load_model()).text == "kể từ ngày"
    assert settled(read("kế từ ngày", 0.97), load_model()).text == "kế từ ngày"


WORDS = st.lists(st.sampled_from(sorted(load_model().ids)), min_size=1, max_size=8)


@given(WORDS, st.floats(0.0, 1.0))
def test_only_marks_change_and_boxes_and_order_never(words: list[str], confidence: float) -> None:
    line = read(" ".join(words), confidence)
    found = settled(line, load_model())
    assert fold(found.text) == fold(line.text)
    assert [word.box for word in found.words] == [word.box for word in line.words]


def test_the_model_knows_what_follows_what() -> None:
    model = load_model()
    assert model.likelihood("thẩm", "quyền", "giải") > model.likelihood("thẩm", "quyển", "giải") + 3
    assert model.pair_count("thẩm", "quyền") > 100
    assert model.pair_count("quyền", EDGE) == 0
