"""The baseline of extraction: the plain expressions of the field catalogue on plain text.

What anybody would write first: a printed label and behind it, on the same line, the
form of the value; the first match wins. No layout, no dictionary, no repair.
"""

import re
from collections.abc import Callable, Iterator
from datetime import date

from core.model import Field
from core.text import nfc

_UPPER = "A-ZÀÁẢÃẠĂẰẮẲẴẶÂẦẤẨẪẬÈÉẺẼẸÊỀẾỂỄỆÌÍỈĨỊÒÓỎÕỌÔỒỐỔỖỘƠỜỚỞỠỢÙÚỦŨỤƯỪỨỬỮỰỲÝỶỸỴĐ"
_NAME_WORD = rf"[{_UPPER}][{_UPPER}{_UPPER.lower()}]*"
_PERSON = rf"{_NAME_WORD}(?: {_NAME_WORD}){{1,5}}"
_UNIT = r"\d{3}\.\d{2}\.\d{2}\.[A-Z]\d{2}"
_LONG_DATE = r"ngày\s*(\d{1,2})\s*tháng\s*(\d{1,2})\s*năm\s*(\d{4})"
_SHORT_DATE = r"(?<!\d)(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})(?!\d)"
_DATE = re.compile(f"{_LONG_DATE}|{_SHORT_DATE}")
_CLOCK = re.compile(r"(\d{1,2})\s*(?:giờ|h|:)\s*(\d{2})(?:\s*phút)?")
_REST = r"\S.*"
_TYPES = re.compile(
    "QUYẾT ĐỊNH|TỜ TRÌNH|BÁO CÁO|THÔNG BÁO|CHỈ THỊ|NGHỊ QUYẾT|THÔNG TƯ|NGHỊ ĐỊNH|KẾ HOẠCH|GIẤY MỜI|"
    "GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ|PHIẾU KIỂM SOÁT QUÁ TRÌNH GIẢI QUYẾT HỒ SƠ|"
    f"(?:TỜ KHAI|ĐƠN|GIẤY ĐỀ NGHỊ)[ ,{_UPPER}]*"
)
_PATTERNS = {
    "dossier_code": rf"(?<![\w.])(?:{_UNIT}|[A-Z]\d{{2}}(?:\.\d{{1,3}}){{0,4}})-\d{{6}}-\d{{4,6}}(?!\d)",
    "procedure_code": r"(?<![\d.])\d\.\d{6}"
    r"(?:\.(?:\d{3}\.\d{2}\.\d{2}\.)?[A-Z]\d{2}(?!\d)|\.\d{2}(?![\d.]))?",
    "national_id": r"(?<!\d)(?:\d[ .]?){11}\d(?!\d)",
    "email": r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+",
    "document_number": rf"Số:\s*(\d{{1,6}}[A-Za-z]?\s*/\s*(?:(?:19|20)\d{{2}}\s*/\s*)?[{_UPPER}][\w&]*"
    rf"(?:-[{_UPPER}][\w&]*)*)",
    "issuing_place": rf"([{_UPPER}][^,\d\n]{{1,60}}),\s*{_LONG_DATE}",
    "signer_authority": rf"^\s*((?:TM|KT|TL|TUQ|Q)\s*\.)\s*(?=[{_UPPER}])",
    "subject": r"(V/v[:\s]+.+|Về việc .+)",
    "urgency": r"^(HỎA TỐC|HOẢ TỐC|THƯỢNG KHẨN|KHẨN)$",
}
"""Known by their form alone; the first group is the value, else all of it."""
_LABELLED = {
    "receiving_unit": ("Bộ phận tiếp nhận(?: và trả kết quả)?|Cơ quan tiếp nhận|Nơi tiếp nhận", _REST),
    "settling_agency": (
        "Cơ quan thực hiện|Cơ quan giải quyết(?: hồ sơ)?|Cơ quan có thẩm quyền|Cơ quan chủ trì",
        _REST,
    ),
    "applicant_name": (
        r"Tiếp nhận hồ sơ của(?: ông/bà)?|Kèm theo hồ sơ của|Hồ sơ của|Họ và tên|Họ, chữ đệm, tên[^:]*|"
        "Người nộp hồ sơ|Chủ hồ sơ|Tôi tên là",
        _PERSON,
    ),
    "procedure_name": (
        "Tên thủ tục(?: hành chính)?|Thủ tục hành chính(?: cần giải quyết)?|Nội dung yêu cầu giải quyết|"
        "Loại thủ tục",
        _REST,
    ),
    "address": ("Địa chỉ|Nơi thường trú|Nơi cư trú|HKTT|Chỗ ở hiện nay|Trụ sở", _REST),
    "id_issue_place": ("Nơi cấp", _REST),
    "phone": (r"(?:Số )?[Đđ]iện thoại[^:\n]*|SĐT|ĐT|Tel|Di động", r"[+\d][\d .\-]{8,}\d"),
    "gender": ("Giới tính|Nam/Nữ", "Nam|Nữ"),
    "date_of_birth": ("Ngày sinh|Ngày, tháng, năm sinh|Sinh ngày|Năm sinh", _DATE.pattern),
    "id_issue_date": ("Ngày cấp", _DATE.pattern),
    "received_at": ("Thời gian nhận(?: hồ sơ)?|Ngày tiếp nhận|Ngày nhận|Tiếp nhận lúc", _REST),
    "due_at": ("Thời gian trả(?: kết quả giải quyết hồ sơ)?|Ngày hẹn trả|Hẹn trả kết quả|Ngày trả", _REST),
    "duration": (
        "Thời gian giải quyết hồ sơ theo quy định là|Thời hạn giải quyết|Tổng thời gian",
        r"\d{1,3}\s*(?:ngày làm việc|giờ làm việc|ngày|giờ|tháng)",
    ),
    "dossier_sets": ("Số lượng hồ sơ", r"\d{1,2}"),
    "fee": (
        "Phí, lệ phí|Lệ phí|Số tiền",
        r"(?:\d{1,3}(?:\.\d{3})+|\d+)\s*(?:đồng|đ\b|VNĐ|VND)|Miễn phí|Không thu phí",
    ),
}
"""Known by a label at the start of a line or behind a bracket, and the form of what follows."""
_SIGNED = rf"\s*(?:\([^)]*\)\s*)?(?:.*\n)*?\s*({_PERSON})\s*$"
_NAMES = {
    "submitter_name": f"NGƯỜI NỘP HỒ SƠ{_SIGNED}",
    "receiver_name": f"NGƯỜI TIẾP NHẬN HỒ SƠ{_SIGNED}",
}


def bare_fields(text: str) -> tuple[Field, ...]:
    """The fields of a page of plain text; each value is as sure as the next."""
    lines = [" ".join(nfc(line).split()) for line in text.splitlines()]
    values: dict[str, str | int] = {}
    for name, value in _found("\n".join(line for line in lines if line)):
        values.setdefault(name, value)
    return tuple(Field(name, value, str(value), 1.0, "pattern") for name, value in values.items())


def _found(text: str) -> Iterator[tuple[str, str | int]]:
    for name, pattern in (*_PATTERNS.items(), *_NAMES.items()):
        found = re.search(pattern, text, re.MULTILINE)
        if found:
            yield name, _canonical(name, found[1] if found.re.groups else found[0])
    for name, (labels, form) in _LABELLED.items():
        found = re.search(rf"(?:{labels})\s*:\s*(?P<value>{form})", text)
        if found:
            yield name, _canonical(name, found["value"])
    yield from _zones(text.splitlines())


def _zones(lines: list[str]) -> Iterator[tuple[str, str | int]]:
    """What has neither label nor form: the first line of capitals, the type, the last name."""
    capitals = [line for line in lines if line.isupper() and len(line) > 5]
    for line in capitals:
        if _TYPES.fullmatch(line):
            yield "document_type", line
        elif "CHỦ NGHĨA" not in line:
            yield "issuing_agency", line
    for line in lines:
        found = re.search(_DATE, line)
        if found:
            yield "issue_date", _day(found)
    for line in reversed(lines):
        if re.fullmatch(_PERSON, line) and not line.isupper():
            yield "signer", line
    for line in reversed(capitals):
        if re.match(r"(?:TM|KT|TL)\.|(?:PHÓ )?(?:GIÁM ĐỐC|CHỦ TỊCH)", line):
            yield "signer_title", line


def _canonical(name: str, text: str) -> str | int:
    change = _CHANGES.get(name)
    return change(text) if change else text.strip(" .;")


def _day(found: re.Match[str]) -> str:
    day, month, year = (int(part) for part in found.groups() if part)
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return found[0]


def _date(text: str) -> str:
    found = _DATE.search(text)
    return _day(found) if found else text


def _instant(text: str) -> str:
    found, clock = _DATE.search(text), _CLOCK.search(text)
    if not found:
        return text
    return f"{_day(found)}T{int(clock[1]):02d}:{clock[2]}:00+07:00" if clock else _day(found)


def _money(text: str) -> int:
    return int(re.sub(r"\D", "", text) or 0)


_CHANGES: dict[str, Callable[[str], str | int]] = {
    "phone": lambda text: re.sub(r"\D", "", text),
    "national_id": lambda text: re.sub(r"\D", "", text),
    "document_number": lambda text: re.sub(r"\s", "", text),
    "date_of_birth": _date,
    "id_issue_date": _date,
    "received_at": _instant,
    "due_at": _instant,
    "fee": _money,
    "dossier_sets": int,
    "duration": lambda text: re.sub(r"^0+", "", text),
}
