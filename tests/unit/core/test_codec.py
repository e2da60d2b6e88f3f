from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import codec
from core.model import Document, Field, FieldItem, Manifest, Problem
from core.page import Box, Line, Page, PageState, Word

numbers = st.integers(0, 10_000)
floats = st.floats(0, 1, allow_nan=False)
boxes = st.builds(Box, numbers, numbers, numbers, numbers)
texts = st.text(max_size=20)
words = st.builds(Word, texts, boxes, floats)
lines = st.builds(Line, st.lists(words, min_size=1, max_size=3).map(tuple))
pages = st.builds(
    Page,
    number=st.integers(1, 5000),
    state=st.sampled_from(PageState),
    width_px=numbers,
    height_px=numbers,
    dpi=st.floats(1, 1200),
    lines=st.lists(lines, max_size=3).map(tuple),
)
items = st.builds(
    FieldItem, st.dictionaries(texts, texts, max_size=2), texts, st.none() | numbers, st.none() | boxes
)
fields = st.builds(
    Field,
    name=texts,
    value=st.none()
    | texts
    | st.integers(-(2**53), 2**53)
    | st.lists(items, min_size=1, max_size=2).map(tuple),
    raw=texts,
    confidence=floats,
    source=texts,
    box=st.none() | boxes,
)


@given(pages)
def test_a_page_survives_the_round_trip(page: Page) -> None:
    assert codec.decode(codec.encode(page, "test/1"), Page, "test/1") == page


@given(st.lists(fields, max_size=3).map(tuple))
def test_a_manifest_survives_the_round_trip(found: tuple[Field, ...]) -> None:
    document = Document(
        "0" * 64, "application/pdf", 1, fields=found, problems=(Problem("read", "x", "y", 1),)
    )
    manifest = Manifest(
        "0" * 64,
        document,
        "r",
        "u",
        {"original.pdf": "1" * 64},
        datetime(2025, 1, 24, tzinfo=UTC),
        {"read": 0.5},
    )
    assert codec.decode(codec.encode(manifest, "test/1"), Manifest, "test/1") == manifest


@pytest.mark.parametrize(
    "data",
    [b"", b"{", b"[]", b'{"schema":"other/1"}', b'{"schema":"test/1"}', b'{"schema":"test/1","number":"x"}'],
)
def test_damaged_or_foreign_json_is_named_as_such(data: bytes) -> None:
    with pytest.raises(codec.Undecodable):
        codec.decode(data, Page, "test/1")


def test_unknown_keys_are_ignored_so_that_keys_may_be_added() -> None:
    data = codec.encode(Problem("read", "x", "y"), "test/1").replace(b'"stage"', b'"later":1,"stage"')
    assert codec.decode(data, Problem, "test/1") == Problem("read", "x", "y")
