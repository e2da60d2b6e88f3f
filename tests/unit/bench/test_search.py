"""The judge of search: answers come from facts, measures from their definitions."""

from random import Random

import pytest

from bench.search.corpus import entry_of, made_dossiers
from bench.search.measures import scores
from bench.search.questions import KINDS, judged_questions
from bench.search.wording import Style
from core.text import fold

CORPUS = list(made_dossiers(300, 3))


def test_a_perfect_ranking_scores_one_and_a_reversed_one_less() -> None:
    grades = {"a": 3, "b": 3, "c": 1}
    assert scores(["a", "b", "c", "x"], grades).ndcg == pytest.approx(1)
    assert scores(["x", "c", "b", "a"], grades).ndcg < 0.7
    assert scores([], grades).ndcg == 0


def test_ndcg_is_that_of_the_textbook() -> None:
    # gains 1, 7 at places 1, 2; ideal 7, 1
    found = scores(["c", "a"], {"a": 3, "c": 1})
    assert found.ndcg == pytest.approx((1 + 7 / 1.5849625) / (7 + 1 / 1.5849625))
    assert found.reciprocal_rank == 0.5
    assert found.recall == 1


def test_every_kind_of_question_has_a_best_answer_with_and_without_marks() -> None:
    questions = list(judged_questions([made.facts for made in CORPUS], 3, 1))
    assert {one.kind for one in questions} == set(KINDS)
    for one in questions:
        assert 3 in one.grades.values()
        assert set(one.grades) <= set(one.bare_grades)
        assert one.bare == fold(one.text) or "OR" in one.text


def test_a_dossier_is_the_same_whatever_the_count() -> None:
    assert [made.facts for made in made_dossiers(5, 3)] == [made.facts for made in CORPUS[:5]]
    assert [made.pages for made in made_dossiers(5, 3)] == [made.pages for made in CORPUS[:5]]


def test_misreading_spoils_about_the_asked_share_of_words() -> None:
    text = " ".join(word for made in CORPUS[:50] for page in made.pages for word in page.split())
    read = Style(Random(1), wrong=0.1).misread(text)
    wrong = sum(
        one != other for one, other in zip(text.split(), Style(Random(1)).misread(text).split(), strict=True)
    )
    assert wrong == 0
    assert 0.85 < len(set(text.split()) & set(read.split())) / len(set(text.split())) <= 1
    assert read != text


def test_what_is_indexed_says_the_facts() -> None:
    made = CORPUS[0]
    entry = entry_of(made)
    assert entry.code == made.facts.case.code
    assert entry.fields["document_number"] == (made.facts.number,)
    assert len(entry.pages) == 4
