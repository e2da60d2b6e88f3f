"""A personal number of another province than the address is a hint, never a warning."""

from datetime import date

import pytest

from pipeline.hints import hints_of
from pipeline.reference import load_reference

REFERENCE = load_reference()
BEFORE, AFTER = date(2025, 6, 30), date(2025, 7, 1)


def hint(number: str, address: str, day: date = BEFORE) -> str | None:
    return hints_of(REFERENCE, {"national_id": number, "address": address}, day).get("national_id")


@pytest.mark.parametrize(
    ("number", "address", "day"),
    [
        ("027090001234", "xã Phú Lâm, huyện Tiên Du, tỉnh Bắc Ninh", BEFORE),
        ("027090001234", "xã Tiên Du, TỈNH BẮC NINH", AFTER),
        ("024090001234", "phường Kinh Bắc, tỉnh Bắc Ninh", AFTER),  # Bắc Giang is part of it now
        ("024090001234", "xã Yên Lư, tỉnh Bắc Giang", AFTER),  # written as before
        ("030090001234", "phường Lê Chân, thành phố Hải Phòng", AFTER),
        ("031090001234", "phường Lê Chân, TP. Hải Phòng", AFTER),
        ("999090001234", "phường Kinh Bắc, tỉnh Bắc Ninh", BEFORE),
        ("027090001234", "Số 12 đường Lý Thái Tổ", BEFORE),
        ("", "tỉnh Bắc Ninh", BEFORE),
    ],
)
def test_the_same_province_or_none_known_says_nothing(number: str, address: str, day: date) -> None:
    assert hint(number, address, day) is None


def test_another_province_is_named() -> None:
    said = hint("030090001234", "xã Phú Lâm, huyện Tiên Du, tỉnh Bắc Ninh")
    assert said is not None
    assert "tỉnh Hải Dương" in said and "chỉ để tham khảo" in said
    assert hint("024090001234", "phường Kinh Bắc, tỉnh Bắc Ninh", BEFORE) is not None
    assert hint("027090001234", "phường Đống Đa, thành phố Hà Nội") is not None


def test_every_merged_province_leads_to_one_of_today() -> None:
    provinces = [row for row in REFERENCE.places if row.parent == "Việt Nam"]
    today = {f"{row.kind} {row.name}" for row in provinces if row.valid_to is None}
    assert len(today) == 34
    assert {row.successor for row in provinces if row.valid_to} < today
