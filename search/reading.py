"""Reads a question's tree as conditions: with marks, without, nearly, as typed, or in values only."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from search.conditions import All, Any, Between, Condition, OneOf, Row, Without
from search.dates import DateRange
from search.near import neighbours
from search.terms import bound
from search.tree import Alike, And, InField, Node, Not, Or, Phrase, Word, tokens_of

_Leaf = Callable[[Word | Phrase, tuple[str, ...]], Condition]


@dataclass(frozen=True, slots=True)
class Reading:
    """A way to take a question: how its words are compared, and which ways of writing count."""

    leaf: _Leaf
    ways: Callable[[Alike], tuple[Node, ...]] = lambda alike: alike.children


def read(node: Node, reading: Reading) -> Condition:
    """The condition that a node is under a reading; what is shut out is always read as typed."""
    match node:
        case And(children):
            return All(tuple(read(child, reading) for child in children))
        case Or(children):
            return Any(tuple(read(child, reading) for child in children))
        case Alike():
            return Any(tuple(read(child, reading) for child in reading.ways(node)))
        case Not(inner):
            return Without(read(inner, TYPED))
        case DateRange(first, last):
            return Between(first, last)
        case InField(_, names, inner):
            return reading.leaf(inner, names)
        case Word() | Phrase():
            return reading.leaf(node, ())


def _marked(leaf: Word | Phrase, names: tuple[str, ...]) -> Condition:
    return _row(leaf, names, marked=True)


def _folded(leaf: Word | Phrase, names: tuple[str, ...]) -> Condition:
    return _row(leaf, names, marked=False)


def _as_typed(leaf: Word | Phrase, names: tuple[str, ...]) -> Condition:
    """With marks when there are any: `-hòa` leaves `hoa` alone, `-hoa` shuts out both."""
    return _row(leaf, names, marked=any(part.marked != part.folded for part in tokens_of(leaf)))


def _fuzzy(leaf: Word | Phrase, names: tuple[str, ...]) -> Condition:
    if not (isinstance(leaf, Word) and leaf.fuzzy):
        return _folded(leaf, names)
    words = (*neighbours(leaf.token.folded), *leaf.glued)
    if not names:
        return OneOf(words)
    return OneOf(tuple(word for name in names for word in bound(name, words)), named=True)


def _valued(leaf: Word | Phrase, names: tuple[str, ...]) -> Condition:
    row = _row(leaf, names, marked=False)
    return replace(row, valued=True) if isinstance(row, Row) else row


FOLDED, FUZZY, VALUED = Reading(_folded), Reading(_fuzzy), Reading(_valued)
MARKED = Reading(_marked, lambda alike: alike.children[: None if alike.exact else 1])
TYPED = Reading(_as_typed, lambda alike: alike.children[:1])


def _row(leaf: Word | Phrase, names: tuple[str, ...], *, marked: bool) -> Condition:
    words = tuple(part.marked if marked else part.folded for part in tokens_of(leaf))
    if not names:
        return Row(words, marked, prefix=leaf.prefix)
    rows = tuple(Row(bound(name, words), marked, named=True, prefix=leaf.prefix) for name in names)
    return rows[0] if len(rows) == 1 else Any(rows)
