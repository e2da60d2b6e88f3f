"""Corrections under races and kills, on a folder and on a real S3 server alike."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier

import pytest

from core.access import LOCAL_VIEWER
from core.errors import Conflict, Unavailable
from core.model import Dossier
from core.settings import Settings
from dossiers import records
from dossiers.assembly import rebuild_dossier
from dossiers.corrections.making import Wish
from dossiers.corrections.model import Correction
from dossiers.corrections.writing import Outcome, correct
from dossiers.find import Search, find
from dossiers.indexing import reconcile
from dossiers.services import Services, open_services
from storage import keys
from tests.archive import put_dossier, put_paper
from tests.fakes import FailingIndex
from tests.unit.extract.papers import decision, receipt


@pytest.fixture(params=["local", "s3"])
def services(request: pytest.FixtureRequest, make_settings: Callable[..., Settings]) -> Iterator[Services]:
    more = (
        {"store": str(request.getfixturevalue("s3_url")), "person_key": "k" * 32}
        if request.param == "s3"
        else {}
    )
    with open_services(make_settings(**more)) as opened:
        yield opened


@pytest.fixture
def dossier(services: Services) -> Dossier:
    return put_dossier(services, put_paper(services, receipt()))


def name_of(services: Services, dossier: Dossier) -> object:
    found = records.load_dossier(services.store, dossier.id).field("applicant_name")
    return found.value if found else None


def stored(services: Services, dossier: Dossier) -> list[str]:
    return [info.key for info in services.store.list(keys.corrections_prefix(dossier.id))]


def found(services: Services, value: str) -> int:
    return find(services, Search("", {"applicant_name": (value,)}), LOCAL_VIEWER).total


def test_of_two_people_at_once_exactly_one_wins_and_the_other_is_told(
    services: Services, dossier: Dossier, monkeypatch: pytest.MonkeyPatch
) -> None:
    both_saw_it = Barrier(2)
    save = records.save

    def save_together(*arguments: object, **conditions: object) -> str:
        if isinstance(arguments[2], Correction):
            both_saw_it.wait(20)
        return save(*arguments, **conditions)  # type: ignore[arg-type]

    monkeypatch.setattr(records, "save", save_together)

    def try_it(value: str) -> Outcome | Conflict:
        try:
            return correct(services, dossier.id, Wish("applicant_name", value, "x"), LOCAL_VIEWER)
        except Conflict as exc:
            return exc

    names = ("Nguyễn Văn Một", "Nguyễn Văn Hai")
    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(try_it, names))
    assert sorted(type(one).__name__ for one in answers) == ["Conflict", "Outcome"]
    winner = names[[isinstance(one, Outcome) for one in answers].index(True)]
    assert name_of(services, dossier) == winner
    assert len(stored(services, dossier)) == 1
    assert found(services, winner) == 1
    assert not records.load_dossier(services.store, dossier.id).problems


def test_many_people_correcting_different_fields_at_once_all_have_their_way(
    services: Services, dossier: Dossier
) -> None:
    wishes = [Wish("fee", "70000", "x"), Wish("signer", "Lê Văn Ba", "x"), Wish("email", "a@b.vn", "x")]
    with ThreadPoolExecutor(3) as pool:
        list(pool.map(lambda wish: correct(services, dossier.id, wish, LOCAL_VIEWER), wishes))
    after = records.load_dossier(services.store, dossier.id)
    values = {field.best.name: field.best.value for field in after.fields}
    assert (values["fee"], values["signer"], values["email"]) == (70000, "Lê Văn Ba", "a@b.vn")
    assert len(after.corrections) == 3
    assert (after.id, after.generation) in list(services.index.ids())


def stop_after_the_correction(services: Services, dossier: Dossier, monkeypatch: pytest.MonkeyPatch) -> None:
    """Correct the applicant, and be killed before the dossier's record knows it."""
    calls = []

    def killed(*arguments: object) -> object:
        calls.append(arguments)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return rebuild_dossier(*arguments)  # type: ignore[arg-type]

    with monkeypatch.context() as patch:
        patch.setattr("dossiers.corrections.writing.rebuild_dossier", killed)
        with pytest.raises(KeyboardInterrupt):
            correct(services, dossier.id, Wish("applicant_name", "Nguyễn Văn Một", "x"), LOCAL_VIEWER)
    assert len(stored(services, dossier)) == 1
    assert name_of(services, dossier) == "Nguyễn Thị Bích Ngọc"


def test_a_kill_before_the_record_is_mended_by_a_repeat(
    services: Services, dossier: Dossier, monkeypatch: pytest.MonkeyPatch
) -> None:
    stop_after_the_correction(services, dossier, monkeypatch)
    done = correct(services, dossier.id, Wish("applicant_name", "Nguyễn Văn Một", "x"), LOCAL_VIEWER)
    assert done.correction is None
    assert len(stored(services, dossier)) == 1
    assert (name_of(services, dossier), found(services, "Nguyễn Văn Một")) == ("Nguyễn Văn Một", 1)


def test_a_kill_before_the_record_is_mended_by_reconciling(
    services: Services, dossier: Dossier, monkeypatch: pytest.MonkeyPatch
) -> None:
    stop_after_the_correction(services, dossier, monkeypatch)
    assert reconcile(services) == 1
    assert (name_of(services, dossier), found(services, "Nguyễn Văn Một")) == ("Nguyễn Văn Một", 1)
    assert reconcile(services) == 0


def test_a_kill_before_the_record_is_mended_by_the_next_delivery(
    services: Services, dossier: Dossier, monkeypatch: pytest.MonkeyPatch
) -> None:
    stop_after_the_correction(services, dossier, monkeypatch)
    put_dossier(services, put_paper(services, decision()), dossier=dossier.id)
    assert name_of(services, dossier) == "Nguyễn Văn Một"


def test_who_was_overtaken_after_a_kill_is_named_and_not_lost(
    services: Services, dossier: Dossier, monkeypatch: pytest.MonkeyPatch
) -> None:
    correct(services, dossier.id, Wish("applicant_name", "Nguyễn Văn Hai", "x"), LOCAL_VIEWER)
    (winner,) = stored(services, dossier)
    late = records.load(services.store, winner, Correction)[0]
    late = replace(late, id="f" * 16, new="Nguyễn Văn Ba", time=records.now().replace(year=2099))
    records.save(services.store, keys.correction_key(dossier.id, 1, late.id), late, if_absent=True)
    after = rebuild_dossier(services, dossier.id).dossier
    assert name_of(services, dossier) == "Nguyễn Văn Hai"
    assert [one.code for one in after.problems] == ["correction_conflict"]
    assert "Nguyễn" not in after.problems[0].message
    assert len(stored(services, dossier)) == 2
    assert rebuild_dossier(services, dossier.id).dossier == after


def test_a_failing_index_loses_no_correction(services: Services, dossier: Dossier) -> None:
    broken = replace(services, index=FailingIndex(services.index, failures=1))
    with pytest.raises(Unavailable):
        correct(broken, dossier.id, Wish("applicant_name", "Nguyễn Văn Một", "x"), LOCAL_VIEWER)
    assert (name_of(services, dossier), found(services, "Nguyễn Văn Một")) == ("Nguyễn Văn Một", 0)
    done = correct(services, dossier.id, Wish("applicant_name", "Nguyễn Văn Một", "x"), LOCAL_VIEWER)
    assert done.correction is None
    assert found(services, "Nguyễn Văn Một") == 1
