"""The fields of an issued document: decisions, letters, results (domain notes, section 2 B)."""

from pipeline.extract.spec import Kind, Spec

DOCUMENT_FIELDS = (
    Spec("document_type", "Document type", "Loại văn bản", Kind.DOCUMENT_TYPE),
    Spec("document_number", "Document number", "Số, ký hiệu văn bản", Kind.DOCUMENT_NUMBER),
    Spec("issue_date", "Issued on", "Ngày ban hành", Kind.DATE),
    Spec("issuing_place", "Issued in", "Nơi ban hành", Kind.TEXT),
    Spec("parent_agency", "Parent agency", "Cơ quan chủ quản", Kind.AGENCY),
    Spec("issuing_agency", "Issuing agency", "Cơ quan ban hành", Kind.AGENCY),
    Spec("subject", "Subject", "Trích yếu", Kind.TEXT),
    Spec("signer", "Signer", "Người ký", Kind.PERSON),
    Spec("signer_title", "Signer's position", "Chức vụ người ký", Kind.TITLE),
    Spec("signer_authority", "Signed for", "Thẩm quyền ký", Kind.CHOICE),
    Spec("signed_at", "Electronically signed at", "Thời gian ký số", Kind.INSTANT),
    Spec("urgency", "Urgency", "Độ khẩn", Kind.CHOICE),
    Spec("secrecy", "Secrecy", "Độ mật", Kind.CHOICE),
    Spec("circulation", "Circulation", "Phạm vi lưu hành", Kind.CHOICE),
    Spec("copy_kind", "Kind of copy", "Hình thức bản sao", Kind.CHOICE),
    Spec("arrival_stamp", "Arrival stamp", "Dấu đến", Kind.LIST),
    Spec("legal_citations", "Legal grounds", "Căn cứ ban hành", Kind.LIST),
    Spec("articles", "Articles", "Điều, khoản, điểm", Kind.LIST),
    Spec("recipients", "Recipients", "Kính gửi, nơi nhận", Kind.LIST),
    Spec("appointment", "Appointment", "Bổ nhiệm", Kind.LIST),
)

FILE_FIELDS = (
    Spec("pages", "Pages", "Số trang", Kind.COUNT),
    Spec("language", "Language", "Ngôn ngữ", Kind.CHOICE),
    Spec("has_signature", "Signed", "Có chữ ký", Kind.YES_NO),
    Spec("has_stamp", "Stamped", "Có con dấu", Kind.YES_NO),
)
"""What is said of a whole file; a dossier takes none of them over."""
