"""Hidden letters are as wide as the print they lie on."""

import pytest
from PIL import ImageFont

from core.fonts import face_path
from pipeline.derive.widths import width_of, width_table

LETTERS = (
    "Ủy ban nhân dân tỉnh Bắc Ninh QUYẾT ĐỊNH số 12/2025/QĐ-UBND (Điều 3; “khoản” 1%) ơ ư Ơ Ư Ẫ ỹ … – § &"
)


@pytest.mark.parametrize("char", sorted(set(LETTERS)))
def test_a_letter_is_as_wide_as_in_the_face_of_papers(char: str) -> None:
    face = ImageFont.truetype(str(face_path(False, False)), 2048)
    assert width_of(char) == pytest.approx(face.getlength(char) * 1000 / 2048, abs=1)


def test_runs_of_letters_share_one_entry_and_the_usual_width_has_none() -> None:
    assert width_table("cab!") == [33, [333], 97, [444], 99, [444]]
