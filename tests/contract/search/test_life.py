"""Generations, removal, rebuilding and damage: the life of an index in every engine."""

import secrets
import threading
from pathlib import Path

import pytest
from elasticsearch import Elasticsearch

import search.elastic_builds
import search.sqlite_builds
from core.access import LOCAL_VIEWER
from core.errors import ConfigError, SchemaOutdated, Unavailable
from search.index import DossierEntry, Question, SearchIndex, open_index
from search.query import parse
from tests.contract.search.asking import ask, found, tiers
from tests.contract.search.conftest import SETTINGS, Opener
from tests.contract.search.corpus import corpus, dossier


def shown(index: SearchIndex, identity: str, text: str) -> int | None:
    page = index.pages([identity], Question(parse(text)), LOCAL_VIEWER).get(identity)
    return page.number if page else None


def test_adding_twice_changes_nothing(empty: SearchIndex) -> None:
    assert empty.add(corpus()) == len(corpus())
    assert empty.add(corpus()) == 0
    assert ask(empty, "").total == len(corpus())


def test_a_higher_generation_replaces_everything(empty: SearchIndex) -> None:
    empty.add([dossier("d-1", "một", "hai", "ba", subject="cũ", year="2024")])
    assert empty.add([dossier("d-1", "bốn", generation=2, subject="mới", year="2025")]) == 1
    assert found(empty, "một") == found(empty, "cũ") == found(empty, "", where={"year": ("2024",)}) == set()
    assert found(empty, "bốn mới") == {"d-1"}
    assert [each.value for each in ask(empty, "").facets["year"]] == ["2025"]


def test_a_newer_generation_with_fewer_pages_leaves_none_behind(empty: SearchIndex) -> None:
    empty.add([dossier("d-1", "một", "hai", "ba")])
    empty.add([dossier("d-1", "một", generation=2)])
    assert shown(empty, "d-1", "ba") is None
    assert shown(empty, "d-1", "một") == 1


def test_a_late_older_generation_changes_nothing_pages_included(empty: SearchIndex) -> None:
    empty.add([dossier("d-1", "mới", generation=5)])
    assert empty.add([dossier("d-1", "cũ", "thừa", generation=4)]) == 0
    assert found(empty, "cũ") == set()
    assert shown(empty, "d-1", "thừa") is None
    assert shown(empty, "d-1", "mới") == 1
    assert list(empty.ids()) == [("d-1", 5)]


def test_a_removed_dossier_is_gone_and_a_late_add_stays_out(empty: SearchIndex) -> None:
    empty.add([dossier("d-1", "một", generation=3), dossier("d-2", "một")])
    empty.remove("d-1", 3)
    assert found(empty, "một") == found(empty, "") == {"d-2"}
    assert shown(empty, "d-1", "một") is None
    assert empty.add([dossier("d-1", "một", generation=2), dossier("d-1", "một", generation=3)]) == 0
    assert list(empty.ids()) == [("d-2", 1)]
    assert empty.add([dossier("d-1", "lại", generation=4)]) == 1
    assert found(empty, "lại") == {"d-1"}


def test_removing_an_older_generation_changes_nothing(empty: SearchIndex) -> None:
    empty.add([dossier("d-1", "một", generation=3)])
    empty.remove("d-1", 2)
    assert found(empty, "một") == {"d-1"}


def test_removing_what_is_not_there_keeps_late_adds_out(empty: SearchIndex) -> None:
    empty.remove("d-9", 2)
    assert empty.add([dossier("d-9", "một", generation=1)]) == 0
    assert ask(empty, "").total == 0


def test_ids_come_in_order_after_the_given_one(empty: SearchIndex) -> None:
    empty.add(dossier(f"d-{number:04}", "một", generation=number + 1) for number in range(1203))
    assert list(empty.ids()) == [(f"d-{number:04}", number + 1) for number in range(1203)]
    assert list(empty.ids("d-1200")) == [("d-1201", 1202), ("d-1202", 1203)]


def test_preparing_again_keeps_the_dossiers(opener: Opener) -> None:
    opener().add([dossier("d-1", "một")])
    assert found(opener(), "một") == {"d-1"}


def test_a_fresh_index_is_not_seen_before_the_swap(opener: Opener) -> None:
    live = opener()
    live.add([dossier("d-old", "một")])
    fresh = opener(fresh=True)
    fresh.add([dossier("d-new", "một")])
    assert found(live, "một") == {"d-old"}
    assert found(fresh, "một") == {"d-new"}
    fresh.swap()
    assert found(live, "một") == found(fresh, "một") == found(opener(), "một") == {"d-new"}
    assert shown(live, "d-new", "một") == 1
    live.add([dossier("d-later", "một")])
    assert found(fresh, "một") == {"d-new", "d-later"}


def test_an_index_can_be_rebuilt_again_and_again(opener: Opener) -> None:
    live = opener()
    for round_ in range(3):
        fresh = opener(fresh=True)
        fresh.add([dossier("d-1", f"lần {round_}")])
        fresh.swap()
        assert found(live, str(round_)) == {"d-1"}


def test_an_index_in_several_parts_answers_like_one(elastic_server: str, sqlite_index: SearchIndex) -> None:
    prefix = f"test-{secrets.token_hex(4)}"
    parted = open_index(f"{elastic_server}/{prefix}?shards=3", SETTINGS)
    parted.prepare()
    parted.add(corpus())
    for text in ("", "hoa", "hoá OR quyết", "bo nhiem giam doc", "kinh bắcc", "44/QĐ-UBND"):
        ours, theirs = ask(parted, text), ask(sqlite_index, text)
        assert (ours.total, ours.facets) == (theirs.total, theirs.facets), text
        assert tiers(parted, text) == tiers(sqlite_index, text), text
        question = Question(parse(text))
        ids = [hit.dossier for hit in ours.hits]
        assert parted.pages(ids, question, LOCAL_VIEWER) == sqlite_index.pages(ids, question, LOCAL_VIEWER)
    with Elasticsearch(elastic_server) as client:
        settings = client.indices.get_settings(index=f"{prefix}-*", flat_settings=True)
        assert {one["settings"]["index.number_of_shards"] for one in settings.values()} == {"3"}
        client.indices.delete(index=list(settings))
    parted.close()


def test_an_interrupted_build_is_gone_on_with(opener: Opener) -> None:
    live = opener()
    live.add([dossier("d-1", "cũ"), dossier("d-2", "cũ"), dossier("d-3", "cũ")])
    begun = opener(fresh=True)
    begun.add([dossier("d-1", "mới"), dossier("d-2", "mới")])
    begun.close()
    again = opener(fresh=True)
    assert [identity for identity, _ in again.ids()] == ["d-1", "d-2"]
    again.add([dossier("d-3", "mới")])
    assert found(live, "mới") == set()
    again.swap()
    assert found(live, "mới") == found(opener(), "mới") == {"d-1", "d-2", "d-3"}
    assert list(opener(fresh=True).ids()) == []


def test_no_search_fails_while_the_index_is_rebuilt(opener: Opener) -> None:
    live = opener()
    live.add(corpus())
    expected = found(live, "hòa")
    answers: list[set[str]] = []
    failures: list[Exception] = []
    done = threading.Event()

    def search_on() -> None:
        while not done.is_set():
            try:
                answers.append(found(live, "hòa"))
                shown(live, "d-record", "tiền án")
            except Exception as exc:
                failures.append(exc)

    threads = [threading.Thread(target=search_on) for _ in range(3)]
    for thread in threads:
        thread.start()
    for _ in range(6):
        fresh = opener(fresh=True)
        fresh.add(corpus())
        fresh.swap()
    done.set()
    for thread in threads:
        thread.join()
    assert not failures
    assert answers
    assert all(answer == expected for answer in answers)


def test_many_threads_may_add_and_search_at_once(empty: SearchIndex) -> None:
    failures: list[Exception] = []

    def work(worker: int) -> None:
        try:
            for number in range(5):
                empty.add([dossier(f"d-{worker}-{number}", "chung", f"riêng {worker}")])
                assert f"d-{worker}-{number}" in found(empty, f"chung {worker}")
        except Exception as exc:
            failures.append(exc)

    threads = [threading.Thread(target=work, args=(worker,)) for worker in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failures
    assert ask(empty, "chung").total == 20


def test_racing_generations_end_with_the_highest(empty: SearchIndex) -> None:
    def write(generation: int) -> None:
        pages = [f"trang {generation}"] * (10 - generation)
        empty.add([dossier("d-1", *pages, generation=generation)])

    threads = [threading.Thread(target=write, args=(generation,)) for generation in range(1, 9)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert list(empty.ids()) == [("d-1", 8)]
    assert found(empty, "trang 8") == {"d-1"}
    assert shown(empty, "d-1", "trang 1") in (1, None) or found(empty, "1") == set()


def test_an_index_of_another_schema_is_refused_until_it_is_rebuilt(
    opener: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    opener().add([dossier("d-1", "một")])
    for module in (search.sqlite_builds, search.elastic_builds):
        monkeypatch.setattr(module, "SCHEMA_VERSION", 99)
    monkeypatch.setattr("search.elastic_mapping.SCHEMA_VERSION", 99)
    with pytest.raises(SchemaOutdated, match="sohoa reindex"):
        opener()
    fresh = opener(fresh=True)
    fresh.add([dossier("d-1", "hai")])
    fresh.swap()
    assert found(opener(), "hai") == {"d-1"}


def test_writing_to_an_index_that_was_deleted_creates_no_other(elastic_server: str) -> None:
    prefix = f"test-{secrets.token_hex(4)}"
    index = open_index(f"{elastic_server}/{prefix}", SETTINGS)
    index.prepare()
    with Elasticsearch(elastic_server) as client:
        client.indices.delete(index=list(client.indices.get(index=f"{prefix}-*")))
        with pytest.raises(SchemaOutdated):
            index.add([dossier("d-1", "một")])
        with pytest.raises(SchemaOutdated):
            ask(index, "một")
        assert not list(client.indices.get(index=f"{prefix}-*"))
    index.close()


@pytest.mark.parametrize("url", ["sqlite:///proc/nowhere/index.sqlite", "http://127.0.0.1:9/sohoa"])
def test_what_cannot_be_reached_is_unavailable(url: str) -> None:
    index = open_index(url, SETTINGS)
    with pytest.raises(Unavailable):
        index.prepare()
    index.close()


@pytest.mark.parametrize(
    "url",
    [
        "",
        "sqlite:",
        "sqlite://host/x",
        "ftp://x/y",
        "http://",
        "http://h:9200/Ü p",
        "http://h:9200/p?shards=0",
        "http://h:9200/p?x=1",
    ],
)
def test_an_address_that_makes_no_sense_is_refused(url: str) -> None:
    with pytest.raises(ConfigError):
        open_index(url, SETTINGS)


def test_a_missing_embedded_index_asks_for_a_rebuild(tmp_path: Path) -> None:
    index = open_index(f"sqlite://{tmp_path}/none.sqlite", SETTINGS)
    with pytest.raises(SchemaOutdated, match="sohoa reindex"):
        ask(index, "hòa")


def test_a_damaged_embedded_index_asks_for_a_rebuild(tmp_path: Path) -> None:
    path = tmp_path / "index.sqlite"
    path.write_bytes(b"no database at all, just text" * 100)
    index = open_index(f"sqlite://{path}", SETTINGS)
    with pytest.raises(SchemaOutdated):
        index.prepare()


def test_long_and_strange_values_do_not_stop_the_others(empty: SearchIndex) -> None:
    strange: DossierEntry = dossier(
        "d-1",
        "x" * 5000 + " thường",
        "",
        "¶ · ∀ 中文 ½ e\u0323\u0302",
        subject="dài " * 5000,
        applicant_name="…",
        unknown="x",
    )
    assert empty.add([strange, dossier("d-2", "một")]) == 2
    assert found(empty, "thường") == found(empty, "中文") == found(empty, "x" * 3000) == {"d-1"}
    assert found(empty, "", where={"applicant_name": ("…",)}) == {"d-1"}
    assert found(empty, "một") == {"d-2"}
