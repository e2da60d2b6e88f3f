"""A dossier goes to the very committee its papers name, with the reason kept and doubts told."""

import json

import pytest

from cli.screen import print_dossier
from core.access import LOCAL_VIEWER, Viewer
from core.codec import decode, encode
from core.errors import NotFound
from core.model import Dossier, Routing
from dossiers.arrivals import arrivals
from dossiers.browse import show_dossier
from dossiers.corrections.making import Wish
from dossiers.corrections.writing import correct
from dossiers.services import Services
from dossiers.shapes import dossier_shape
from tests.archive import put_dossier, put_paper
from tests.schemas import valid
from tests.unit.extract.papers import line, receipt

PHU_LAM = "ubnd-xa-phu-lam-huyen-tien-du"


def listed(services: Services, agency: str) -> list[str]:
    return [one.dossier for one in arrivals(services, agency, LOCAL_VIEWER).dossiers]


def test_the_committee_of_the_applicants_home_gets_it(services: Services) -> None:
    dossier = put_dossier(services, put_paper(services, receipt()), branch="cn-tu-son")
    assert dossier.routing == Routing(PHU_LAM, "Ủy ban nhân dân xã Phú Lâm", "address")
    assert dossier.agencies == (PHU_LAM, "cn-tu-son")
    for name in ("Ủy ban nhân dân xã Phú Lâm", "UBND xã Phú Lâm, huyện Tiên Du", PHU_LAM):
        assert listed(services, name) == [dossier.id]
    # Where that commune went, and all committees of the level.
    assert listed(services, "UBND xã Tiên Du") == listed(services, "UBND cấp xã") == [dossier.id]
    assert listed(services, "UBND phường Kinh Bắc") == listed(services, "UBND huyện Tiên Du") == []
    with pytest.raises(NotFound):
        show_dossier(services, dossier.id, Viewer("x", agencies=frozenset({"ubnd-xa-noi-due-huyen-tien-du"})))
    shown, _ = show_dossier(services, dossier.id, Viewer("x", agencies=frozenset({PHU_LAM})))
    assert shown.id == dossier.id


def test_the_committee_on_the_receipt_gets_it_wherever_the_applicant_lives(services: Services) -> None:
    named = line(30, 166, "Cơ quan giải quyết: Ủy ban nhân dân thành phố Bắc Ninh")
    paper = put_paper(services, receipt(named, procedure_code="1.001612"))
    dossier = put_dossier(services, paper, branch="cn-tien-du")
    assert dossier.routing is not None
    assert (dossier.routing.agency, dossier.routing.basis) == ("ubnd-thanh-pho-bac-ninh", "settling_agency")
    assert listed(services, "Ủy ban nhân dân thành phố Bắc Ninh") == [dossier.id]
    assert listed(services, "Ủy ban nhân dân huyện Tiên Du") == []


def test_a_level_is_told_to_a_person_whose_word_sends_it_on(
    services: Services, capsys: pytest.CaptureFixture[str]
) -> None:
    paper = put_paper(services, receipt(address="Số 12 đường Lý Thái Tổ"))
    dossier = put_dossier(services, paper, branch="ttphcc")
    assert dossier.routing == Routing("ubnd-cap-xa", "Ủy ban nhân dân cấp xã", "level")
    shape = valid(json.loads(json.dumps(dossier_shape(dossier, ()))))
    assert "chưa rõ cơ quan nào" in shape["routing"]["warning"]
    print_dossier(dossier, (), ())
    assert "Giải quyết: Ủy ban nhân dân cấp xã – chỉ biết cấp" in capsys.readouterr().out
    wish = Wish("settling_agency", "Ủy ban nhân dân xã Phú Lâm", "hỏi lại người nộp")
    after = correct(services, dossier.id, wish, LOCAL_VIEWER).dossier
    assert after.routing == Routing(PHU_LAM, "Ủy ban nhân dân xã Phú Lâm", "settling_agency")
    assert dossier_shape(after, ())["routing"]["warning"] is None
    assert listed(services, "UBND xã Phú Lâm") == [dossier.id]


def test_a_record_from_before_is_still_read(services: Services) -> None:
    dossier = put_dossier(services, put_paper(services, receipt()))
    older = json.loads(encode(dossier, "test/1"))
    del older["routing"]
    assert decode(json.dumps(older).encode(), Dossier, "test/1").routing is None


def test_a_number_of_another_province_is_a_hint_that_costs_no_confidence(
    services: Services, capsys: pytest.CaptureFixture[str]
) -> None:
    here = put_dossier(services, put_paper(services, receipt()))
    there = put_dossier(
        services,
        put_paper(services, receipt(national_id="030301004567", dossier_code="000.00.01.H05-250124-0002")),
    )
    own, other = (
        next(field for field in one.fields if field.best.name == "national_id") for one in (here, there)
    )
    assert (own.hints, other.best.warnings) == ((), ())
    assert other.best.confidence == own.best.confidence
    assert "tỉnh Hải Dương" in other.hints[0]
    print_dossier(there, (), ())
    assert "Số định danh cá nhân: Đăng ký khai sinh ở tỉnh Hải Dương" in capsys.readouterr().out
    shape = valid(json.loads(json.dumps(dossier_shape(there, ()))))
    assert [field["hints"] for field in shape["fields"] if field["name"] == "national_id"] == [[*other.hints]]
