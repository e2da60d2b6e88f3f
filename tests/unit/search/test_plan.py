"""Tiers, neighbours and keys are the same for every engine because they are made here."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.text import tokens
from search.index import Tier
from search.near import neighbours
from search.plan import page_plans, plan
from search.query import parse
from search.record import record, unpack
from search.schema import BY_NAME, FIELDS, names
from search.terms import BIND, GAP, comparable, started
from search.tree import loosen
from tests.contract.search.corpus import corpus


def test_one_slip_away_means_one_letter_more_less_other_or_swapped() -> None:
    near = neighbours("tich")
    assert {"tich", "tch", "tichh", "tinh", "tihc"} <= set(near)
    assert "tac" not in near
    assert len(near) == len(set(near))


@pytest.mark.parametrize("word", ["a", "2025", "h052", "中文字典x1"])
def test_letters_and_numbers_have_no_neighbours(word: str) -> None:
    assert neighbours(word) == (word,)


def test_a_short_word_is_taken_only_for_what_looks_like_it() -> None:
    assert set(neighbours("lan")) == {"lan", "ian", "lau", "lah", "lari"}
    assert "tap" not in neighbours("tan")


def test_letters_that_run_together_are_taken_for_one_another() -> None:
    assert "cam" in neighbours("carn")
    assert "trung" in neighbours("uung")


def test_only_plain_words_are_loosened() -> None:
    assert loosen(parse("44/QĐ-UBND")) == parse("44/QĐ-UBND")
    assert Tier.FOLDED in plan(loosen(parse("nhiem"))).tiers
    assert plan(loosen(parse("nhiem"))).lowest is Tier.FUZZY


def test_a_single_word_has_no_phrase_tier() -> None:
    assert Tier.PHRASE not in plan(parse("hòa")).tiers
    assert Tier.PHRASE in plan(parse("hòa bình")).tiers


def test_a_question_with_more_than_words_equals_no_field() -> None:
    assert Tier.CODE in plan(parse("số:44/QĐ-UBND")).tiers
    for text in ("44/QĐ-UBND -x", "a OR b", "44*", ""):
        assert Tier.CODE not in plan(parse(text)).tiers


def test_nothing_to_show_when_only_exclusions_were_asked() -> None:
    assert page_plans(parse("-hòa")).exact.words == ()


@given(st.text())
def test_every_question_has_a_plan(text: str) -> None:
    query = parse(text)
    assert plan(query).matches == plan(query).matches
    assert page_plans(loosen(query))


def test_marks_of_our_own_never_occur_in_a_token() -> None:
    assert next(iter(tokens(f"a{GAP}b{BIND}c"))).marked == "a"
    assert [token.marked for token in tokens(GAP + BIND)] == []


def test_codes_compare_without_marks_and_names_with_them() -> None:
    assert comparable("44/QĐ-UBND", folded=True) == comparable("44/qd ubnd", folded=True)
    assert (
        comparable("Lê Hoà", folded=False)
        == comparable("LÊ HÒA", folded=False)
        != comparable("le hoa", folded=False)
    )


def test_a_value_begun_may_go_on_in_both_spellings() -> None:
    assert started("quy") == ("qui", "quy")
    assert started("Sở T") == ("so t",)
    assert started(" …") == ()


def test_every_alias_leads_to_known_fields() -> None:
    assert all(name in BY_NAME for fields in names().values() for name in fields)
    assert len({field.name for field in FIELDS}) == len(FIELDS)


def test_packed_words_come_back_as_they_were() -> None:
    for entry in corpus():
        made = record(entry)
        assert [unpack(page.packed) for page in made.pages] == [page.lines for page in entry.pages]
        assert json.loads(made.facets_key) == {name: list(values) for name, values in made.facets.items()}
