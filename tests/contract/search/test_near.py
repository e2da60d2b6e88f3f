"""Nearly matching dossiers come last, counted apart and only where they are due, in every engine alike."""

import pytest

from core.access import LOCAL_VIEWER
from search.index import Question, SearchIndex, Tier
from search.query import parse
from tests.contract.search.asking import ask, found, tiers
from tests.contract.search.conftest import Opener
from tests.contract.search.corpus import dossier


@pytest.fixture
def index(opener: Opener) -> SearchIndex:
    """Right and misread dossiers."""
    made = opener()
    made.add(
        [
            dossier("d-right", "Quyết định bổ nhiệm giám đốc trung tâm", document_number="44/QĐ-UBND"),
            dossier("d-slip", "Quyết đnịh bổ nhiệm giámm đốc trung tâm"),
            dossier("d-misread", "Quyết định bố nhiệrn giám đốc ưung tâm"),
            dossier("d-glued", "Quyết định bổnhiệm giám đốc trung tâm"),
            dossier("d-codes", "Quyết định 45/QĐ-UBND bổ nhiệm"),
            *(dossier(f"d-many-{number:02}", "thủ tục hành chính công") for number in range(12)),
            dossier("d-many-slip", "thủ tục hnàh chính công"),
        ]
    )
    return made


def test_few_exact_hits_are_followed_by_near_ones(index: SearchIndex) -> None:
    text = "quyết định bổ nhiệm giám đốc trung tâm"
    expected = {"d-right": Tier.PHRASE, **dict.fromkeys(("d-slip", "d-misread", "d-glued"), Tier.FUZZY)}
    assert tiers(index, text) == expected
    answer = ask(index, text)
    assert (answer.total, answer.nearly) == (4, 3)
    assert answer.hits[0].dossier == "d-right"


def test_near_ones_can_be_left_out_or_asked_for(index: SearchIndex) -> None:
    text = "thủ tục hành chính công"
    assert ask(index, text).nearly == 0
    assert ask(index, text, nearly=True).nearly == 1
    assert ask(index, text, nearly=True).hits[-1].dossier == "d-many-slip"
    assert found(index, "quyết định bổ nhiệm giám đốc trung tâm", nearly=False) == {"d-right"}


def test_few_words_bring_near_hits_only_where_nothing_matches(index: SearchIndex) -> None:
    assert found(index, "trung tâm") == {"d-right", "d-slip", "d-glued"}
    assert tiers(index, "trugn") == dict.fromkeys(("d-right", "d-slip", "d-glued"), Tier.FUZZY)


@pytest.mark.parametrize("text", ["46/QĐ-UBND", "45/QĐ-UBNB", "số:45/QĐ-UBND", "2024"])
def test_codes_and_numbers_are_never_taken_approximately(index: SearchIndex, text: str) -> None:
    assert found(index, text, nearly=True) == set()


def test_what_is_shut_out_stays_exact(index: SearchIndex) -> None:
    assert "d-slip" in found(index, "quyết -giám", nearly=True)
    assert "d-right" not in found(index, "quyết -giám", nearly=True)


def test_the_page_of_a_near_hit_is_shown(index: SearchIndex) -> None:
    question = Question(parse("bổ nhiệm giám đốc"))
    assert set(index.pages(["d-right", "d-glued", "d-misread"], question, LOCAL_VIEWER)) == {
        "d-right",
        "d-glued",
        "d-misread",
    }
