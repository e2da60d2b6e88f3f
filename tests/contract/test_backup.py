"""Copy the store elsewhere, lose everything, restore, reindex, sweep: identical. On folder and SQLite, and on
MinIO with Elasticsearch."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from core.access import LOCAL_VIEWER
from core.errors import ConfigError
from core.settings import Settings
from dossiers import backup as module
from dossiers.backup import back_up, restore
from dossiers.delivery import deliver
from dossiers.find import Search, find
from dossiers.indexing import rebuild
from dossiers.ingest import digitize
from dossiers.intake import Delivery, Incoming, submit
from dossiers.services import Services, open_services
from dossiers.sources import find_sources
from dossiers.sweeping.sweep import sweep
from storage import keys
from storage.local import LocalStore
from storage.store import ObjectStore
from tests.drawing import draw_paper


@pytest.fixture(params=["embedded", "servers"])
def services(request: pytest.FixtureRequest, make_settings: Callable[..., Settings]) -> Iterator[Services]:
    named = {"person_key": "a key for tests", "quiet_seconds": "0"}
    if request.param == "servers":
        named |= {"store": request.getfixturevalue("s3_url"), "index": request.getfixturevalue("elastic_url")}
    with open_services(make_settings(**named)) as opened:
        yield opened


@pytest.fixture
def waiting(services: Services, tmp_path: Path) -> str:
    """A small archive; the submission that waits in it."""
    papers = tmp_path / "papers"
    draw_paper(papers / "000.00.01.H05-250124-0001" / "good.png", 1)
    (papers / "000.00.01.H05-250124-0001" / "broken.pdf").write_bytes(b"%PDF-1.7 not really")
    draw_paper(papers / "plain.png", 2)
    for path in papers.iterdir():
        deliver(services, find_sources([path]), Delivery(branch="H05.01"))
    late = draw_paper(tmp_path / "late.png", 3)
    return submit(services.store, [Incoming(late, late.name)], Delivery()).id


def content(store: ObjectStore) -> dict[str, bytes]:
    """Every object but the claims, which nobody needs any more."""
    listed = (info.key for info in store.list("") if not info.key.startswith(keys.CLAIMS))
    return {key: store.get(key).data for key in listed}


def outcomes(done: Iterator[module.Copied]) -> dict[str, int]:
    found: dict[str, int] = {}
    for one in done:
        found[one.outcome] = found.get(one.outcome, 0) + 1
    return found


def test_everything_lost_and_restored_is_identical(services: Services, waiting: str, tmp_path: Path) -> None:
    copy = LocalStore(tmp_path / "copy")
    before, asked = content(services.store), Search("giay xac nhan")
    hits = find(services, asked, LOCAL_VIEWER).hits
    outcomes(back_up(services.store, copy, services.settings.data))
    assert content(copy) == before
    for info in list(services.store.list("")):
        services.store.delete(info.key)
    for dossier, generation in list(services.index.ids()):
        services.index.remove(dossier, generation)
    assert outcomes(restore(copy, services.store, services.settings.data)) == {"copied": len(before)}
    rebuild(services, lambda _: None)
    assert content(services.store) == before
    assert find(services, asked, LOCAL_VIEWER).hits == hits
    assert swept(services) == []
    digitize(services, waiting)
    assert find(services, asked, LOCAL_VIEWER).total == len(hits) + 1
    assert swept(services) == []


def test_the_next_copy_takes_what_changed_and_no_more(
    services: Services, waiting: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = LocalStore(tmp_path / "copy")
    first = outcomes(back_up(services.store, copy, services.settings.data))
    monkeypatch.setattr(module, "SKEW_SECONDS", -1.0)  # one clock here
    assert outcomes(back_up(services.store, copy, services.settings.data)) == {"kept": first["copied"]}
    digitize(services, waiting)
    again = outcomes(back_up(services.store, copy, services.settings.data))
    assert again["removed"] == 2  # seal and file
    assert content(copy) == content(services.store)


def test_work_that_ends_while_it_is_copied_is_in_the_copy(
    services: Services, waiting: str, tmp_path: Path, make_settings: Callable[..., Settings]
) -> None:
    """Nothing in the copy names what is not there."""
    copy_url = f"file://{tmp_path}/copy"
    copying = back_up(services.store, LocalStore(tmp_path / "copy"), services.settings.data)
    next(copying)
    next(copying)
    digitize(services, waiting)
    list(copying)
    settings = replace(make_settings(person_key="a key for tests", quiet_seconds="0"), store=copy_url)
    index = f"sqlite://{tmp_path}/other.sqlite"
    with open_services(replace(settings, index=index)) as restored:
        rebuild(restored, lambda _: None)
        assert swept(restored) == []
        for info in list(restored.store.list(keys.INBOX)):
            if info.key.endswith("_submission.json"):
                digitize(restored, info.key.split("/")[1])
        assert swept(restored) == []
        assert find(restored, Search("giay xac nhan"), LOCAL_VIEWER).total == 3


def test_a_store_that_is_not_empty_is_left_alone(services: Services, waiting: str, tmp_path: Path) -> None:
    before = content(services.store)
    with pytest.raises(ConfigError) as caught:
        list(restore(LocalStore(tmp_path / "empty"), services.store, services.settings.data))
    assert caught.value.code == "not_empty"
    assert content(services.store) == before


def swept(services: Services) -> list[tuple[str, str]]:
    with sweep(services) as running:
        return [(one.difference.code, one.difference.subject) for one in running.found]
