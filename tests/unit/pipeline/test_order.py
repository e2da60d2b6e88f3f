"""Lines come in the order a person reads them."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from core.page import Box, Line, Word
from pipeline.order import in_reading_order
from pipeline.words import without_junk


def words(text: str, left: int, top: int, confidence: float = 0.9) -> tuple[Word, ...]:
    """Words of 12 px letters, 20 px high."""
    found = []
    for part in text.split():
        width = 12 * len(part)
        found.append(Word(part, Box(left, top, left + width, top + 20), confidence))
        left += width + 8
    return tuple(found)


def line(text: str, left: int, top: int) -> Line:
    return Line(words(text, left, top))


def texts(lines: tuple[Line, ...]) -> list[str]:
    return [found.text for found in lines]


def test_the_heading_is_read_block_by_block() -> None:
    merged = Line(words("UBND TỈNH BẮC NINH", 50, 40) + words("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 480, 40))
    found = in_reading_order(
        (
            merged,
            line("Độc lập - Tự do - Hạnh phúc", 540, 70),
            line("SỞ TƯ PHÁP", 90, 72),
            line("Số: 44/STP-HC", 80, 130),
            line("Bắc Ninh, ngày 22 tháng 01 năm 2025", 500, 131),
            line("V/v cấp phiếu", 80, 160),
            line("Kính gửi: Ủy ban nhân dân các xã, phường trong toàn tỉnh Bắc Ninh", 150, 240),
        )
    )
    assert texts(found) == [
        "UBND TỈNH BẮC NINH",
        "SỞ TƯ PHÁP",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "Số: 44/STP-HC",
        "V/v cấp phiếu",
        "Bắc Ninh, ngày 22 tháng 01 năm 2025",
        "Kính gửi: Ủy ban nhân dân các xã, phường trong toàn tỉnh Bắc Ninh",
    ]


def test_the_motto_is_parted_from_an_issuer_that_nearly_touches_it() -> None:
    merged = line("BAN QUẢN LÝ CÁC KHU CÔNG NGHIỆP CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 50, 40)
    found = in_reading_order((merged, line("TỈNH BẮC NINH", 90, 70), line("Độc lập - Tự do", 560, 70)))
    assert texts(found) == [
        "BAN QUẢN LÝ CÁC KHU CÔNG NGHIỆP",
        "TỈNH BẮC NINH",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do",
    ]


def test_recipients_come_before_the_signer() -> None:
    found = in_reading_order(
        (
            line("Quyết định này có hiệu lực thi hành kể từ ngày ký ban hành và thay thế", 50, 700),
            Line(words("Nơi nhận:", 50, 800) + words("KT. CHỦ TỊCH", 600, 802)),
            line("- Như Điều 3;", 50, 830),
            line("PHÓ CHỦ TỊCH", 600, 832),
            line("- Lưu: VT.", 50, 860),
            line("Nguyễn Văn Thử", 600, 1000),
        )
    )
    assert texts(found)[1:] == [
        "Nơi nhận:",
        "- Như Điều 3;",
        "- Lưu: VT.",
        "KT. CHỦ TỊCH",
        "PHÓ CHỦ TỊCH",
        "Nguyễn Văn Thử",
    ]


def test_lines_torn_by_the_engine_still_end_in_their_column() -> None:
    found = in_reading_order(
        (
            line("Nơi nhận:", 50, 800),
            line("- Như trên;", 50, 830),
            Line(words("- Lưu:", 50, 890)),
            line("TL. GIÁM ĐỐC", 600, 802),
            line("CHÁNH VĂN PHÒNG", 580, 832),
            line("- Chủ tịch, các PCT UBND tỉnh;", 50, 860),
            Line(words("VT, VX.", 130, 890)),
            line("Lê Văn Thử", 610, 1000),
        )
    )
    assert texts(found) == [
        "Nơi nhận:",
        "- Như trên;",
        "- Chủ tịch, các PCT UBND tỉnh;",
        "- Lưu:",
        "VT, VX.",
        "TL. GIÁM ĐỐC",
        "CHÁNH VĂN PHÒNG",
        "Lê Văn Thử",
    ]


def test_two_who_sign_side_by_side_are_read_one_after_the_other() -> None:
    found = in_reading_order(
        (
            line("7. Phí, lệ phí: Miễn phí", 50, 700),
            Line(words("NGƯỜI NỘP HỒ SƠ", 110, 760) + words("NGƯỜI TIẾP NHẬN HỒ SƠ", 600, 760)),
            Line(words("(Ký và ghi rõ họ tên)", 74, 790) + words("(Ký và ghi rõ họ tên)", 600, 790)),
            Line(words("Trần Thị Mẫu", 130, 980) + words("Lê Văn Thử", 668, 980)),
        )
    )
    assert texts(found)[1:] == [
        "NGƯỜI NỘP HỒ SƠ",
        "(Ký và ghi rõ họ tên)",
        "Trần Thị Mẫu",
        "NGƯỜI TIẾP NHẬN HỒ SƠ",
        "(Ký và ghi rõ họ tên)",
        "Lê Văn Thử",
    ]


TEXTS = st.sampled_from(
    [
        "CỘNG HÒA XÃ HỘI",
        "Độc lập - Tự do",
        "Số: 44/QĐ",
        "ngày 22 tháng 01",
        "Nơi nhận:",
        "2",
        "Kính gửi: Sở",
        "Lê Thử",
    ]
)
PLACES = st.integers(0, 900), st.integers(0, 1400)
ROWS = st.lists(st.tuples(TEXTS, *PLACES), max_size=14)


@given(ROWS, ROWS)
def test_whatever_stands_wherever_is_kept_once(
    left: list[tuple[str, int, int]], right: list[tuple[str, int, int]]
) -> None:
    paired = [
        Line(words(one, x, y) + words(other, x + 500, y + 3))
        for (one, x, y), (other, _, _) in zip(left, right, strict=False)
    ]
    lines = (*paired, *(line(*single) for single in right))
    found = in_reading_order(lines)
    assert Counter(word for one in found for word in one.words) == Counter(
        word for one in lines for word in one.words
    )


def test_labels_side_by_side_are_read_row_by_row() -> None:
    form = (
        Line(words("Ngày sinh: 01/02/1990", 50, 100) + words("Giới tính: Nữ", 500, 100)),
        Line(words("Dân tộc: Kinh", 50, 140) + words("Quốc tịch: Việt Nam", 500, 140)),
        Line(words("Ngày cấp: 06/11/2022", 50, 180) + words("Nơi cấp: Bộ Công an", 500, 180)),
    )
    assert texts(in_reading_order(form)) == [found.text for found in form]


def test_ordinary_lines_keep_their_order_and_wide_gaps() -> None:
    body = (
        line("Điều 1. Phê duyệt kết quả", 50, 100),
        Line(words("Họ và tên:", 50, 140) + words("Trần Thị Mẫu", 500, 140)),
        line("Điều 2. Hiệu lực thi hành", 50, 180),
    )
    assert in_reading_order(tuple(reversed(body))) == body


def test_no_word_is_lost_by_ordering() -> None:
    found = in_reading_order((line("một hai", 50, 40), line("ba", 700, 40), line("bốn năm", 50, 300)))
    assert sorted(word.text for kept in found for word in kept.words) == sorted(
        ["một", "hai", "ba", "bốn", "năm"]
    )


def test_what_dirt_is_read_as_is_left_out() -> None:
    kept = without_junk(
        (
            line("Căn cứ Nghị định", 50, 40),
            Line(words("~ ;", 400, 80, 0.2)),
            Line((Word("|", Box(20, 40, 26, 200), 0.8), *words("Điều 1", 50, 120))),
            Line(words("xẹđ", 50, 160, 0.05)),
        )
    )
    assert texts(kept) == ["Căn cứ Nghị định", "Điều 1"]


def test_an_unsure_word_beside_a_sure_one_is_print_and_one_far_from_it_is_ink() -> None:
    sure = words("UBND TỈNH", 50, 40)
    beside = words("BẮC NINH", sure[-1].box.right + 8, 40, 0.0)
    far = words("LƯU", beside[-1].box.right + 90, 40, 0.0)
    garbled = words("xẹđz", sure[-1].box.right + 8, 100, 0.0)
    kept = without_junk((Line((*sure, *beside, *far)), Line((*words("SỞ NỘI", 50, 100), *garbled))))
    assert texts(kept) == ["UBND TỈNH BẮC NINH", "SỞ NỘI"]


def column(name: str, left: int, top: int, count: int) -> list[Line]:
    """Lines of four words that fill a column of 300 px."""
    return [line(f"{name}{number:02d}a giao các đơnvị", left, top + 30 * number) for number in range(count)]


def test_running_text_in_columns_is_read_column_by_column() -> None:
    heading = line("CÔNG BÁO TỈNH BẮC NINH SỐ MƯỜI HAI NĂM HAI NGHÌN HAI MƯƠI LĂM", 50, 40)
    between = line("THÔNG BÁO CỦA SỞ NỘI VỤ VỀ KẾ HOẠCH NĂM SAU CỦA CÁC ĐƠN VỊ", 60, 400)
    first, second = column("a", 50, 100, 9), column("b", 380, 112, 8)
    merged = [Line(one.words + other.words) for one, other in zip(first, second, strict=False)]
    third, fourth = column("c", 50, 460, 7), column("d", 380, 460, 7)
    found = in_reading_order((heading, *merged, first[-1], between, *third, *fourth))
    assert texts(found) == texts((heading, *first, *second, between, *third, *fourth))


def test_three_columns_are_read_one_after_the_other() -> None:
    columns = [column(name, left, 100, 8) for name, left in (("a", 50), ("b", 380), ("c", 710))]
    rows = [piece for row in zip(*columns, strict=True) for piece in row]
    assert texts(in_reading_order(tuple(rows))) == [one.text for part in columns for one in part]


def test_a_form_in_two_columns_is_still_read_row_by_row() -> None:
    labels = ("Họ và tên người nộp:", "Sinh:", "Dân tộc, tôn giáo:", "Nơi cư trú:", "Số:", "Cấp ngày:")
    values = ("Trần Thị Mẫu", "01/02/1990", "Kinh", "xã Tam Giang, tỉnh Bắc Ninh", "012", "06/11/2022")
    form = tuple(
        Line(words(label, 50, 100 + 40 * row) + words(value, 420, 100 + 40 * row))
        for row, (label, value) in enumerate(zip(labels, values, strict=True))
    )
    assert texts(in_reading_order(form)) == texts(form)


def test_a_signature_beside_a_long_list_of_recipients_is_no_column() -> None:
    recipients = [line(f"- Sở {name};", 50, 830 + 30 * at) for at, name in enumerate("ABCDEFGH")]
    signing = [line("KT. GIÁM ĐỐC", 600, 800), line("PHÓ GIÁM ĐỐC", 600, 830), line("Lê Văn Thử", 600, 1040)]
    found = in_reading_order((line("Nơi nhận:", 50, 800), *recipients, *signing))
    assert texts(found) == texts((line("Nơi nhận:", 50, 800), *recipients, *signing))
