"""Two people at once, and a writer that is stopped at any moment."""

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from core.access import LOCAL_VIEWER
from core.errors import Conflict, Unavailable
from core.model import Dossier, DossierState
from core.settings import Settings
from dossiers import records
from dossiers.browse import show_dossier
from dossiers.corrections.confirming import version_of
from dossiers.corrections.finding import corrections_of
from dossiers.corrections.making import Wish
from dossiers.corrections.model import Correction, Kind, Target, version
from dossiers.corrections.writing import Outcome, confirm, correct
from dossiers.find import Search, find
from dossiers.indexing import rebuild, reconcile
from dossiers.services import Services, open_services
from storage import keys
from tests.archive import put_dossier, put_paper
from tests.fakes import FailingIndex
from tests.unit.extract.papers import receipt

READ = "Nguyễn Thị Bích Ngọc"


@pytest.fixture
def dossier(services: Services) -> Dossier:
    return put_dossier(services, put_paper(services, receipt()))


def name_of(services: Services, dossier: Dossier) -> object:
    found = records.load_dossier(services.store, dossier.id).field("applicant_name")
    return found.value if found else None


def found(services: Services, name: str) -> int:
    return find(services, Search("", {"applicant_name": (name,)}), LOCAL_VIEWER).total


def written(services: Services, dossier: Dossier, name: str, seen: str, number: int) -> Correction:
    """A correction as it lies in the store when its writer was stopped right behind it."""
    one = Correction(
        id=f"{number:016x}",
        kind=Kind.FIELD,
        target=Target(field="applicant_name"),
        old=seen,
        new=name,
        reason="đối chiếu",
        account="local",
        time=datetime(2026, 1, 5, 8, number, tzinfo=UTC),
        based_on=version(seen),
    )
    key = keys.correction_key(dossier.id, dossier.generation, one.id)
    records.save(services.store, key, one, if_absent=True)
    return one


def together(*doings: Callable[[], Outcome]) -> list[Outcome | Exception]:
    """What each came to when all began at the same moment."""
    results: list[Outcome | Exception] = []
    start = threading.Barrier(len(doings))

    def run(doing: Callable[[], Outcome]) -> None:
        start.wait()
        try:
            results.append(doing())
        except Exception as exc:  # the test looks at it
            results.append(exc)

    threads = [threading.Thread(target=run, args=(doing,)) for doing in doings]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


@pytest.mark.parametrize("attempt", range(5))
def test_of_two_people_who_saw_the_same_one_wins_and_the_other_is_told(
    services: Services, settings: Settings, dossier: Dossier, attempt: int
) -> None:
    seen = version(READ)

    def person(name: str) -> Callable[[], Outcome]:
        def doing() -> Outcome:
            with open_services(settings) as own:
                wish = Wish("applicant_name", name, "đối chiếu", based_on=seen)
                return correct(own, dossier.id, wish, LOCAL_VIEWER)

        return doing

    results = together(person("Nguyễn Văn Một"), person("Nguyễn Văn Hai"))
    (won,) = [one for one in results if isinstance(one, Outcome)]
    (lost,) = [one for one in results if isinstance(one, Exception)]
    assert isinstance(lost, Conflict)
    assert won.correction is not None
    after = records.load_dossier(services.store, dossier.id)
    assert after.corrections == (won.correction.id,)
    assert name_of(services, dossier) == won.correction.new
    assert not after.problems
    assert len(list(services.store.list(keys.corrections_prefix(dossier.id)))) == 1
    assert reconcile(services) == 0
    assert found(services, str(won.correction.new)) == 1


def test_people_who_correct_different_things_at_once_do_not_disturb_each_other(
    services: Services, settings: Settings, dossier: Dossier
) -> None:
    def person(field: str, value: str) -> Callable[[], Outcome]:
        def doing() -> Outcome:
            with open_services(settings) as own:
                return correct(own, dossier.id, Wish(field, value, "đối chiếu"), LOCAL_VIEWER)

        return doing

    results = together(person("applicant_name", "Nguyễn Văn Một"), person("email", "a@b.vn"))
    assert all(isinstance(one, Outcome) for one in results), results
    after = records.load_dossier(services.store, dossier.id)
    assert len(after.corrections) == 2
    assert [one.value for one in (after.field("applicant_name"), after.field("email")) if one] == [
        "Nguyễn Văn Một",
        "a@b.vn",
    ]
    assert reconcile(services) == 0


def test_stopped_before_the_record_the_correction_is_taken_in_later(
    services: Services, dossier: Dossier
) -> None:
    written(services, dossier, "Nguyễn Văn Một", READ, 1)
    assert name_of(services, dossier) == READ
    assert reconcile(services) == 1
    assert name_of(services, dossier) == "Nguyễn Văn Một"
    assert (found(services, "Nguyễn Văn Một"), found(services, READ)) == (1, 0)
    assert reconcile(services) == 0


def test_stopped_before_the_record_the_next_person_finishes_it(services: Services, dossier: Dossier) -> None:
    written(services, dossier, "Nguyễn Văn Một", READ, 1)
    wish = Wish("applicant_name", "Nguyễn Văn Hai", "đối chiếu", based_on=version(READ))
    with pytest.raises(Conflict):
        correct(services, dossier.id, wish, LOCAL_VIEWER)
    again = replace(wish, based_on=version("Nguyễn Văn Một"))
    assert correct(services, dossier.id, again, LOCAL_VIEWER).correction
    assert name_of(services, dossier) == "Nguyễn Văn Hai"


@pytest.mark.parametrize("mended", ["repeat", "reconcile", "rebuild"])
def test_stopped_before_the_index_nothing_is_lost_or_double(
    services: Services, dossier: Dossier, mended: str
) -> None:
    failing = replace(services, index=FailingIndex(services.index, 1))
    wish = Wish("applicant_name", "Nguyễn Văn Một", "đối chiếu")
    with pytest.raises(Unavailable):
        correct(failing, dossier.id, wish, LOCAL_VIEWER)
    assert name_of(services, dossier) == "Nguyễn Văn Một"
    assert found(services, "Nguyễn Văn Một") == 0
    if mended == "repeat":
        assert correct(services, dossier.id, wish, LOCAL_VIEWER).correction is None
    elif mended == "reconcile":
        assert reconcile(services) == 1
    else:
        rebuild(services, lambda _: None)
    assert (found(services, "Nguyễn Văn Một"), found(services, READ)) == (1, 0)
    assert len(records.load_dossier(services.store, dossier.id).corrections) == 1


def test_two_corrections_left_behind_settle_to_one_and_the_conflict_is_told_until_decided(
    services: Services, dossier: Dossier
) -> None:
    first = written(services, dossier, "Nguyễn Văn Một", READ, 1)
    written(services, dossier, "Nguyễn Văn Hai", READ, 2)
    assert reconcile(services) == 1
    after = records.load_dossier(services.store, dossier.id)
    assert after.corrections == (first.id,)
    assert [one.code for one in after.problems] == ["correction_conflict"]
    assert "Nguyễn" not in after.problems[0].message
    decided = correct(
        services, dossier.id, Wish("applicant_name", "Nguyễn Văn Hai", "đã xem lại"), LOCAL_VIEWER
    )
    assert not decided.dossier.problems
    assert name_of(services, dossier) == "Nguyễn Văn Hai"


def test_a_confirmation_made_while_somebody_corrects_does_not_cover_what_it_did_not_see(
    services: Services, dossier: Dossier
) -> None:
    written(services, dossier, "Nguyễn Văn Một", READ, 1)
    before = show_dossier(services, dossier.id, LOCAL_VIEWER)[0]
    with pytest.raises(Conflict):
        confirm(services, dossier.id, (), LOCAL_VIEWER, based_on=version_of(before))
    assert not records.load_dossier(services.store, dossier.id).confirmed


def test_what_is_left_of_a_dossier_without_a_record_is_no_dossier(
    services: Services, dossier: Dossier
) -> None:
    key = keys.correction_key("d-" + "0" * 20, 1, "0" * 16)
    one = written(services, dossier, "Nguyễn Văn Một", READ, 1)
    records.save(services.store, key, one)
    assert reconcile(services) == 1
    assert dossier.state is DossierState.COMPLETE


def test_a_correction_taken_back_while_it_is_read_is_not_missed(
    services: Services, dossier: Dossier, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = written(services, dossier, "Nguyễn Văn Một", READ, 1)
    after = correct(services, dossier.id, Wish("email", "a@b.vn", "đối chiếu"), LOCAL_VIEWER).dossier
    key = keys.correction_key(dossier.id, dossier.generation, one.id)
    listed = list(services.store.list(keys.corrections_prefix(dossier.id)))
    services.store.delete(key)
    monkeypatch.setattr(services.store, "list", lambda prefix, after=None: iter(listed))
    assert [left.kind for left in corrections_of(services.store, after)] == [Kind.FIELD]
