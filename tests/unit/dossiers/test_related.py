"""What has to do with a dossier, and that looking people up takes the clearance for it."""

from dataclasses import replace

import pytest

from core.access import LOCAL_VIEWER, OPEN, SUPERVISOR, Viewer
from core.errors import ConfigError, NotFound
from core.model import Dossier
from dossiers.find import Search, find
from dossiers.related import related
from dossiers.services import Services
from tests.archive import put_dossier, put_paper
from tests.unit.extract.papers import decision, receipt

WITHOUT_PERSONS = Viewer("truong-phong", frozenset({SUPERVISOR}), clearances=frozenset({OPEN}))
OTHER_ID = "027090001234"


def code(number: int) -> str:
    return f"000.00.01.H05-250124-{number:04d}"


@pytest.fixture
def dossiers(services: Services) -> dict[str, Dossier]:
    """A receipt, the same person's other request, another person's same request, and an unrelated one."""
    death = {"procedure_name": "Đăng ký khai tử", "procedure_code": "1.000656"}
    other = {"national_id": OTHER_ID, "phone": "0987 654 321", "applicant_name": "Trần Văn Nam"}
    born, gender = {"date_of_birth": "01/02/1990"}, {"gender": "Nam"}
    return {
        "first": put_dossier(services, put_paper(services, receipt(dossier_code=code(1)))),
        "person": put_dossier(services, put_paper(services, receipt(dossier_code=code(2), **death))),
        "alike": put_dossier(
            services, put_paper(services, receipt(dossier_code=code(3), **other, **born, **gender))
        ),
        "act": put_dossier(services, put_paper(services, decision())),
    }


def ids(hits: object) -> set[str]:
    assert isinstance(hits, tuple)
    return {hit.dossier for hit in hits}


def test_alike_dossiers_share_the_procedure(services: Services, dossiers: dict[str, Dossier]) -> None:
    found = related(services, code(1), LOCAL_VIEWER)
    assert found.dossier == dossiers["first"].id
    assert ids(found.similar) == {dossiers["alike"].id}


def test_the_applicants_other_dossiers_are_found_by_number(
    services: Services, dossiers: dict[str, Dossier]
) -> None:
    assert ids(related(services, code(1), LOCAL_VIEWER).applicant) == {dossiers["person"].id}
    assert ids(related(services, code(3), LOCAL_VIEWER).applicant) == set()


def test_looking_people_up_takes_the_clearance(services: Services, dossiers: dict[str, Dossier]) -> None:
    assert related(services, code(1), WITHOUT_PERSONS).applicant is None
    for text in ("027301004567", "027 301 004 567", "0912.345.678"):
        assert {hit.dossier for hit in find(services, Search(text), LOCAL_VIEWER).hits} == {
            dossiers["first"].id,
            dossiers["person"].id,
        }, text
        assert find(services, Search(text, nearly=False), WITHOUT_PERSONS).total == 0, text


def test_fingerprints_are_no_part_of_the_language(services: Services, dossiers: dict[str, Dossier]) -> None:
    assert dossiers
    for name in ("person_keys", "applicant_keys"):
        with pytest.raises(ConfigError):
            find(services, Search("", {name: ("0" * 32,)}), LOCAL_VIEWER)
        assert f"không có trường “{name}”" in find(services, Search(f"{name}:x"), LOCAL_VIEWER).understood


def test_what_a_viewer_may_not_see_is_not_related_either(
    services: Services, dossiers: dict[str, Dossier]
) -> None:
    agency = Viewer("lan", agencies=frozenset(dossiers["first"].agencies))
    stranger = replace(agency, agencies=frozenset({"so-y-te"}))
    assert ids(related(services, code(1), agency).similar) <= {dossiers["alike"].id}
    with pytest.raises(NotFound):
        related(services, code(1), stranger)
