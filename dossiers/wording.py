"""What people read in Vietnamese for codes that scripts read in English."""

from core.model import DossierState, Problem
from core.page import PageState, Quality, Verdict
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

REASONS = {
    "empty_file": "Tệp rỗng. Hãy quét lại.",
    "unsupported_type": "Không phải bản quét (PDF, TIFF, JPEG, PNG, WebP). Hãy kiểm tra tệp.",
    "damaged": "Tệp hỏng hoặc thiếu phần cuối. Hãy chép hoặc quét lại.",
    "encrypted": "Tệp PDF có mật khẩu. Hãy nộp bản không đặt mật khẩu.",
    "no_pages": "Tệp PDF không có trang nào.",
    "too_many_pages": "Tệp có quá nhiều trang. Hãy tách thành nhiều tệp.",
    "too_large": "Ảnh hoặc tệp quá lớn. Hãy quét ở 300 dpi.",
    "too_small": "Ảnh quá nhỏ để đọc. Hãy quét ở 300 dpi.",
    "corrupt_upload": "Tệp bị thay đổi trên đường truyền. Hãy nộp lại.",
    "missing_file": "Tệp không còn trong hộp nhận. Hãy nộp lại.",
    "unreadable_file": "Không được quyền mở tệp. Hãy kiểm tra quyền đọc.",
    "secret": "Có dấu chỉ độ mật: không được số hóa tại đây. Hãy báo người phụ trách.",
    "identity_card": "Trang có thẻ căn cước: chỉ người có quyền mới được xem.",
    "several_codes": "Có nhiều hồ sơ hoặc nhiều mã hồ sơ trong một lần nộp. Hãy tách riêng.",
    "code_conflict": "Mã hồ sơ trên mã vạch, tên tệp và chữ in khác nhau. Hãy đối chiếu bản giấy.",
    "changed_since_confirmed": "Có thông tin thay đổi sau khi đã xác nhận. Hãy xem và xác nhận lại.",
    "correction_conflict": "Hai người cùng sửa một chỗ. Hãy xem lại và sửa một lần nữa.",
    "changed_since": "Thông tin đã thay đổi từ lúc bạn xem. Hãy xem lại rồi sửa.",
    "bad_value": "Giá trị không hợp lệ cho trường này.",
    "unknown_field": "Không có trường này; docs/fields.md liệt kê tất cả.",
    "unknown_type": "Không có loại giấy tờ này trong danh mục.",
    "which_paper": "Hồ sơ có nhiều giấy tờ. Hãy chọn một: --document 1, 2, …",
    "which_page": "Hãy nêu trang: --page 2 hoặc --page 2-4.",
    "restricted_paper": "Giấy tờ đang hạn chế xem. Hãy bỏ hạn chế trước (release).",
    "no_reason": "Hãy nêu lý do: --reason …",
    "no_list": "Trường này không phải danh sách; bỏ --item.",
    "not_read": "Hồ sơ chưa đọc được gì nên chưa thể xác nhận.",
    "bad_split": "Các phần phải chứa mỗi trang đúng một lần, theo thứ tự.",
    "bad_order": "Hãy nêu mỗi trang đúng một lần, ví dụ 1, 3, 2.",
    "bad_box": "Chỗ trên trang gồm bốn số: trái,trên,phải,dưới.",
    "bad_reference": "Bảng danh mục không dùng được.",
    "no_variant": "Chỉ duyệt được cách viết đã sửa giống nhau trong nhiều hồ sơ.",
    "bad_turn": "Chỉ xoay trang 0, 90, 180 hoặc 270 độ.",
    "timed_out": "Đọc quá lâu, đã dừng. Hãy quét lại trang này.",
    "worker_crashed": "Trang làm hỏng bộ đọc. Hãy quét lại trang này.",
    "unreadable": "Không đọc được trang này. Hãy quét lại.",
    "damaged_page": "Trang hỏng. Hãy quét lại trang này.",
    "not_derivable": "Không tạo được PDF tìm được chữ từ tệp này. Bản gốc vẫn được giữ nguyên.",
    "picture_failed": "Không tạo được ảnh xem của trang. Hãy đọc lại hồ sơ.",
    "engine_broke": "Bộ đọc chữ hỏng giữa chừng ở trang này. Hãy đọc lại hồ sơ.",
    "not_a_file": "Không phải là tệp. Hãy chọn tệp quét.",
    "missing_tesseract": "Chưa cài Tesseract: sudo apt-get install tesseract-ocr tesseract-ocr-vie",
    "missing_language_data": "Thiếu dữ liệu tiếng Việt: sudo apt-get install tesseract-ocr-vie",
    "missing_font": "Thiếu phông chữ có dấu tiếng Việt: sudo apt-get install fonts-croscore",
    "missing_poppler": "Chưa cài poppler: sudo apt-get install poppler-utils",
    "store_unreachable": "Không gọi được kho lưu trữ. Hãy kiểm tra SOHOA_STORE, mạng và máy chủ.",
    "access_denied": "Kho lưu trữ từ chối. Hãy kiểm tra khóa và quyền.",
    "index_refused": "Máy tìm kiếm từ chối ghi. Hãy kiểm tra chỗ trống và cấu hình của nó.",
    "schema_outdated": "Chỉ mục do phiên bản khác lập. Hãy chạy: sohoa reindex",
    "stopped": "Đã dừng giữa chừng; phần đã làm được giữ nguyên.",
    "unavailable": "Máy chủ chưa sẵn sàng. Việc dở dang được giữ nguyên, chạy lại lệnh sau.",
    "disk_full": "Hết chỗ trên đĩa. Hãy dọn đĩa rồi chạy lại lệnh.",
    "unknown_agency": "Không có cơ quan nào tên hoặc mã như vậy. Hãy xem bảng cơ quan (agencies).",
    "claimed": "Một máy khác đang xử lý.",
}


def reason(code: str, otherwise: str) -> str:
    """The Vietnamese sentence for a problem's code, or the message that came with it."""
    return REASONS.get(code, otherwise)


def look_reasons(quality: Quality, problem: Problem | None) -> tuple[str, ...]:
    """What a clerk is told of a page that was looked at; a page that did not open says why."""
    return (reason(problem.code, quality.reasons[0]),) if problem else quality.reasons


def facet_value(name: str, value: str) -> str:
    """A facet's value as people read it."""
    return STATES[DossierState(value)] if name == "state" else value
