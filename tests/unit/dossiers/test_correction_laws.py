"""Laws of laying corrections over what was read: nothing in them reads a store."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from core.model import Document, Field, FieldItem
from core.page import PageState
from dossiers.corrections.applying import apply
from dossiers.corrections.items import with_item
from dossiers.corrections.model import Correction, Kind, Target, slot_of, version
from dossiers.corrections.settling import Settled, settle

FIRST = datetime(2026, 1, 5, 8, tzinfo=UTC)
PAPERS = ("1" * 64, "2" * 64)
NAMES = ("applicant_name", "address", "signer")

values = st.sampled_from(["A", "B", "C", None])
names = st.sampled_from(NAMES)


@st.composite
def papers(draw: st.DrawFn) -> tuple[Document, ...]:
    """Two papers with some fields each."""
    made = []
    for sha256 in PAPERS:
        fields = tuple(
            Field(name, draw(values), "", 0.9, draw(st.sampled_from(["label", "code"])), page=1)
            for name in NAMES
            if draw(st.booleans())
        )
        made.append(Document(sha256, "application/pdf", 1, fields=fields, page_states=(PageState.READ,)))
    return tuple(made)


@st.composite
def corrections(draw: st.DrawFn) -> Correction:
    """A correction of a field, on a paper or on the dossier."""
    target = Target(draw(st.sampled_from([*PAPERS, None])), field=draw(names))
    return Correction(
        id=draw(st.text("0123456789abcdef", min_size=16, max_size=16)),
        kind=Kind.FIELD,
        target=target,
        old=None,
        new=draw(values),
        reason="law",
        account="local",
        time=FIRST + timedelta(seconds=draw(st.integers(0, 5))),
        based_on=version(draw(values)),
    )


many = st.lists(corrections(), max_size=8, unique_by=lambda one: one.id)


def summary(documents: tuple[Document, ...], settled: Settled) -> object:
    """All that comes of it, fields by name."""
    done = apply(settled, documents, {})
    return (
        {field.best.name: (field.best.value, field.best.source) for field in done.fields},
        {(paper.sha256, one.name): one.value for paper in done.documents for one in paper.fields},
        done.problems,
    )


@given(papers(), many)
def test_applying_again_gives_the_same(documents: tuple[Document, ...], found: list[Correction]) -> None:
    settled = settle(found, ())
    once = apply(settled, documents, {})
    assert apply(settled, documents, {}) == once
    accepted, refused = ([one.id for one in some] for some in (settled.accepted, settled.refused))
    again = settle(found, accepted, refused)
    assert apply(again, documents, {}) == once


@given(papers(), many, st.randoms())
def test_corrections_of_different_things_may_come_in_any_order(
    documents: tuple[Document, ...], found: list[Correction], chance: object
) -> None:
    apart = list({slot_of(one.kind, one.target): one for one in found}.values())
    mixed = sorted(apart, key=lambda one: one.id)
    assert summary(documents, settle(mixed, ())) == summary(documents, settle(apart, ()))


@given(papers(), many)
def test_the_last_person_to_speak_has_the_say(
    documents: tuple[Document, ...], found: list[Correction]
) -> None:
    settled = settle(found, ())
    done = apply(settled, documents, {})
    for name in NAMES:
        own = [one for one in settled.accepted if (one.target.document, one.target.field) == (None, name)]
        if own:
            best = next(field.best for field in done.fields if field.best.name == name)
            assert (best.value, best.source) == (own[-1].new, "human")


@given(papers(), many)
def test_no_value_is_lost(documents: tuple[Document, ...], found: list[Correction]) -> None:
    done = apply(settle(found, ()), documents, {})
    kept = {(one.name, one.value) for field in done.fields for one in (field.best, *field.alternatives)}
    read = {(one.name, one.value) for paper in documents for one in paper.fields if one.value is not None}
    assert read <= kept


@given(many, many)
def test_what_was_accepted_stays_accepted_whatever_is_found_later(
    found: list[Correction], later: list[Correction]
) -> None:
    accepted = [one.id for one in settle(found, ()).accepted]
    together = list({one.id: one for one in (*later, *found)}.values())
    assert [one.id for one in settle(together, accepted).accepted][: len(accepted)] == accepted


def test_what_came_second_stays_so_when_the_value_comes_back() -> None:
    one = Correction("a" * 16, Kind.FIELD, Target(field="signer"), "X", "A", "r", "x", FIRST, version("X"))
    second = replace(one, id="b" * 16, new="B")
    back = replace(one, id="c" * 16, old="A", new="X", based_on=version("A"))
    now = settle([one, second], ())
    assert now.refused == (second,)
    later = settle([one, second, back], [one.id], [second.id])
    assert (later.accepted, later.refused) == ((one, back), (second,))


@given(many)
def test_of_two_that_saw_the_same_one_wins_and_the_other_is_named(found: list[Correction]) -> None:
    settled = settle(found, ())
    assert {one.id for one in settled.refused} <= {one.id for one in found} - {
        one.id for one in settled.accepted
    }
    for one in settled.refused:
        assert (
            apply(Settled(settled.accepted, (one,), (one,)), (), {}).problems[0].code == "correction_conflict"
        )


def test_a_chain_that_saw_each_other_is_accepted_in_order() -> None:
    one = Correction("a" * 16, Kind.FIELD, Target(field="signer"), "X", "A", "r", "x", FIRST, version("X"))
    two = replace(one, id="b" * 16, old="A", new="B", based_on=version("A"))
    blind = replace(one, id="c" * 16, new="C", time=FIRST + timedelta(seconds=1))
    settled = settle([one, two, blind], ())
    assert settled.accepted == (one, two)
    assert settled.refused == (blind,)
    decided = replace(
        two, id="d" * 16, old="B", new="D", based_on=version("B"), time=FIRST + timedelta(seconds=2)
    )
    assert settle([one, two, blind, decided], ()).undecided == ()


@given(papers(), st.lists(st.tuples(st.sampled_from(PAPERS), st.booleans()), max_size=6))
def test_restricting_and_releasing_end_where_the_last_person_left_them(
    documents: tuple[Document, ...], asked: list[tuple[str, bool]]
) -> None:
    hidden, made = set[str](), list[Correction]()
    for at, (sha256, hide) in enumerate(asked):
        old: tuple[int, ...] = (1,) if sha256 in hidden else ()
        new: tuple[int, ...] = (1,) if hide else ()
        kind = Kind.RESTRICT if hide else Kind.RELEASE
        time = FIRST + timedelta(seconds=at)
        made.append(Correction(f"{at:016x}", kind, Target(sha256), old, new, "law", "x", time, version(old)))
        (hidden.add if hide else hidden.discard)(sha256)
    done = apply(settle(made, ()), documents, {})
    for before, after in zip(documents, done.documents, strict=True):
        kept = before.sha256 in hidden
        assert after.page_states == ((PageState.RESTRICTED if kept else PageState.READ),)
        assert after.fields == (() if kept else before.fields)


items = st.lists(
    st.builds(
        lambda name, count: FieldItem({"name": name, "quantity": str(count)}, name),
        st.sampled_from(["Tờ khai", "Giấy chứng sinh", "Trích lục kết hôn"]),
        st.integers(1, 3),
    ),
    max_size=4,
).map(tuple)


@given(items, st.integers(0, 3), st.sampled_from([None, {"name": "Giấy mới"}]))
def test_an_item_is_found_again_wherever_it_moved(
    listed: tuple[FieldItem, ...], at: int, new: dict[str, str] | None
) -> None:
    old = dict(listed[at].parts) if at < len(listed) else None
    target = Target(field="attachments", item=at + 1)
    one = Correction("a" * 16, Kind.FIELD, target, old, new, "r", "x", FIRST, version(old))
    done = with_item(listed, one)
    if new:
        assert new in [dict(item.parts) for item in done]
        assert with_item(done, one) == done
    elif old:
        assert len(done) == len(listed) - 1
    backwards = with_item(tuple(reversed(listed)), one)
    assert sorted(version(item) for item in backwards) == sorted(version(item) for item in done)


def test_an_item_read_a_little_differently_is_the_same_item() -> None:
    old, new = {"name": "Giấy chúng sinh"}, {"name": "Giấy chứng sinh"}
    target = Target(field="attachments", item=1)
    one = Correction("a" * 16, Kind.FIELD, target, old, new, "r", "x", FIRST, version(old))
    reread = (FieldItem({"name": "Tờ khai"}, ""), FieldItem({"name": "Giây chúng sinh"}, ""))
    assert [dict(item.parts) for item in with_item(reread, one)] == [{"name": "Tờ khai"}, new]
    assert [dict(item.parts) for item in with_item((), one)] == [new]
