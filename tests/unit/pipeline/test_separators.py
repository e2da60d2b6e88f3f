"""What a separator sheet says survives its QR code, and sheets printed today are read for ever."""

import pytest

from core.page import Box, Code
from pipeline.separators import Opens, Separator, find_separator, parse_payload, payload

CODE = "000.00.01.H05-250124-0001"
SHEETS = [Separator(Opens.DOSSIER), Separator(Opens.DOSSIER, CODE), Separator(Opens.PAPER)]


@pytest.mark.parametrize("sheet", SHEETS)
def test_a_payload_is_read_back(sheet: Separator) -> None:
    assert parse_payload(payload(sheet)) == sheet


def test_payloads_of_version_1_never_change() -> None:
    assert [payload(sheet) for sheet in SHEETS] == [
        "SOHOA:SEP:1:DOSSIER",
        f"SOHOA:SEP:1:DOSSIER:{CODE}",
        "SOHOA:SEP:1:PAPER",
    ]


def test_later_parts_are_ignored() -> None:
    assert parse_payload(f"SOHOA:SEP:1:DOSSIER:{CODE}:DESK-3") == Separator(Opens.DOSSIER, CODE)
    assert parse_payload("SOHOA:SEP:1:PAPER::RECEIPT") == Separator(Opens.PAPER)


@pytest.mark.parametrize(
    "text", ["", CODE, "SOHOA:SEP:2:DOSSIER", "SOHOA:SEP:1:DOSSIERS", "x SOHOA:SEP:1:PAPER"]
)
def test_other_codes_are_no_separator(text: str) -> None:
    assert parse_payload(text) is None


def test_a_page_is_a_separator_by_any_of_its_codes() -> None:
    box = Box(0, 0, 9, 9)
    codes = [Code("Code128", CODE, box), Code("QRCode", "SOHOA:SEP:1:PAPER", box)]
    assert find_separator(codes) == Separator(Opens.PAPER)
    assert find_separator(codes[:1]) is None
