"""Texts that were found are judged in memory just as the engines judge them."""

import pytest

from search.conditions import All, Any, AtLeast, Condition, Exact, OneOf, Row, Without
from search.judged_text import Text, fulfils

TEXT = Text.of("quyết định bổ nhiệm", "quyet dinh bo nhiem")


@pytest.mark.parametrize(
    ("part", "expected"),
    [
        (Row(("quyet",), marked=False), True),
        (Row(("quyet",), marked=True), False),
        (Row(("quyết", "định"), marked=True), True),
        (Row(("dinh", "quyet"), marked=False), False),
        (Row(("nhie",), marked=False), False),
        (Row(("nhie",), marked=False, prefix=True), True),
        (Row(("bo", "nhi"), marked=False, prefix=True), True),
        (Row(("et",), marked=False), False),
        (OneOf(("vang", "bo")), True),
        (OneOf(()), False),
        (All(()), True),
        (Any(()), False),
        (All((OneOf(("bo",)), Row(("vang",), marked=False))), False),
        (AtLeast(1, (OneOf(("bo",)), OneOf(("vang",)))), True),
        (AtLeast(2, (OneOf(("bo",)), OneOf(("vang",)))), False),
        (Without(OneOf(("vang",))), True),
        (Exact(("x",)), False),
    ],
)
def test_words_are_looked_for_whole(part: Condition, expected: bool) -> None:
    assert fulfils(TEXT, part) is expected
