"""A thousand questions never fail and never tell of what a viewer may not see."""

import inspect
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.access import Viewer
from search.cursor import START
from search.index import Question, SearchIndex, open_index
from search.query import parse
from tests.contract.search.conftest import SETTINGS
from tests.contract.search.corpus import STRANGER, TU_PHAP_VIEWER, TU_SON_VIEWER, corpus
from tests.contract.search.test_agreement import WORDS

VIEWERS = (TU_PHAP_VIEWER, TU_SON_VIEWER, STRANGER)
MORE = [
    *("UBND", "ubnd tỉnh", "ủy ban nhân dân", "TP. Từ Sơn", "QĐ", "24/1/2025", "ngày 22 tháng 01 năm 2025"),
    *("0142", "1", "2.000815.H05", "44 qd ubnd", "số:", "mã:0001", "cơ quan:tư pháp", "place:x", "cites:44"),
    *("ngày:quý 1/2025", "ngày:>2024", "KHÔNG", "HOẶC", "~", "*", '"', "tiền án", "xác minh", "-tiền"),
    *("person_keys:a", "HỒ SƠ", "Ðơn", "nhiemm~", "\x00", "\ud800", "¶", "·", "date·20250124", "tail·2410"),
]
asked = st.lists(st.sampled_from(WORDS + MORE), max_size=9).map(" ".join) | st.text(max_size=60)
HIDDEN = {one.account: {e.id for e in corpus() if not one.may_see(e.readers)} for one in VIEWERS}


@pytest.fixture(scope="module")
def reduced(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, SearchIndex]]:
    """For each viewer an index that holds only what it may see."""
    made = {}
    for viewer in VIEWERS:
        folder: Path = tmp_path_factory.mktemp(viewer.account)
        made[viewer.account] = open_index(f"sqlite://{folder}/index.sqlite", SETTINGS)
        made[viewer.account].prepare()
        made[viewer.account].add(entry for entry in corpus() if viewer.may_see(entry.readers))
    yield made
    for index in made.values():
        index.close()


def everything(index: SearchIndex, text: str, viewer: Viewer) -> dict[str, object]:
    """What every way to ask an index answers, without scores."""
    question = Question(parse(text), limit=50)
    answer = index.search(question, viewer)
    listed = index.search(Question(parse(text), limit=50, cursor=START), viewer)
    return {
        "search": (
            (answer.total, answer.more, answer.nearly),
            sorted((hit.dossier, hit.tier, hit.code, tuple(sorted(hit.fields))) for hit in answer.hits),
            answer.facets,
            [(hit.dossier, hit.tier) for hit in listed.hits],
            (listed.total, listed.facets, listed.next),
        ),
        "pages": index.pages([entry.id for entry in corpus()], question, viewer),
        "suggest": index.suggest(text, viewer),
    }


def test_every_way_to_ask_is_among_those_that_are_checked(sqlite_index: SearchIndex) -> None:
    asking = {
        name
        for name, method in inspect.getmembers(SearchIndex, inspect.isfunction)
        if "viewer" in inspect.signature(method).parameters
    }
    assert set(everything(sqlite_index, "", STRANGER)) == asking


@settings(max_examples=1000, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=asked, viewer=st.sampled_from(VIEWERS))
def test_what_may_not_be_seen_changes_nothing(
    sqlite_index: SearchIndex, reduced: dict[str, SearchIndex], text: str, viewer: Viewer
) -> None:
    full = everything(sqlite_index, text, viewer)
    assert full == everything(reduced[viewer.account], text, viewer)
    assert not {hit[0] for hit in full["search"][1]} & HIDDEN[viewer.account]  # type: ignore[index]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=asked, viewer=st.sampled_from(VIEWERS))
def test_what_may_not_be_seen_changes_nothing_in_elasticsearch(
    elastic_index: SearchIndex, reduced: dict[str, SearchIndex], text: str, viewer: Viewer
) -> None:
    assert everything(elastic_index, text, viewer) == everything(reduced[viewer.account], text, viewer)
