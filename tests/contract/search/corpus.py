"""An invented corpus that every search engine is asked about."""

from core.access import INTERNAL, OPEN, TEXT_CLASSES, Viewer
from core.page import Box, Line, Word
from search.index import DossierEntry, PageEntry

TU_PHAP, TU_SON, XAY_DUNG = "so-tu-phap", "chi-nhanh-tu-son", "so-xay-dung"

ALL_CLASSES = frozenset(TEXT_CLASSES)
TU_PHAP_VIEWER = Viewer("lan", frozenset(), frozenset({TU_PHAP}))
TU_SON_VIEWER = Viewer("hung", frozenset(), frozenset({TU_SON}), ALL_CLASSES)
STRANGER = Viewer("khach", frozenset(), frozenset({"so-y-te"}))


def page(text: str, number: int = 1, *, text_class: str = OPEN, document: str = "a" * 64) -> PageEntry:
    """A page with one word of 60×30 px after the other; a line break starts a line."""
    lines = tuple(
        Line(
            tuple(
                Word(word, Box(70 * column, 50 * row, 70 * column + 60, 50 * row + 30), 0.9)
                for column, word in enumerate(line.split())
            )
        )
        for row, line in enumerate(text.split("\n"))
        if line.split()
    )
    return PageEntry(document, number, lines, text_class, 1240, 1754)


def dossier(
    identity: str,
    *texts: str,
    generation: int = 1,
    readers: tuple[str, ...] = (TU_PHAP,),
    code: str | None = None,
    date: str | None = None,
    internal: str = "",
    **fields: str,
) -> DossierEntry:
    """A dossier with one page per text and perhaps one page of internal circulation."""
    pages = [page(text, number) for number, text in enumerate(texts, 1)]
    if internal:
        pages.append(page(internal, 1, text_class=INTERNAL, document="b" * 64))
    return DossierEntry(
        identity,
        generation,
        readers,
        code,
        date,
        {name: (value,) for name, value in fields.items()},
        tuple(pages),
    )


def corpus() -> tuple[DossierEntry, ...]:
    """Some thirty dossiers."""
    return (*_civil_status(), *_letters(), *_wards())


def _civil_status() -> tuple[DossierEntry, ...]:
    return (
        dossier(
            "d-birth",
            "GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ\nMã hồ sơ: 000.00.18.H05-250124-0001",
            "Tờ khai đăng ký khai sinh\nHọ và tên: Nguyễn Thị Bích Ngọc",
            readers=(TU_PHAP, TU_SON),
            code="000.00.18.H05-250124-0001",
            date="2025-01-24",
            procedure_code="1.001193",
            procedure_name="Thủ tục đăng ký khai sinh",
            applicant_name="Nguyễn Thị Bích Ngọc",
            settling_agency="Sở Tư pháp",
            document_type="Tờ khai",
            sector="Hộ tịch",
            year="2025",
            state="complete",
        ),
        dossier(
            "d-marriage",
            "Tờ khai đăng ký kết hôn\nHọ và tên: Trần Văn Hòa",
            "Phường Kinh Bắc, tỉnh Bắc Ninh",
            code="000.00.18.H05-250124-0002",
            date="2025-01-24",
            procedure_code="1.000894",
            procedure_name="Thủ tục đăng ký kết hôn",
            applicant_name="Trần Văn Hòa",
            settling_agency="Sở Tư pháp",
            document_type="Tờ khai",
            sector="Hộ tịch",
            year="2025",
            state="complete",
        ),
        dossier(
            "d-record",
            "Phiếu lý lịch tư pháp số 1\nngười được cấp Lê Quý Hoà",
            internal="Ý kiến nội bộ: cần xác minh thêm tiền án trước khi trình ký",
            readers=(TU_PHAP, TU_SON),
            code="000.00.18.H05-250307-0142",
            date="2025-03-07",
            procedure_code="2.000815.000.00.00.H05",
            procedure_name="Cấp phiếu lý lịch tư pháp",
            applicant_name="Lê Quý Hoà",
            settling_agency="Sở Tư pháp",
            sector="Lý lịch tư pháp",
            year="2025",
            state="partial",
        ),
    )


def _letters() -> tuple[DossierEntry, ...]:
    return (
        dossier(
            "d-decision",
            "ỦY BAN NHÂN DÂN TỈNH BẮC NINH\nSố: 44/QĐ-UBND\nQUYẾT ĐỊNH\nVề việc bổ nhiệm Giám đốc Trung tâm",
            "Điều 1. Bổ nhiệm ông Đỗ Quang Minh giữ chức vụ Giám đốc",
            date="2025-01-22",
            document_number="44/QĐ-UBND",
            document_type="Quyết định",
            issuing_agency="UBND tỉnh Bắc Ninh",
            subject="Về việc bổ nhiệm Giám đốc Trung tâm",
            signer="Vương Quốc Tuấn",
            year="2025",
            state="complete",
        ),
        dossier(
            "d-cites",
            "TỜ TRÌNH\nCăn cứ Quyết định số 44/QĐ-UBND ngày 22 tháng 01 năm 2025",
            date="2025-02-03",
            document_number="360/TTr-SNV",
            document_type="Tờ trình",
            issuing_agency="Sở Nội vụ",
            subject="Về kế hoạch đào tạo năm 2025",
            year="2025",
            state="complete",
        ),
        dossier(
            "d-build",
            "Đơn đề nghị cấp giấy phép xây dựng nhà ở riêng lẻ\nSố điện thoại 0222.3875.123",
            "Bản vẽ mặt bằng thửa đất số 12, đường Lý Thái Tổ",
            readers=(XAY_DUNG,),
            code="000.00.07.H05-240611-0007",
            date="2024-06-11",
            procedure_name="Cấp giấy phép xây dựng",
            procedure_code="1.009994",
            applicant_name="CÔNG TY TNHH ĐẠI PHÁT",
            settling_agency="Sở Xây dựng",
            document_type="Đơn đề nghị",
            year="2024",
            state="complete",
        ),
        dossier("d-plan", "Bản đồ", procedure_name="Quy hoạch khu đô thị", date="2022-02-02"),
        dossier("d-land", "Bản đồ", procedure_name="Quyết định giao đất", date="2022-02-01"),
        dossier(
            "d-secret-readers", "Hồ sơ bổ nhiệm chưa rõ thủ tục", readers=(), date="2025-05-05", year="2025"
        ),
    )


def _wards() -> tuple[DossierEntry, ...]:
    names = ("Hòa", "Hoa", "Hóa", "Hoà", "Thúy", "Thuỷ", "Kỹ", "Kí", "Đào", "Dao", "Quý", "Mỹ")
    return tuple(
        dossier(
            f"d-ward-{index:02}",
            f"Đơn xin xác nhận nơi cư trú của bà {name}\nthôn {index} xã Phú Lâm",
            readers=(TU_SON,) if index % 2 else (TU_PHAP, TU_SON),
            code=f"000.23.12.H05-2304{index + 1:02}-0{index:03}",
            date=f"2023-04-{index + 1:02}",
            procedure_name="Xác nhận nơi cư trú",
            settling_agency="Công an xã" if index % 3 else "UBND xã Phú Lâm",
            document_type="Đơn xin",
            year="2023",
            state="complete" if index % 4 else "partial",
        )
        for index, name in enumerate(names * 2)
    )
