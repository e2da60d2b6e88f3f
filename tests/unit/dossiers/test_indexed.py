"""What the index is told of a dossier beside its pages."""

from core.model import Field, FieldItem
from dossiers.find import Search, find
from dossiers.indexing import entry_of
from dossiers.services import LOCAL_VIEWER, Services
from tests.archive import put_dossier, put_paper
from tests.unit.extract.papers import decision, receipt

GROUNDS = (
    FieldItem({"basis": "Căn cứ", "number": "118/2025/NĐ-CP"}, "Căn cứ Nghị định số 118/2025/NĐ-CP"),
    FieldItem({"basis": "Căn cứ"}, "Căn cứ Luật Lưu trữ"),
)


def test_place_sector_and_cited_acts_can_be_asked_for(services: Services) -> None:
    fields = (
        Field("address", "Thôn Đông, xã Phú Lâm, huyện Tiên Du, tỉnh Bắc Ninh", "", 0.9, "label", page=1),
        Field("legal_citations", GROUNDS, "", 0.9, "zone", page=1),
        Field("national_id", "027090001234", "", 0.9, "label", page=1),
    )
    dossier = put_dossier(services, put_paper(services, receipt(), decision(), fields=fields))
    entry = entry_of(services, dossier)
    assert entry.fields["place"] == ("xã Phú Lâm",)
    assert entry.fields["cites"] == ("118/2025/NĐ-CP",)
    assert len(entry.fields["applicant_keys"]) == 1
    assert set(entry.fields["applicant_keys"]) <= set(entry.fields["person_keys"])
    assert "027090001234" not in str(entry)
    answer = find(services, Search("địa bàn:phú lâm"), LOCAL_VIEWER)
    assert answer.total == 1
    assert [value.value for value in answer.facets["place"]] == ["xã Phú Lâm"]
    assert not {"person_keys", "applicant_keys"} & set(answer.hits[0].fields)
    for number in ("118/2025/NĐ-CP", "118/2025/ND-CP"):
        assert find(services, Search("", {"cites": (number,)}), LOCAL_VIEWER).total == 1
    assert find(services, Search("", {"cites": ("119/2025/NĐ-CP",)}), LOCAL_VIEWER).total == 0
