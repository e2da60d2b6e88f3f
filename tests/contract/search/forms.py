"""Dossiers that say the same in the many ways in which papers are written."""

from search.index import DossierEntry
from tests.contract.search.corpus import dossier


def forms() -> tuple[DossierEntry, ...]:
    """One dossier for each way of writing."""
    return (
        dossier("d-full", "ỦY BAN NHÂN DÂN PHƯỜNG KINH BẮC\nxác nhận việc ông Lý Văn Hoà", date="2025-01-02"),
        dossier("d-short", "UBND P. Kinh Bắc\nxác nhận việc ông Lí Văn Hòa", date="2025-01-03"),
        dossier("d-field", "xác nhận", issuing_agency="UBND phường Kinh Bắc", date="2025-01-04"),
        dossier("d-city", "đường Thành Cổ, thành phố Từ Sơn, số thửa 12", date="2025-01-05"),
        dossier("d-city-short", "đường Thành Cổ, TP. Từ Sơn", date="2025-01-06"),
        dossier("d-land", "Giấy chứng nhận quyền sử dụng đất\nvào sổ ngày 05 tháng 3 năm 2024"),
        dossier("d-land-short", "GCN QSDĐ số AB 123456\nvào sổ 05/03/2024"),
        dossier("d-land-shortest", "GCNQSDĐ số CD 999\nvào sổ 5-3-2024"),
        dossier("d-card", "Căn cước công dân cấp 2021-06-07"),
        dossier("d-card-short", "CCCD cấp ngày 7.6.2021"),
        dossier("d-science", "Sở Khoa học và Công nghệ"),
        dossier("d-science-short", "Sở KH&CN"),
        dossier("d-act", "Nghị định số 05/NĐ-CP", document_number="05/NĐ-CP", date="2024-03-06"),
        dossier("d-act-short", "Căn cứ NĐ số 5/NĐ-CP"),
        dossier("d-eth", "Ðơn xin cấp Ðiện", subject="Đơn xin cấp điện"),
        dossier("d-i", "bác sỹ Mỹ quy định tỷ lệ công ty Quí"),
        dossier("d-y", "bác sĩ Mĩ qui định tỉ lệ công ti Quý"),
        dossier(
            "d-code", "phiếu", code="000.00.18.H05-250124-0142", procedure_code="2.000815", date="2024-03-05"
        ),
        dossier(
            "d-suffix",
            "phiếu",
            code="000.00.18.H05-250124-1999",
            procedure_code="2.000815.000.00.00.H05",
            received_at="2024-03-05T08:30:00+07:00",
        ),
    )
