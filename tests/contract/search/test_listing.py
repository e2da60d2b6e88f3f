"""Long listings: parts make up the whole, also while dossiers are added; totals stop counting."""

from dataclasses import replace
from typing import Any

import pytest

from core.access import LOCAL_VIEWER, Viewer
from core.errors import ConfigError
from search.cursor import START, Cursor, parse_cursor
from search.index import DossierHit, Question, SearchIndex
from search.query import parse
from tests.contract.search.asking import ask, found
from tests.contract.search.conftest import Opener
from tests.contract.search.corpus import TU_PHAP_VIEWER, TU_SON_VIEWER, corpus, dossier


def listed(
    index: SearchIndex, text: str, viewer: Viewer = LOCAL_VIEWER, limit: int = 3, **more: Any
) -> list[DossierHit]:
    """All parts of a listing."""
    hits: list[DossierHit] = []
    cursor: Cursor | None = START
    while cursor:
        answer = index.search(Question(parse(text), limit=limit, cursor=cursor, **more), viewer)
        hits += answer.hits
        cursor = parse_cursor(str(answer.next)) if answer.next else None
    return hits


@pytest.mark.parametrize("text", ["", "hoa", "hoá OR quyết", "-thôn", "bo nhiemm giam doc", "vắng"])
@pytest.mark.parametrize("viewer", [LOCAL_VIEWER, TU_PHAP_VIEWER, TU_SON_VIEWER], ids=lambda one: one.account)
def test_the_parts_make_up_the_whole(index: SearchIndex, text: str, viewer: Viewer) -> None:
    whole = ask(index, text, viewer).hits
    parts = listed(index, text, viewer)
    assert {(hit.dossier, hit.tier) for hit in parts} == {(hit.dossier, hit.tier) for hit in whole}
    assert len(parts) == len(whole)
    assert len(listed(index, text, viewer, limit=len(whole) or 1)) == len(whole)


def test_a_listing_goes_by_tier_newest_and_id(index: SearchIndex) -> None:
    dates = {entry.id: entry.date or "" for entry in corpus()}
    hits = listed(index, "hoá OR quyết")
    places = [(hit.tier, hit.dossier) for hit in hits]
    expected = sorted(places, key=lambda place: place[1])
    expected.sort(key=lambda place: dates[place[1]], reverse=True)
    assert places == sorted(expected, key=lambda place: place[0])


def test_what_is_added_meanwhile_neither_doubles_nor_hides_anything(opener: Opener) -> None:
    index = opener()
    index.add(dossier(f"d-{number:03}", "đơn", date=f"2025-01-{number + 1:02}") for number in range(9))
    index.add([dossier("d-undated-1", "đơn"), dossier("d-undated-2", "đơn")])
    first = index.search(Question(parse("đơn"), limit=4, cursor=START), LOCAL_VIEWER)
    index.add(
        [dossier("d-newer", "đơn đơn đơn", date="2026-01-01"), dossier("d-older", "đơn", date="2024-01-01")]
    )
    rest: list[str] = []
    cursor: Cursor | None = first.next
    assert cursor
    while cursor:
        part = index.search(Question(parse("đơn"), limit=4, cursor=cursor), LOCAL_VIEWER)
        rest += [hit.dossier for hit in part.hits]
        cursor = part.next
    assert [hit.dossier for hit in first.hits] == ["d-008", "d-007", "d-006", "d-005"]
    assert rest == ["d-004", "d-003", "d-002", "d-001", "d-000", "d-older", "d-undated-1", "d-undated-2"]


def test_near_matches_stay_in_or_out_of_a_listing_that_was_begun(opener: Opener) -> None:
    index = opener()
    index.add(dossier(f"d-{number}", "hành chnh", date="2025-01-01") for number in range(3))
    begun = index.search(Question(parse("chính"), limit=2, cursor=START), LOCAL_VIEWER)
    assert begun.next
    assert begun.next.loose
    index.add([dossier("d-exact", "hành chính", date="2026-01-01")])
    rest = index.search(Question(parse("chính"), limit=2, cursor=begun.next), LOCAL_VIEWER)
    assert [hit.dossier for hit in rest.hits] == ["d-2"]


def test_totals_are_exact_up_to_a_bound(index: SearchIndex, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = ask(index, "")
    assert (whole.total, whole.more) == (len(corpus()), False)
    monkeypatch.setattr("search.index.MAX_TOTAL", 20)
    bounded = ask(index, "")
    assert (bounded.total, bounded.more) == (20, True)
    assert bounded.facets == whole.facets
    assert len(found(index, "")) == len(corpus())
    few = ask(index, "hoa")
    assert (few.total, few.more) == (10, False)


@pytest.mark.parametrize("text", ["", "x", "W10", "bnVsbA", "WzEsMiwzXQ", "é", "W251bGwsbnVsbCwiIixudWxsXQ"])
def test_a_cursor_that_was_not_given_out_is_refused(text: str) -> None:
    with pytest.raises(ConfigError):
        parse_cursor(text)


def test_a_cursor_goes_through_an_address_and_back() -> None:
    for cursor in (Cursor(3, "2025-01-02", "d-1", False), Cursor(5, None, "d-é", True)):
        assert parse_cursor(str(cursor)) == cursor
        assert str(cursor).isascii()
        assert replace(cursor, id="d-0").rank < cursor.rank
