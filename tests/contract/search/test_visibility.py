"""A dossier or text class that a viewer may not see changes nothing for them."""

from dataclasses import replace

import pytest

from core.access import LOCAL_VIEWER, SUPERVISOR, Viewer
from search.index import Question, SearchIndex
from search.query import parse
from tests.contract.search.asking import ask, facet, found
from tests.contract.search.conftest import Opener
from tests.contract.search.corpus import STRANGER, TU_PHAP, TU_PHAP_VIEWER, TU_SON_VIEWER, corpus, dossier

QUESTIONS = ("", "hòa", "hoa", "bổ nhiệm", "44/QĐ-UBND", "-thôn", "tiền án", "bo nhiemm", "cấp OR đơn")


def test_hits_are_those_of_the_viewers_agencies(index: SearchIndex) -> None:
    for viewer in (TU_PHAP_VIEWER, TU_SON_VIEWER, STRANGER, LOCAL_VIEWER):
        expected = {entry.id for entry in corpus() if viewer.may_see(entry.readers)}
        answer = ask(index, "", viewer)
        assert {hit.dossier for hit in answer.hits} == expected
        assert answer.total == len(expected)


def test_a_dossier_without_readers_is_for_supervisors_only(index: SearchIndex) -> None:
    supervisor = Viewer("truong-phong", frozenset({SUPERVISOR}))
    assert "d-secret-readers" in found(index, "bổ nhiệm", supervisor)
    assert "d-secret-readers" not in found(index, "bổ nhiệm", TU_PHAP_VIEWER)


@pytest.mark.parametrize(
    "viewer", [TU_PHAP_VIEWER, TU_SON_VIEWER, STRANGER], ids=lambda viewer: viewer.account
)
def test_an_index_without_the_hidden_dossiers_answers_the_same(
    index: SearchIndex, empty: SearchIndex, viewer: Viewer
) -> None:
    empty.add(entry for entry in corpus() if viewer.may_see(entry.readers))
    everything = [entry.id for entry in corpus()]
    for text in QUESTIONS:
        full, reduced = ask(index, text, viewer), ask(empty, text, viewer)
        assert (full.total, full.facets) == (reduced.total, reduced.facets), text
        assert {(hit.dossier, hit.tier) for hit in full.hits} == {
            (hit.dossier, hit.tier) for hit in reduced.hits
        }
        question = Question(parse(text))
        assert index.pages(everything, question, viewer) == empty.pages(everything, question, viewer), text
    for prefix in ("s", "c", "000", "4", "xac nhan"):
        assert index.suggest(prefix, viewer) == empty.suggest(prefix, viewer)


def test_what_an_agency_took_over_is_seen_like_its_own(index: SearchIndex) -> None:
    heir = Viewer("moi", agencies=frozenset({"so-moi"}), inherited=frozenset({TU_PHAP}))
    own = replace(TU_PHAP_VIEWER, account="moi")
    everything = [entry.id for entry in corpus()]
    for text in QUESTIONS:
        ours, theirs = ask(index, text, heir), ask(index, text, own)
        assert (ours.total, ours.hits, ours.facets) == (theirs.total, theirs.hits, theirs.facets), text
        question = Question(parse(text))
        assert index.pages(everything, question, heir) == index.pages(everything, question, own), text
    assert index.suggest("s", heir) == index.suggest("s", own) != ()
    assert ask(index, "", heir).total > 0 == ask(index, "", replace(heir, inherited=frozenset())).total


def test_facets_count_visible_dossiers_only(index: SearchIndex) -> None:
    assert facet(ask(index, "", STRANGER), "year") == {}
    assert facet(ask(index, "", TU_SON_VIEWER), "year") == {"2025": 2, "2023": 24}


def test_pages_of_hidden_dossiers_are_not_given_out(index: SearchIndex) -> None:
    question = Question(parse("giấy phép"))
    assert set(index.pages(["d-build"], question, LOCAL_VIEWER)) == {"d-build"}
    assert index.pages(["d-build"], question, TU_PHAP_VIEWER) == {}


def test_internal_text_is_found_and_shown_only_with_the_clearance(index: SearchIndex) -> None:
    question = Question(parse("tiền án"))
    assert found(index, "tiền án", TU_SON_VIEWER) == {"d-record"}
    assert set(index.pages(["d-record"], question, TU_SON_VIEWER)) == {"d-record"}
    assert found(index, "tiền án", TU_PHAP_VIEWER) == set()
    assert index.pages(["d-record"], question, TU_PHAP_VIEWER) == {}


def test_excluding_internal_words_does_not_betray_them(index: SearchIndex) -> None:
    assert "d-record" in found(index, "lịch -xác", TU_PHAP_VIEWER)
    assert "d-record" not in found(index, "lịch -xác", TU_SON_VIEWER)


def test_a_viewer_without_any_clearance_searches_fields_only(index: SearchIndex) -> None:
    viewer = replace(TU_PHAP_VIEWER, clearances=frozenset())
    assert found(index, "ngọc", viewer) == {"d-birth"}
    assert found(index, "hẹn", viewer, nearly=False) == set()
    assert index.pages(["d-birth"], Question(parse("hẹn")), viewer) == {}


def test_readers_change_with_the_dossier(opener: Opener) -> None:
    index = opener()
    index.add([dossier("d-1", "công văn", readers=("so-tu-phap",))])
    index.add([dossier("d-1", "công văn", readers=("so-y-te",), generation=2)])
    assert found(index, "công văn", TU_PHAP_VIEWER) == set()
    assert found(index, "công văn", STRANGER) == {"d-1"}


def test_readers_narrow_a_question_and_never_widen_what_may_be_seen(opener: Opener) -> None:
    index = opener()
    index.add(
        [
            dossier("d-1", "đơn", readers=("so-tu-phap", "chi-nhanh-tu-son"), date="2025-01-02"),
            dossier("d-2", "đơn", readers=("so-tu-phap",), date="2025-01-03"),
            dossier("d-3", "đơn", readers=("so-y-te", "chi-nhanh-tu-son"), date="2025-01-04"),
            dossier("d-4", "đơn", readers=("so-tu-phap",)),
        ]
    )
    ours = ("so-tu-phap",)

    def listed(viewer: Viewer, **more: object) -> list[str]:
        return [hit.dossier for hit in ask(index, "", viewer, **more).hits]

    assert listed(LOCAL_VIEWER, readers=ours) == ["d-2", "d-1", "d-4"]
    assert listed(LOCAL_VIEWER, readers=ours, date_from="2025-01-03") == ["d-2"]
    assert listed(LOCAL_VIEWER, readers=(*ours, "so-y-te")) == ["d-3", "d-2", "d-1", "d-4"]
    assert listed(LOCAL_VIEWER, readers=()) == []
    assert listed(TU_SON_VIEWER, readers=ours) == ["d-1"]
    assert listed(STRANGER, readers=ours) == []
    assert ask(index, "", TU_SON_VIEWER, readers=ours).total == 1
