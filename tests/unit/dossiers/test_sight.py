"""An account sees the older dossiers of agencies whose work its own took over, and none before that day."""

from dataclasses import replace
from datetime import date

import pytest

from core.access import LOCAL_VIEWER, Viewer
from core.errors import NotFound
from core.model import DossierState
from dossiers import records
from dossiers.arrivals import arrivals
from dossiers.browse import list_dossiers, page_picture, show_dossier
from dossiers.find import Search, find
from dossiers.services import Services
from dossiers.sight import inheriting
from pipeline.reference import load_reference
from storage import keys
from tests.archive import put_dossier, put_paper
from tests.unit.extract.papers import receipt

REFERENCE = load_reference()
MERGED, LAND, FARMS = (
    "so-nong-nghiep-va-moi-truong",
    "so-tai-nguyen-va-moi-truong",
    "so-nong-nghiep-va-phat-trien-nong-thon",
)


def account(*agencies: str) -> Viewer:
    return Viewer("x", agencies=frozenset(agencies))


def inherited(day: date, *agencies: str) -> frozenset[str]:
    return inheriting(REFERENCE, account(*agencies), day).inherited


def test_work_is_inherited_from_the_day_after_it_ended() -> None:
    assert inherited(date(2025, 2, 28), MERGED) == frozenset()
    assert inherited(date(2025, 3, 1), MERGED) == {LAND, FARMS}
    assert inherited(date(2025, 3, 1), LAND) == frozenset()


def test_a_commune_inherits_the_old_ones_it_was_made_of_and_nobody_through_a_level() -> None:
    ours = inherited(date(2025, 7, 1), "ubnd-phuong-nam-son")
    assert ours == {
        "ubnd-phuong-nam-son-thanh-pho-bac-ninh",
        "ubnd-phuong-van-duong-thanh-pho-bac-ninh",
    }
    assert inherited(date(2025, 6, 30), "ubnd-phuong-nam-son") == frozenset()
    assert inherited(date(2025, 7, 1), "ubnd-cap-xa") == frozenset()


def test_a_supervisor_and_an_unknown_agency_stay_as_they_are() -> None:
    assert inheriting(REFERENCE, LOCAL_VIEWER, date(2026, 1, 1)) is LOCAL_VIEWER
    assert inherited(date(2026, 1, 1), "no-such-agency") == frozenset()


def test_the_successor_finds_lists_and_opens_an_older_dossier(services: Services) -> None:
    paper = put_paper(services, receipt(procedure_code="1.012783"))
    dossier = put_dossier(services, paper, branch="cn-tien-du")
    assert dossier.agencies == (LAND, "cn-tien-du")
    heir = account(MERGED)
    assert find(services, Search("Bích Ngọc"), heir).total == 1
    assert [one.id for one in list_dossiers(services, heir)] == [dossier.id]
    assert arrivals(services, MERGED, heir).total == 1
    assert show_dossier(services, dossier.id, heir)[0].id == dossier.id
    assert page_picture(services, dossier.id, paper.file.sha256, 1, heir) == b"page-0001.jpg"
    for other in (account("so-xay-dung"), account(FARMS), account("ubnd-cap-xa")):
        assert find(services, Search("Bích Ngọc"), other).total == 0
        with pytest.raises(NotFound):
            show_dossier(services, dossier.id, other)


def test_inheriting_shows_no_more_of_a_merged_record(services: Services) -> None:
    dossier = put_dossier(services, put_paper(services, receipt(procedure_code="1.012783")))
    key = keys.dossier_key(dossier.id)
    records.save(services.store, key, replace(dossier, state=DossierState.MERGED))
    assert list(list_dossiers(services, account(MERGED))) == []
