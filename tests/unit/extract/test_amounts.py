import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.text import fold
from pipeline.extract.amounts import amount_of
from samples.amounts import Spelling, in_words

SPELLINGS = st.builds(
    Spelling,
    thousand=st.sampled_from(["nghìn", "ngàn"]),
    zero_tens=st.sampled_from(["linh", "lẻ"]),
    four=st.sampled_from(["bốn", "tư"]),
    five=st.sampled_from(["lăm", "nhăm", "năm"]),
    billion=st.sampled_from(["tỷ", "tỉ"]),
    end=st.sampled_from(["", " đồng", " đồng chẵn", " đồng Việt Nam./.", " đồng chẵn.", " VNĐ"]),
)


@given(st.integers(0, 10**12 - 1), SPELLINGS)
def test_every_written_amount_is_read_back(amount: int, spelling: Spelling) -> None:
    words = in_words(amount, spelling)
    assert amount_of(words) == amount
    assert amount_of(fold(words)) == amount
    assert amount_of(words.upper()) == amount


@pytest.mark.parametrize(
    ("words", "amount"),
    [
        ("Năm mươi nghìn đồng", 50_000),
        ("Một triệu hai trăm linh năm ngàn đồng chẵn", 1_205_000),
        ("hai mươi mốt triệu không trăm linh tư nghìn", 21_004_000),
        ("ba mươi lăm nghìn đồng", 35_000),
        ("hai mươi nhăm nghìn", 25_000),
        ("một triệu rưỡi", 1_500_000),
        ("hai tỷ rưỡi đồng", 2_500_000_000),
        ("một trăm rưỡi nghìn đồng", 150_000),
        ("hai nghìn tỷ đồng", 2_000_000_000_000),
        ("một nghìn lẻ hai đồng", 1_002),
        ("một triệu năm mươi nghìn đồng", 1_050_000),
        ("một trăm mười", 110),
        ("mười lăm triệu, sáu trăm nghìn đồng", 15_600_000),
        ("Không đồng", 0),
    ],
)
def test_the_usual_spellings_are_read(words: str, amount: int) -> None:
    assert amount_of(words) == amount


@pytest.mark.parametrize(
    "words",
    [
        "",
        "đồng",
        "miễn phí",
        "một trăm hai",
        "hai triệu ba",
        "một nghin nghìn",
        "trăm nghìn",
        "một mươi mươi",
        "hai triệu rưỡi ba trăm",
        "năm mươi ngh1n đồng",
        "một triệu một triệu",
        "một trăm linh mười",
        "không triệu hai nghìn",
    ],
)
def test_words_that_make_no_sure_number_are_none(words: str) -> None:
    assert amount_of(words) is None
