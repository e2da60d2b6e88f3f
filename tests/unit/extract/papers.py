"""Builds pages from text placed in millimetres on an A4 sheet at 200 dpi."""

from collections.abc import Sequence

from core.page import Box, Code, Line, Page, PageState, Region, Word

PX_PER_MM = 200 / 25.4
WIDTH_PX, HEIGHT_PX = 1654, 2339
LETTER_PX = 15
LINE_PX = 34

Placed = tuple[float, float, str]
"""Left and top in millimetres, and the text."""


def line(left_mm: float, top_mm: float, text: str, confidence: float = 0.96) -> Line:
    """A printed line whose letters are all equally wide."""
    left, top = round(left_mm * PX_PER_MM), round(top_mm * PX_PER_MM)
    words = []
    for word in text.split():
        right = left + LETTER_PX * len(word)
        words.append(Word(word, Box(left, top, right, top + LINE_PX), confidence))
        left = right + LETTER_PX
    return Line(tuple(words))


def centred(middle_mm: float, top_mm: float, text: str, confidence: float = 0.96) -> Line:
    """A line around a middle."""
    width_mm = LETTER_PX * len(text) / PX_PER_MM
    return line(middle_mm - width_mm / 2, top_mm, text, confidence)


def page(
    lines: Sequence[Line], number: int = 1, codes: Sequence[Code] = (), regions: Sequence[Region] = ()
) -> Page:
    """A page of `lines`."""
    return Page(
        number,
        PageState.READ,
        WIDTH_PX,
        HEIGHT_PX,
        200.0,
        lines=tuple(lines),
        codes=tuple(codes),
        regions=tuple(regions),
    )


def placed(*texts: Placed) -> list[Line]:
    """Lines from their places."""
    return [line(left, top, text) for left, top, text in texts]


def heading(
    issuer: Sequence[str] = ("ỦY BAN NHÂN DÂN", "TỈNH BẮC NINH"),
    number: str = "Số: 44/QĐ-UBND",
    dated: str = "Bắc Ninh, ngày 22 tháng 01 năm 2025",
) -> list[Line]:
    """The two-column heading."""
    lines = [centred(62, 20 + 6 * index, text) for index, text in enumerate(issuer)]
    lines.append(centred(147, 20, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"))
    lines.append(centred(147, 26, "Độc lập - Tự do - Hạnh phúc"))
    if number:
        lines.append(centred(62, 38, number))
    lines.append(centred(147, 38, dated))
    return lines


def body(top_mm: float, count: int = 6) -> list[Line]:
    """Full lines of running text."""
    text = "Căn cứ Luật Tổ chức chính quyền địa phương ngày 19 tháng 02 năm 2025; xét đề nghị của đơn vị này"
    return [line(30, top_mm + 7 * index, text) for index in range(count)]


def decision() -> list[Line]:
    """A decision with signer and recipients."""
    return [
        *heading(),
        centred(112, 54, "QUYẾT ĐỊNH"),
        centred(112, 60, "Về việc phê duyệt kế hoạch số hóa hồ sơ"),
        centred(112, 66, "trên địa bàn tỉnh"),
        centred(112, 80, "ỦY BAN NHÂN DÂN TỈNH BẮC NINH"),
        *body(92),
        line(30, 150, "Nơi nhận:"),
        line(30, 157, "- Như Điều 3;"),
        line(30, 164, "- Lưu: VT, KSTTHC."),
        centred(152, 150, "TM. ỦY BAN NHÂN DÂN"),
        centred(152, 156, "KT. CHỦ TỊCH"),
        centred(152, 162, "PHÓ CHỦ TỊCH"),
        centred(152, 190, "Lê Văn Thử"),
    ]


RECEIPT_TITLE = "GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ"
DOSSIER_CODE = "000.00.01.H05-250124-0001"


def receipt(*extra: Line, **changes: str) -> list[Line]:
    """A form 01 receipt; `changes` replace values by field name."""
    values = {
        "dossier_code": DOSSIER_CODE,
        "applicant_name": "Nguyễn Thị Bích Ngọc",
        "national_id": "027301004567",
        "date_of_birth": "15/08/2001",
        "gender": "Nữ",
        "address": "Số 12, thôn Đông, xã Phú Lâm, huyện Tiên Du, tỉnh Bắc Ninh",
        "phone": "0912 345 678",
        "procedure_name": "Đăng ký khai sinh",
        "procedure_code": "1.001193",
        "received_at": "08 giờ 30 phút, ngày 24 tháng 01 năm 2025",
        "due_at": "24/01/2025 16:30",
        "fee": "50.000 đồng",
    } | changes
    rows = (
        f"Mã hồ sơ: {values['dossier_code']}",
        "Bộ phận tiếp nhận và trả kết quả: Trung tâm Phục vụ hành chính công",
        f"Tiếp nhận hồ sơ của: {values['applicant_name']}",
        f"Số CCCD: {values['national_id']}",
        f"Ngày sinh: {values['date_of_birth']} Giới tính: {values['gender']}",
        f"Địa chỉ: {values['address']}",
        f"Số điện thoại: {values['phone']}",
        f"Nội dung yêu cầu giải quyết: {values['procedure_name']}",
        f"Mã thủ tục: {values['procedure_code']}",
        f"4. Thời gian nhận hồ sơ: {values['received_at']}",
        f"5. Thời gian trả kết quả giải quyết hồ sơ: {values['due_at']}",
        f"7. Phí, lệ phí: {values['fee']}",
    )
    lines = heading(
        ("UBND TỈNH BẮC NINH", "TRUNG TÂM PHỤC VỤ"), "Số: 12/TTPVHCC", "Bắc Ninh, ngày 24 tháng 01 năm 2025"
    )
    lines.append(centred(112, 56, RECEIPT_TITLE))
    lines += [line(30, 66 + 8 * index, text) for index, text in enumerate(rows)]
    return [*lines, *extra]
