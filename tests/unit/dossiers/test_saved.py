"""Saved searches tell what is new, once, to whom they belong and as far as it may be seen."""

import pytest

from core.access import LOCAL_VIEWER, Viewer
from core.errors import ConfigError, NotFound
from dossiers import saved
from dossiers.find import Search
from dossiers.saved import alerts, list_saved, remove, save
from dossiers.services import Services
from tests.archive import put_dossier, put_paper
from tests.unit.extract.papers import decision, receipt

OTHER = Viewer("lan", agencies=frozenset({"so-y-te"}))


def put(services: Services, number: int) -> str:
    code = f"000.00.01.H05-250124-{number:04d}"
    return put_dossier(services, put_paper(services, receipt(dossier_code=code))).id


def new(services: Services, viewer: Viewer = LOCAL_VIEWER, *, keep: bool = False) -> dict[str, list[str]]:
    found = alerts(services, viewer, keep=keep)
    return {alert.saved.name: [hit.dossier for hit in alert.new] for alert in found}


def test_what_newly_answers_is_told_once(services: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(saved, "_PART", 1)
    put(services, 1)
    assert len(save(services, "tiếp nhận", Search("tiếp nhận"), LOCAL_VIEWER).seen) == 1
    save(services, "quyết định", Search("loại:quyết"), LOCAL_VIEWER)
    assert new(services) == {"quyết định": [], "tiếp nhận": []}
    added = [put(services, 2), put(services, 3)]
    act = put_dossier(services, put_paper(services, decision())).id
    for _ in range(2):
        kept = new(services, keep=True)
        assert (set(kept["tiếp nhận"]), kept["quyết định"]) == (set(added), [act])
    assert set(new(services)["tiếp nhận"]) == set(added)
    assert new(services) == {"quyết định": [], "tiếp nhận": []}


def test_a_search_belongs_to_its_account_and_sees_what_it_sees(services: Services) -> None:
    save(services, "mọi hồ sơ", Search(""), OTHER)
    put(services, 1)
    assert list_saved(services, LOCAL_VIEWER) == []
    assert new(services) == {}
    assert new(services, OTHER) == {"mọi hồ sơ": []}
    with pytest.raises(NotFound):
        remove(services, "mọi hồ sơ", LOCAL_VIEWER)
    remove(services, "mọi hồ sơ", OTHER)
    assert list_saved(services, OTHER) == []


def test_saving_again_under_a_name_replaces(services: Services) -> None:
    save(services, "a", Search("một"), LOCAL_VIEWER)
    save(services, " a ", Search("hai"), LOCAL_VIEWER)
    assert [(one.name, one.text) for one in list_saved(services, LOCAL_VIEWER)] == [("a", "hai")]


@pytest.mark.parametrize(
    ("name", "search"),
    [
        ("", Search("x")),
        ("x" * 101, Search("x")),
        ("a", Search("027090001234")),
        ("a", Search("gọi 0912 345 678")),
        ("a", Search("x", {"colour": ("red",)})),
        ("a", Search("x", date_from="mai")),
    ],
)
def test_what_can_not_be_kept_is_refused(services: Services, name: str, search: Search) -> None:
    with pytest.raises(ConfigError):
        save(services, name, search, LOCAL_VIEWER)
    assert list_saved(services, LOCAL_VIEWER) == []


def test_too_broad_a_question_is_refused(services: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(saved, "MOST_DOSSIERS", 1)
    put(services, 1)
    put(services, 2)
    with pytest.raises(ConfigError, match="narrow"):
        save(services, "mọi hồ sơ", Search(""), LOCAL_VIEWER)
