import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.page import Box, Line, Word
from dossiers.privacy import fingerprint, fingerprints, mask, mask_line

KEY = b"a key for tests"


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("Số CCCD: 027090001234", "Số CCCD: 027******234"),
        ("ĐT 0912345678.", "ĐT 091****678."),
        ("ĐT 0912 345 678", "ĐT 091* *** 678"),
        ("0222.3.821.330", "022*.*.***.330"),
        ("Hộ chiếu B1234567", "Hộ chiếu B12**567"),
        ("Số CMND: 125012345 cấp", "Số CMND: 125***345 cấp"),
        ("Tài khoản số 2600201001234 tại", "Tài khoản số 260*******234 tại"),
    ],
)
def test_personal_numbers_are_masked_at_equal_length(text: str, masked: str) -> None:
    assert mask(text) == masked


@pytest.mark.parametrize(
    "text",
    [
        "000.00.01.H05-250124-0001",
        "44/QĐ-UBND ngày 22/01/2025",
        "1.013225",
        "150.000.000 đồng",
        "Nghị định số 118/2025/NĐ-CP",
        "mã số thuế 2300123454",
    ],
)
def test_codes_dates_and_amounts_stay(text: str) -> None:
    assert mask(text) == text


@given(st.text())
def test_masking_keeps_length_and_is_idempotent(text: str) -> None:
    assert len(mask(text)) == len(text)
    assert mask(mask(text)) == mask(text)


def test_a_number_printed_as_several_words_is_masked_in_each() -> None:
    box = Box(0, 0, 1, 1)
    line = Line(tuple(Word(text, box, 0.9) for text in ("ĐT:", "0912", "345", "678")))
    assert [word.text for word in mask_line(line).words] == ["ĐT:", "091*", "***", "678"]


@pytest.mark.parametrize(
    "spelling", ["0912345678", "0912 345 678", "0912.345.678", "+84912345678", "84 912 345 678"]
)
def test_every_spelling_of_a_number_has_one_fingerprint(spelling: str) -> None:
    assert fingerprints([f"gọi {spelling} nhé"], KEY) == (fingerprint("0912345678", KEY),)


def test_a_fingerprint_needs_the_key() -> None:
    assert fingerprint("027090001234", KEY) != fingerprint("027090001234", b"another")
