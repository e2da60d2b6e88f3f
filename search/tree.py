"""The tree a question is understood as, the same for every engine."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from core.text import Token
from search.dates import DateRange

EVERYTHING = "tất cả hồ sơ, mới nhất trước"
"""What an empty question is taken to mean."""


@dataclass(frozen=True, slots=True)
class Word:
    """One word, in any field or text."""

    token: Token
    prefix: bool = False
    """Whether longer words that start like it are meant too: `quyet*`."""
    fuzzy: bool = False
    """Whether nearly the same words are meant too: `quyet~`."""
    typed: str = ""
    glued: tuple[str, ...] = ()
    """Together with a neighbour, without marks, as an engine reads them that misses the space."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """At least two words in a row, such as the parts of a code."""

    tokens: tuple[Token, ...]
    prefix: bool = False
    typed: str = ""


@dataclass(frozen=True, slots=True)
class InField:
    """A word or phrase in one of these fields."""

    label: str
    """The name as it was typed."""
    names: tuple[str, ...]
    inner: Word | Phrase


@dataclass(frozen=True, slots=True)
class Alike:
    """The same thing written in several ways, first as it was typed; any of them will do."""

    children: tuple["Node", ...]
    exact: bool = True
    """Whether the other ways are as good as the typed one where marks count."""
    note: str = ""
    """What the other ways are, in Vietnamese."""


@dataclass(frozen=True, slots=True)
class Not:
    """Dossiers that do not match."""

    inner: "Node"


@dataclass(frozen=True, slots=True)
class And:
    """All must match; none at all is everything."""

    children: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Or:
    """At least one of two or more must match."""

    children: tuple["Node", ...]


Leaf = Word | Phrase | InField
Node = Leaf | DateRange | Alike | Not | And | Or


@dataclass(frozen=True, slots=True)
class Query:
    """A question as it was typed and as it is answered."""

    text: str
    root: Node = And(())
    understood: str = EVERYTHING
    """What the question was taken to mean, in Vietnamese."""
    loose: bool = False
    """Whether most of its words must match exactly and the rest nearly."""


def leaves(node: Node) -> Iterator[Leaf]:
    """The words, phrases and fields that a match should show; nothing below a Not."""
    match node:
        case And(children) | Or(children) | Alike(children):
            for child in children:
                yield from leaves(child)
        case Word() | Phrase() | InField():
            yield node


def word_of(leaf: Leaf) -> Word | Phrase:
    """The leaf without its field."""
    return leaf.inner if isinstance(leaf, InField) else leaf


def tokens_of(leaf: Leaf) -> tuple[Token, ...]:
    """The words of a leaf, one or more."""
    inner = word_of(leaf)
    return (inner.token,) if isinstance(inner, Word) else inner.tokens


def inside(label: str, names: tuple[str, ...], node: Node) -> Node:
    """The node with all its words looked for in these fields."""
    match node:
        case Word() | Phrase():
            return InField(label, names, node)
        case And(children) | Or(children) | Alike(children):
            return replace(node, children=tuple(inside(label, names, child) for child in children))
        case Not(inner):
            return Not(inside(label, names, inner))
    return node


def least_words(node: Node) -> int:
    """How many whole words every match has."""
    match node:
        case Word(prefix=prefix):
            return int(not prefix)
        case Phrase(tokens, prefix):
            return len(tokens) - prefix
        case InField(_, _, inner):
            return least_words(inner)
        case Alike(children):
            return least_words(children[0])
        case And(children):
            return sum(least_words(child) for child in children)
        case Or(children):
            return min(least_words(child) for child in children)
    return 0


def loosen(query: Query) -> Query:
    """The same question with some plain words taken approximately; itself when it has none."""
    root = _loosened(query.root)
    return query if root == query.root else replace(query, root=root, loose=True)


def _loosened(node: Node) -> Node:
    match node:
        case Word(prefix=False):
            return replace(node, fuzzy=True)
        case And(children):
            return And(tuple(_glued(children, at) for at in range(len(children))))
        case Or(children) | Alike(children):
            return replace(node, children=tuple(_loosened(child) for child in children))
        case InField(_, _, Word(prefix=False) as inner):
            return replace(node, inner=replace(inner, fuzzy=True))
    return node


def _glued(children: tuple[Node, ...], at: int) -> Node:
    made = _loosened(children[at])
    if not isinstance(made, Word) or made.prefix:
        return made
    pairs = (children[max(0, at - 1) : at + 1], children[at : at + 2])
    words = ([one.token.folded for one in pair if isinstance(one, Word) and not one.prefix] for pair in pairs)
    return replace(made, glued=tuple("".join(pair) for pair in words if len(pair) == 2))


def describe(node: Node) -> str:
    """The node in Vietnamese, for the line under the search box."""
    match node:
        case Word(_, prefix, fuzzy, typed):
            return typed + ("…" if prefix else "") + (" (gần giống)" if fuzzy else "")
        case Phrase(_, prefix, typed):
            return f"“{typed}{'…' if prefix else ''}”"
        case InField(label, _, inner):
            return f"{label}: {describe(inner)}"
        case Alike(children, _, note):
            return _as_typed(children[0]) + (f" [{note}]" if note else "")
        case DateRange(first, last):
            return f"ngày từ {first or '…'} đến {last or '…'}"
        case Not(inner):
            return f"không có {_grouped(inner)}"
        case And(children):
            return " và ".join(_grouped(child) for child in children)
        case Or(children):
            return " hoặc ".join(dict.fromkeys(_grouped(child) for child in children))


def _as_typed(node: Node) -> str:
    """Words that mean one thing together, as they stand in the question."""
    if isinstance(node, And):
        return " ".join(_as_typed(child) for child in node.children)
    return _as_typed(node.children[0]) if isinstance(node, Alike) else _grouped(node)


def _grouped(node: Node) -> str:
    return f"({describe(node)})" if isinstance(node, And | Or) else describe(node)
