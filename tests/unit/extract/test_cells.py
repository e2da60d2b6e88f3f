"""Lists in ruled tables: rows and columns come from the cells, not from gaps."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from core.model import FieldItem
from core.page import Box, Line, Page, Table, TableCell
from tests.unit.extract.asking import read, value_of
from tests.unit.extract.papers import DOSSIER_CODE, centred, heading, line, page, receipt

ROW_MM = 30.0


def ruled(
    top_mm: float, lefts_mm: Sequence[float], rows: Sequence[Sequence[str]]
) -> tuple[list[Line], Table]:
    """Lines and table of cells whose printed lines are parted by line feeds."""
    edges = [*lefts_mm, 200.0]
    lines: list[Line] = []
    cells: list[TableCell] = []
    for row, texts in enumerate(rows):
        top = top_mm + ROW_MM * row
        for column, text in enumerate(texts):
            inside = [
                line(edges[column] + 1, top + 1 + 6 * at, part) for at, part in enumerate(text.split("\n"))
            ]
            sides = (edges[column], top, edges[column + 1], top + ROW_MM)
            box = Box(*(round(side * 200 / 25.4) for side in sides))
            lines += [one for one in inside if one.words]
            if text:
                cells.append(TableCell(row, column, box, text.replace("\n", " ")))
    around = Box.around(cell.box for cell in cells)
    return lines, Table(around, tuple(tuple(texts) for texts in rows), tuple(cells))


def with_table(lines: list[Line], drawn: tuple[list[Line], Table]) -> Page:
    return replace(page([*lines, *drawn[0]]), tables=(drawn[1],))


def parts(pages: Page, name: str) -> list[dict[str, str]]:
    value = value_of(read(pages), name)
    assert isinstance(value, tuple)
    return [dict(item.parts) for item in value if isinstance(item, FieldItem)]


def test_a_row_of_papers_needs_no_readable_ordinal() -> None:
    rows = [
        ("STT", "Tên giấy từ", "Loại", "Số lượng"),
        ("Ï", "Đơn đề nghị tách thửa,\nhợp thửa", "Bản sao", "Ø1"),
        ("2", "Bản vẽ", "Bản chính", "02"),
    ]
    paper = with_table(receipt(), ruled(164, (30, 45, 130, 165), rows))
    assert parts(paper, "attachments") == [
        {"name": "Đơn đề nghị tách thửa, hợp thửa", "kind": "Bản sao", "quantity": "1"},
        {"name": "Bản vẽ", "kind": "Bản chính", "quantity": "2"},
    ]


def test_columns_whose_headings_are_lost_are_known_by_what_stands_in_them() -> None:
    rows = [
        ("STT", "Tên giấy tờ", "", ""),
        ("1", "Tờ khai", "Bản sao", "02"),
        ("2", "Giấy ra viện", "Bản chụp", "01"),
    ]
    paper = with_table(receipt(), ruled(164, (30, 45, 130, 165), rows))
    assert [one["quantity"] for one in parts(paper, "attachments")] == ["2", "1"]


def slip(*moments: str) -> Page:
    head = [
        *heading(number=""),
        centred(112, 56, "PHIẾU KIỂM SOÁT QUÁ TRÌNH GIẢI QUYẾT HỒ SƠ"),
        line(30, 66, f"Mã hồ sơ: {DOSSIER_CODE}"),
    ]
    rows = [("TÊN CƠ QUAN", "THỜI GIAN GIAO, NHẬN HỒ SƠ", "KẾT QUẢ")]
    rows += [("1. Giao: Bộ phận Một cửa\n2. Nhận: Sở\nTư pháp", moment, "Đúng hạn") for moment in moments]
    return with_table(head, ruled(80, (30, 88, 160), rows))


def test_a_hand_over_is_read_from_its_cells() -> None:
    first = "08 giờ 46 phút, ngày 24\ntháng 01 năm 2025\nNgười giao: Trần Văn Hùng\nNgười nhận: Lê Thị Lan „"
    assert parts(slip(first), "handover") == [
        {
            "agency": "Sở Tư pháp",
            "time": "2025-01-24T08:46:00+07:00",
            "giver": "Trần Văn Hùng",
            "receiver": "Lê Thị Lan",
        }
    ]


def test_labels_and_names_spoiled_by_a_signature_are_settled_by_the_next_row() -> None:
    first = "08 giờ 46 phút, ngày 24 thắng 01 năm 2025\nNgười giao: Trần Văn Hùng\nNgười ghận: Nguyễn 1hị Lan"
    second = "09 giờ 10 phút, ngày 25 tháng 01 năm 2025\nNgười giao: Nguyễn Thị Lan\nNgười nhận: Lê Văn Sơn"
    found = parts(slip(first, second), "handover")
    assert [one["receiver"] for one in found] == ["Nguyễn Thị Lan", "Lê Văn Sơn"]
    assert found[0]["time"] == "2025-01-24T08:46:00+07:00"


def test_a_name_read_apart_from_its_label_stands_on_its_line() -> None:
    paper = slip("08 giờ 46 phút, ngày 24 tháng 01 năm 2025\nNgười giao: Trần Văn Hùng")
    apart = []
    for one in paper.lines:
        cut = 2 if one.text.startswith("Người giao") else len(one.words)
        apart += [Line(words) for words in (one.words[cut:], one.words[:cut]) if words]
    assert parts(replace(paper, lines=tuple(apart)), "handover")[0]["giver"] == "Trần Văn Hùng"


def test_a_name_without_its_middle_word_is_the_one_the_next_row_has() -> None:
    first = "08 giờ 46 phút, ngày 24 tháng 01 năm 2025\nNgười giao: Trần Văn Hùng\nNgườynhận: Nguyễn Lụa"
    second = "09 giờ 10 phút, ngày 25 tháng 01 năm 2025\nNgười giao: Nguyễn Thanh Lụa"
    found = parts(slip(first, second), "handover")
    assert found[0].get("receiver") == "Nguyễn Lụa", "equally clear prints stay as they are"
    assert found[1]["giver"] == "Nguyễn Thanh Lụa"


def test_minutes_that_cant_be_read_are_no_full_hour() -> None:
    found = parts(slip("08 giờ 4† phút, ngày 24 tháng 01 năm 2025\nNgười giao: Trần Văn Hùng"), "handover")
    assert "time" not in found[0]
    found = parts(slip("08 giờ 4G phút, ngày 24 tháng 01 năm 2025\nNgười giao: Trần Văn Hùng"), "handover")
    assert found[0]["time"] == "2025-01-24T08:46:00+07:00"


@pytest.mark.parametrize("anchor", ["", "1. Thành phần hồ sơ nộp gồm:"])
@pytest.mark.parametrize("upwards", [False, True])
def test_a_table_of_papers_on_its_side_is_no_list(anchor: str, upwards: bool) -> None:
    columns = [
        ("STT", "1", "2"),
        ("Tên giấy tờ", "Tờ khai đăng ký khai sinh", "Giấy chứng sinh"),
        ("Loại", "Bản chính", "Bản sao"),
        ("Số lượng", "01", "02"),
    ]
    turned = [tuple(reversed(column)) for column in reversed(columns)] if upwards else columns
    paper = with_table(
        receipt(*([line(30, 158, anchor)] if anchor else [])), ruled(164, (30, 85, 140), turned)
    )
    assert value_of(read(paper), "attachments") is None
