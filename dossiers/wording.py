"""What people read in Vietnamese for codes that scripts read in English."""

from core.model import DossierState, Problem
from core.page import PageState, Quality, Verdict
from dossiers.reasons import reason
from pipeline.extract.catalogue import CATALOGUE

STATES = {
    DossierState.WAITING: "đang chờ",
    DossierState.PROCESSING: "đang xử lý",
    DossierState.COMPLETE: "đã đọc đủ",
    DossierState.PARTIAL: "chưa đủ",
    DossierState.QUARANTINED: "bị giữ lại",
    DossierState.MERGED: "đã gộp",
    DossierState.DELETED: "đã xóa",
}

PAGE_STATES = {
    PageState.READ: "đã đọc",
    PageState.TEXT_LAYER: "lấy chữ có sẵn",
    PageState.BLANK: "trang trắng",
    PageState.UNREADABLE: "không đọc được",
    PageState.TIMED_OUT: "quá thời gian",
    PageState.TOO_LARGE: "ảnh quá lớn",
    PageState.RESTRICTED: "hạn chế xem",
}

VERDICTS = {
    Verdict.GOOD: "ảnh quét tốt",
    Verdict.CHECK: "nên kiểm tra ảnh quét",
    Verdict.RESCAN: "cần quét lại",
}

TIERS = {
    "code": "đúng mã, đúng trường",
    "phrase": "đúng cả cụm",
    "marked": "đủ từ, đúng dấu",
    "folded": "đủ từ, khác dấu",
    "fuzzy": "gần giống",
}

FIELDS = {spec.name: spec.term for spec in CATALOGUE} | {
    "state": "Trạng thái",
    "year": "Năm",
    "branch": "Chi nhánh",
    "place": "Địa bàn",
    "cites": "Căn cứ",
}

PAPER_STATES = {
    "scanned": "Đã có",
    "listed": "Có trên giấy tiếp nhận, chưa quét",
    "missing": "Thiếu",
    "absent": "Không có, không bắt buộc",
    "doubled": "Trùng",
    "unknown": "Ngoài thành phần của thủ tục",
}
"""How a component paper of a dossier stands."""

VALUES = {
    "return_channel": {"desk": "Tại quầy", "post": "Qua bưu chính", "online": "Trực tuyến"},
    "language": {"vi": "Tiếng Việt", "en": "Tiếng Anh"},
}
"""Values of fields that stand for a word: field → value → the word."""

OPENS = {"dossier": "hồ sơ", "paper": "giấy tờ"}

CORRECTIONS = {
    "field": "sửa",
    "type": "đổi loại giấy tờ",
    "code": "sửa mã hồ sơ",
    "split": "tách tệp",
    "rotate": "xoay trang",
    "order": "xếp lại trang",
    "restrict": "hạn chế xem",
    "release": "bỏ hạn chế xem",
    "confirm": "xác nhận",
}

VARIANT_KINDS = {"agency": "cơ quan", "procedure": "thủ tục", "place": "địa danh"}

SPLIT_REASONS = {
    "start": "đầu tệp",
    "separator": "phiếu phân tách",
    "code": "mã hồ sơ khác",
    "paper": "giấy tờ khác",
}

PAGE_MARKS = {
    "blank": "trang trắng",
    "blank_back": "mặt sau trắng",
    "separator": "phiếu phân tách",
    "out_of_order": "sai thứ tự",
    "upside_down_back": "mặt sau ngược đầu",
}


def look_reasons(quality: Quality, problem: Problem | None) -> tuple[str, ...]:
    """What a clerk is told of a page that was looked at; a page that did not open says why."""
    return (reason(problem.code, quality.reasons[0]),) if problem else quality.reasons


def facet_value(name: str, value: str) -> str:
    """A facet's value as people read it."""
    return STATES[DossierState(value)] if name == "state" else value
