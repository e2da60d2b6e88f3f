"""The field catalogue: every field with its Vietnamese term, printed labels and type."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """How a field's text is read; each kind has one normaliser in `values.py`."""

    TEXT = "text"
    PERSON = "person"
    APPLICANT = "applicant"
    ADDRESS = "address"
    DATE = "date"
    INSTANT = "instant"
    GENDER = "gender"
    PERSON_NUMBER = "person_number"
    OLD_PERSON_NUMBER = "old_person_number"
    PASSPORT = "passport"
    TAX_CODE = "tax_code"
    PHONE = "phone"
    EMAIL = "email"
    MONEY = "money"
    DURATION = "duration"
    COUNT = "count"
    DOSSIER_CODE = "dossier_code"
    PROCEDURE_CODE = "procedure_code"
    PROCEDURE_NAME = "procedure_name"
    AGENCY = "agency"
    DOCUMENT_NUMBER = "document_number"
    DOCUMENT_TYPE = "document_type"
    TITLE = "title"
    CHOICE = "choice"
    CHANNEL = "channel"
    ID_ISSUER = "id_issuer"
    LIST = "list"


@dataclass(frozen=True, slots=True)
class Spec:
    """One field of the catalogue."""

    name: str
    term: str
    """The Vietnamese term, as people see it."""
    kind: Kind
    labels: tuple[str, ...] = ()
    """Labels that stand for this field alone."""
    weak_labels: tuple[str, ...] = ()
    """Labels other papers use for something else too."""
    about_person: bool = False
    """Belongs to the person whose block it stands in."""
    lines: int = 1
    """How many printed lines a value may take."""


DOSSIER_FIELDS = (
    Spec(
        "dossier_code",
        "Mã hồ sơ",
        Kind.DOSSIER_CODE,
        ("Mã hồ sơ", "Mã số hồ sơ", "Mã HS", "Số hồ sơ", "Số biên nhận", "Mã hồ sơ số"),
    ),
    Spec(
        "procedure_code",
        "Mã thủ tục hành chính",
        Kind.PROCEDURE_CODE,
        ("Mã thủ tục", "Mã TTHC", "Mã số TTHC", "Ký hiệu thủ tục", "Mã thủ tục hành chính", "Mã số thủ tục"),
    ),
    Spec(
        "procedure_name",
        "Tên thủ tục hành chính",
        Kind.PROCEDURE_NAME,
        (
            "Tên thủ tục",
            "Tên thủ tục hành chính",
            "Thủ tục hành chính cần giải quyết",
            "Nội dung yêu cầu giải quyết",
            "Loại thủ tục",
            "Thủ tục hành chính",
            "Tên TTHC",
            "Thủ tục",
        ),
        ("Nội dung yêu cầu", "Nội dung"),
        lines=3,
    ),
    Spec("sector", "Lĩnh vực", Kind.TEXT, ("Lĩnh vực", "Ngành, lĩnh vực")),
    Spec(
        "receiving_unit",
        "Nơi tiếp nhận",
        Kind.AGENCY,
        (
            "Bộ phận tiếp nhận",
            "Bộ phận tiếp nhận và trả kết quả",
            "Cơ quan tiếp nhận",
            "Nơi tiếp nhận",
            "Đơn vị tiếp nhận",
            "Nơi tiếp nhận hồ sơ",
        ),
        lines=2,
    ),
    Spec(
        "settling_agency",
        "Cơ quan giải quyết",
        Kind.AGENCY,
        (
            "Cơ quan thực hiện",
            "Cơ quan giải quyết",
            "Cơ quan có thẩm quyền",
            "Cơ quan chủ trì",
            "Cơ quan giải quyết hồ sơ",
            "Cơ quan (bộ phận) giải quyết hồ sơ",
            "Cơ quan bộ phận giải quyết hồ sơ",
            "Đơn vị giải quyết",
        ),
        lines=2,
    ),
    Spec(
        "applicant_name",
        "Chủ hồ sơ",
        Kind.APPLICANT,
        (
            "Chủ hồ sơ",
            "Tiếp nhận hồ sơ của",
            "Tiếp nhận hồ sơ của ông/bà",
            "Hồ sơ của",
            "Kèm theo hồ sơ của",
            "Tên tổ chức",
            "Tên doanh nghiệp",
            "Họ tên chủ hồ sơ",
            "Họ và tên chủ hồ sơ",
            "Tổ chức, cá nhân nộp hồ sơ",
            "Người đề nghị",
            "Người yêu cầu",
            "Họ và tên người yêu cầu",
            "Họ, chữ đệm, tên người yêu cầu",
            "Họ và tên người đề nghị",
        ),
        ("Họ và tên", "Họ, chữ đệm, tên", "Họ tên", "Người nộp hồ sơ", "Tôi tên là", "Tên tôi là", "Tôi là"),
        about_person=True,
    ),
    Spec(
        "national_id",
        "Số định danh cá nhân",
        Kind.PERSON_NUMBER,
        (
            "Số CCCD",
            "Số căn cước",
            "Số căn cước công dân",
            "Căn cước công dân",
            "Căn cước công dân số",
            "CCCD",
            "CCCD số",
            "Số định danh cá nhân",
            "Số định danh",
            "CMTND/CCCD",
            "CMND/CCCD",
            "Số CMND/CCCD",
            "CCCD/MST",
            "CCCD/CMND",
            "Số CCCD/CMND",
            "Số giấy tờ tùy thân",
            "Giấy tờ tùy thân",
            "Số định danh cá nhân/CCCD",
            "CC/CCCD",
            "Số CC/CCCD",
            "CMND/CCCD/Hộ chiếu",
        ),
        about_person=True,
    ),
    Spec(
        "national_id_old",
        "Số chứng minh nhân dân",
        Kind.OLD_PERSON_NUMBER,
        ("Số CMND", "CMTND", "CMND", "Chứng minh nhân dân", "Số chứng minh nhân dân", "Giấy CMND số"),
        about_person=True,
    ),
    Spec(
        "passport",
        "Số hộ chiếu",
        Kind.PASSPORT,
        ("Số hộ chiếu", "Hộ chiếu", "Passport No"),
        about_person=True,
    ),
    Spec("id_issue_date", "Ngày cấp giấy tờ", Kind.DATE, ("Ngày cấp", "Cấp ngày"), about_person=True),
    Spec("id_issue_place", "Nơi cấp giấy tờ", Kind.ID_ISSUER, ("Nơi cấp",), about_person=True),
    Spec(
        "date_of_birth",
        "Ngày sinh",
        Kind.DATE,
        ("Ngày sinh", "Ngày, tháng, năm sinh", "Ngày tháng năm sinh", "Sinh ngày", "Năm sinh"),
        about_person=True,
    ),
    Spec("gender", "Giới tính", Kind.GENDER, ("Giới tính", "Nam/Nữ"), about_person=True),
    Spec(
        "address",
        "Địa chỉ",
        Kind.ADDRESS,
        (
            "Địa chỉ",
            "Nơi thường trú",
            "Nơi cư trú",
            "HKTT",
            "Hộ khẩu thường trú",
            "Địa chỉ thường trú",
            "Địa chỉ liên hệ",
            "Thường trú tại",
            "Đăng ký thường trú",
        ),
        ("Chỗ ở hiện nay", "Nơi ở hiện nay", "Nơi ở hiện tại", "Trụ sở", "Trụ sở chính", "Địa chỉ trụ sở"),
        about_person=True,
        lines=3,
    ),
    Spec(
        "phone",
        "Số điện thoại",
        Kind.PHONE,
        ("Số điện thoại", "SĐT", "Điện thoại", "Di động", "Số điện thoại liên hệ", "Điện thoại liên hệ"),
        ("ĐT", "Tel"),
        about_person=True,
    ),
    Spec(
        "email",
        "Thư điện tử",
        Kind.EMAIL,
        ("Email", "E-mail", "Thư điện tử", "Hộp thư", "Địa chỉ email"),
        about_person=True,
    ),
    Spec(
        "tax_code",
        "Mã số thuế",
        Kind.TAX_CODE,
        ("Mã số thuế", "MST", "Mã số doanh nghiệp", "MSDN", "Mã số chi nhánh"),
    ),
    Spec(
        "received_at",
        "Thời điểm nhận hồ sơ",
        Kind.INSTANT,
        (
            "Thời gian nhận hồ sơ",
            "Ngày tiếp nhận",
            "Ngày nhận",
            "Tiếp nhận lúc",
            "Thời gian nhận",
            "Ngày nhận hồ sơ",
            "Ngày tiếp nhận hồ sơ",
            "Thời gian tiếp nhận",
            "Thời gian tiếp nhận hồ sơ",
        ),
        lines=2,
    ),
    Spec(
        "due_at",
        "Thời điểm hẹn trả kết quả",
        Kind.INSTANT,
        (
            "Thời gian trả kết quả giải quyết hồ sơ",
            "Thời gian trả kết quả",
            "Ngày hẹn trả",
            "Ngày hẹn trả kết quả",
            "Hẹn trả kết quả",
            "Thời gian trả",
            "Thời gian hẹn trả kết quả",
            "Ngày trả",
        ),
        lines=2,
    ),
    Spec("result_date", "Ngày trả kết quả", Kind.DATE, ("Ngày trả kết quả", "Đã trả ngày")),
    Spec(
        "duration",
        "Thời hạn giải quyết",
        Kind.DURATION,
        (
            "Thời gian giải quyết hồ sơ theo quy định là",
            "Thời hạn giải quyết",
            "Tổng thời gian",
            "Thời gian giải quyết",
            "Thời gian giải quyết hồ sơ theo quy định",
        ),
    ),
    Spec("dossier_sets", "Số bộ hồ sơ", Kind.COUNT, ("Số lượng hồ sơ", "Số bộ hồ sơ")),
    Spec("fee", "Phí, lệ phí", Kind.MONEY, ("Phí, lệ phí", "Lệ phí", "Phí", "Phí/lệ phí"), ("Số tiền",)),
    Spec(
        "return_channel",
        "Hình thức nhận kết quả",
        Kind.CHANNEL,
        (
            "Đăng ký nhận trả kết quả tại",
            "Đăng ký nhận kết quả tại",
            "Hình thức nhận kết quả",
            "Đăng ký trả kết quả tại",
        ),
        lines=2,
    ),
    Spec("attachments", "Thành phần hồ sơ", Kind.LIST),
    Spec("handover", "Giao nhận hồ sơ", Kind.LIST),
    Spec("submitter_name", "Người nộp hồ sơ", Kind.PERSON),
    Spec("receiver_name", "Người tiếp nhận hồ sơ", Kind.PERSON),
)

DOCUMENT_FIELDS = (
    Spec("document_type", "Loại văn bản", Kind.DOCUMENT_TYPE),
    Spec("document_number", "Số, ký hiệu văn bản", Kind.DOCUMENT_NUMBER),
    Spec("issue_date", "Ngày ban hành", Kind.DATE),
    Spec("issuing_place", "Nơi ban hành", Kind.TEXT),
    Spec("parent_agency", "Cơ quan chủ quản", Kind.AGENCY),
    Spec("issuing_agency", "Cơ quan ban hành", Kind.AGENCY),
    Spec("subject", "Trích yếu", Kind.TEXT),
    Spec("signer", "Người ký", Kind.PERSON),
    Spec("signer_title", "Chức vụ người ký", Kind.TITLE),
    Spec("signer_authority", "Thẩm quyền ký", Kind.CHOICE),
    Spec("signed_at", "Thời gian ký số", Kind.INSTANT),
    Spec("urgency", "Độ khẩn", Kind.CHOICE),
    Spec("circulation", "Phạm vi lưu hành", Kind.CHOICE),
    Spec("appointment", "Bổ nhiệm", Kind.LIST),
)

CATALOGUE = DOSSIER_FIELDS + DOCUMENT_FIELDS

STOP_LABELS = (
    "Quốc tịch",
    "Dân tộc",
    "Tôn giáo",
    "Nghề nghiệp",
    "Fax",
    "Website",
    "Ghi chú",
    "Chú ý",
    "Lưu ý",
    "Nơi nhận",
    "Kính gửi",
    "Quê quán",
    "Địa chỉ thửa đất",
    "Nơi sinh",
    "Bằng chữ",
    "Lý do",
    "Kết quả",
    "Quan hệ với người",
    "Thành phần hồ sơ nộp gồm",
    "Thành phần hồ sơ",
    "Thành phần hồ sơ, yêu cầu và số lượng mỗi loại giấy tờ gồm",
    "Giấy tờ nộp kèm",
    "Giấy tờ kèm theo",
    "Hồ sơ gửi kèm",
    "Tài liệu kèm theo",
    "Số thứ tự",
    "Quyển số",
    "Nội dung đề nghị",
    "Mục đích",
    "Đề nghị",
    "Căn cứ",
    "Ông",
    "Bà",
    "Người đại diện",
    "Người được ủy quyền",
    "Người nộp thay",
    "Chức vụ",
    "Hotline",
)
"""Labels that end a value and are no field of their own."""

_BY_NAME = {spec.name: spec for spec in CATALOGUE}


def spec_of(name: str) -> Spec:
    """The catalogue entry called `name`."""
    return _BY_NAME[name]


def fields_page(specs: Iterable[Spec] = CATALOGUE) -> str:
    """`docs/fields.md`: the catalogue for people."""
    lines = [
        "# Fields",
        "",
        "Generated from `pipeline/extract/catalogue.py`; a test fails when it is out of date.",
        "Canonical values: dates `YYYY-MM-DD`, times ISO with +07:00, amounts in VND, numbers as digits,",
        "texts as printed. A field that is present with the value `null` was found but can't be read.",
        "",
        "| field | Vietnamese term | type | printed labels |",
        "|---|---|---|---|",
    ]
    for spec in specs:
        labels = "; ".join((*spec.labels, *spec.weak_labels)) or "—"
        lines.append(f"| `{spec.name}` | {spec.term} | {spec.kind.value} | {labels} |")
    return "\n".join(lines) + "\n"
