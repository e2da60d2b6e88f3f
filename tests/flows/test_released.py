"""Corrections over papers that were really read: false alarms about secrecy, files delivered again."""

from pathlib import Path

import pytest

from core.access import LOCAL_VIEWER
from core.errors import ConfigError
from core.model import Dossier, DossierState
from dossiers.corrections.making import Wish
from dossiers.corrections.writing import correct
from dossiers.delivery import deliver
from dossiers.find import Search, find
from dossiers.intake import Delivery
from dossiers.rereading import understand_again
from dossiers.services import Services
from dossiers.sources import find_sources
from tests.drawing import draw_page, draw_paper

SECRET = ["UBND TỈNH BẮC NINH", "TUYỆT MẬT", "Số: 12/KH-UBND", "hành quân qua đèo Ngang"]


def ingest(services: Services, path: Path) -> Dossier:
    return deliver(services, find_sources([path]), Delivery(branch="H05.01")).dossiers[0].dossier


def total(services: Services, query: str) -> int:
    return find(services, Search(query), LOCAL_VIEWER).total


def test_a_false_alarm_about_secrecy_is_let_go_and_read(services: Services, tmp_path: Path) -> None:
    dossier = ingest(services, draw_page(tmp_path / "a.png", SECRET))
    assert dossier.state is DossierState.QUARANTINED
    done = correct(services, dossier.id, Wish("release", reason="tên một tờ báo"), LOCAL_VIEWER)
    assert done.dossier.state is DossierState.COMPLETE
    assert [member.name for member in done.dossier.documents] == ["a.png"]
    assert total(services, "hanh quan qua deo ngang") == 1
    assert not list(services.store.list("inbox/"))
    again = correct(services, dossier.id, Wish("release", reason="lại"), LOCAL_VIEWER)
    assert again.correction is None
    (understood,) = understand_again(services, (), LOCAL_VIEWER)
    assert (understood.secret, understood.changed) == (False, False)
    assert total(services, "hanh quan qua deo ngang") == 1
    correct(services, dossier.id, Wish("restrict", reason="riêng tư"), LOCAL_VIEWER)
    assert total(services, "hanh quan qua deo ngang") == 0


def test_a_release_that_was_cut_off_is_finished_by_a_repeat(
    services: Services, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dossier = ingest(services, draw_page(tmp_path / "a.png", SECRET))

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("dossiers.corrections.releasing.digitize", killed)
        with pytest.raises(KeyboardInterrupt):
            correct(services, dossier.id, Wish("release", reason="nhầm"), LOCAL_VIEWER)
    assert total(services, "deo ngang") == 0
    done = correct(services, dossier.id, Wish("release", reason="nhầm"), LOCAL_VIEWER)
    assert (done.correction, done.dossier.state) == (None, DossierState.COMPLETE)
    assert total(services, "deo ngang") == 1


def test_a_file_kept_apart_for_another_reason_can_not_be_let_go(services: Services, tmp_path: Path) -> None:
    (tmp_path / "b.pdf").write_bytes(b"%PDF-1.7 not really")
    dossier = ingest(services, tmp_path / "b.pdf")
    with pytest.raises(ConfigError) as caught:
        correct(services, dossier.id, Wish("release", reason="x"), LOCAL_VIEWER)
    assert caught.value.code == "not_secret"


def test_a_correction_outlasts_delivering_the_same_file_again(services: Services, tmp_path: Path) -> None:
    path = draw_paper(tmp_path / "a.png", 31)
    dossier = ingest(services, path)
    correct(services, dossier.id, Wish("applicant_name", "Nguyễn Văn Sửa", "x"), LOCAL_VIEWER)
    again = ingest(services, path)
    found = again.field("applicant_name")
    assert found is not None
    assert (found.value, again.id) == ("Nguyễn Văn Sửa", dossier.id)
    assert total(services, '"Nguyễn Văn Sửa"') == 1
