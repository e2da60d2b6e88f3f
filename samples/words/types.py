"""Names of papers: all types of Decree 30/2020, the forms 02 to 07 of both sets, papers citizens bring."""

ACTS = (
    ("NGHỊ QUYẾT", "NQ", "resolution"),
    ("QUYẾT ĐỊNH", "QĐ", "decision"),
    ("CHỈ THỊ", "CT", "directive"),
    ("QUY CHẾ", "QC", "regulation"),
    ("QUY ĐỊNH", "QyĐ", "rules"),
    ("THÔNG CÁO", "TC", "communique"),
    ("THÔNG BÁO", "TB", "notice"),
    ("HƯỚNG DẪN", "HD", "guideline"),
    ("CHƯƠNG TRÌNH", "CTr", "programme"),
    ("KẾ HOẠCH", "KH", "plan"),
    ("PHƯƠNG ÁN", "PA", "scheme"),
    ("ĐỀ ÁN", "ĐA", "proposal"),
    ("DỰ ÁN", "DA", "project"),
    ("BÁO CÁO", "BC", "report"),
    ("BIÊN BẢN", "BB", "minutes"),
    ("TỜ TRÌNH", "TTr", "submission"),
    ("HỢP ĐỒNG", "HĐ", "contract"),
    ("CÔNG ĐIỆN", "CĐ", "dispatch"),
    ("BẢN GHI NHỚ", "BGN", "memorandum"),
    ("BẢN THỎA THUẬN", "BTT", "agreement"),
    ("GIẤY ỦY QUYỀN", "GUQ", "authorization"),
    ("GIẤY MỜI", "GM", "invitation"),
    ("GIẤY GIỚI THIỆU", "GGT", "introduction"),
    ("GIẤY NGHỈ PHÉP", "GNP", "leave_permit"),
    ("PHIẾU GỬI", "PG", "sending_slip"),
    ("PHIẾU CHUYỂN", "PC", "transfer_slip"),
    ("PHIẾU BÁO", "PB", "notification_slip"),
    ("THƯ CÔNG", "", "public_letter"),
)
"""Name, letters of the symbol, type code."""

FORMS = (
    ("PHIẾU YÊU CẦU BỔ SUNG, HOÀN THIỆN HỒ SƠ", "supplement_request"),
    ("PHIẾU TỪ CHỐI TIẾP NHẬN GIẢI QUYẾT HỒ SƠ", "refusal"),
    ("PHIẾU XIN LỖI VÀ HẸN LẠI NGÀY TRẢ KẾT QUẢ", "apology"),
    ("VĂN BẢN XIN LỖI VÀ ĐỀ NGHỊ GIA HẠN", "apology"),
    ("THÔNG BÁO DỪNG GIẢI QUYẾT HỒ SƠ", "stop_notice"),
    ("SỔ THEO DÕI HỒ SƠ", "register"),
)
"""Forms of 2018 and 2025 beside receipt and control slip: title, type code."""

RESULTS = (
    ("GIẤY CHỨNG NHẬN ĐĂNG KÝ HỘ KINH DOANH", "certificate"),
    ("GIẤY KHAI SINH", "birth_certificate"),
    ("TRÍCH LỤC KHAI SINH", "extract"),
    ("GIẤY PHÉP XÂY DỰNG", "permit"),
    ("GIẤY XÁC NHẬN TÌNH TRẠNG HÔN NHÂN", "confirmation"),
    ("PHIẾU LÝ LỊCH TƯ PHÁP SỐ 1", "criminal_record"),
)
"""Result papers: title, type code."""
