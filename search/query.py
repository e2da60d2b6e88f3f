"""What an officer typed, as a tree that every engine answers alike."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from core.text import Token, fold
from search import schema
from search.dates import DateRange, parse_range
from search.terms import unfinished, word_tokens

MAX_LETTERS = 2000
"""Letters of a question that are looked at; more is a pasted page."""
MAX_WORDS = 48
"""Words of a question that are looked up; each costs every engine time."""
MAX_DEPTH = 12
"""Parentheses inside one another; deeper ones are passed over."""

_PIECE = re.compile(
    r"""(?P<space>\s+)
    | (?P<open>\() | (?P<close>\))
    | (?P<either>(?:OR(?=[\s()]|$)|\|))
    | (?P<without>-(?=[^\s-])(?<![^\s(]-))
    | (?<![\w:])(?P<name>[^\W\d]\w*):(?=[^\s:)])
    | (?P<quoted>["“”«](?P<inside>[^"“”»]*)(?:["“”»]|$))
    | (?P<plain>[^\s()"“”«»|]+) | (?P<rest>.)""",
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Word:
    """One word, in any field or text."""

    token: Token
    prefix: bool = False
    """Whether longer words that start like it are meant too: `quyet*`."""
    fuzzy: bool = False
    """Whether nearly the same words are meant too: `quyet~`."""
    typed: str = ""


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
Node = Leaf | DateRange | Not | And | Or


@dataclass(frozen=True, slots=True)
class Query:
    """A question as it was typed and as it is answered."""

    text: str
    root: Node = And(())
    understood: str = "tất cả hồ sơ, mới nhất trước"
    """What the question was taken to mean, in Vietnamese."""


def parse(text: str) -> Query:
    """Understand `text`; total: whatever is half typed or meaningless is passed over."""
    parser = _Parser(list(_pieces(text[:MAX_LETTERS])))
    root = parser.either(0)
    if root == And(()):
        return Query(text)
    hint = describe(root)
    if parser.cut or len(text) > MAX_LETTERS:
        hint += f" (câu hỏi dài: chỉ tìm {MAX_WORDS} từ đầu)"
    return Query(text, root, hint)


def loosen(query: Query) -> Query:
    """The same question with every plain word taken approximately."""
    return replace(query, root=_loosened(query.root))


def leaves(node: Node) -> Iterator[Leaf]:
    """The words, phrases and fields that a match should show; nothing below a Not."""
    match node:
        case And(children) | Or(children):
            for child in children:
                yield from leaves(child)
        case Word() | Phrase() | InField():
            yield node


def describe(node: Node) -> str:
    """The node in Vietnamese, for the line under the search box."""
    match node:
        case Word(_, prefix, fuzzy, typed):
            return typed + ("…" if prefix else "") + (" (gần giống)" if fuzzy else "")
        case Phrase(_, prefix, typed):
            return f"“{typed}{'…' if prefix else ''}”"
        case InField(label, _, inner):
            return f"{label}: {describe(inner)}"
        case DateRange(first, last):
            return f"ngày từ {first or '…'} đến {last or '…'}"
        case Not(inner):
            return f"không có {_grouped(inner)}"
        case And(children):
            return " và ".join(_grouped(child) for child in children)
        case Or(children):
            return " hoặc ".join(dict.fromkeys(_grouped(child) for child in children))


def _grouped(node: Node) -> str:
    return f"({describe(node)})" if isinstance(node, And | Or) else describe(node)


def _inside(label: str, names: tuple[str, ...], node: Node) -> Node:
    match node:
        case Word() | Phrase():
            return InField(label, names, node)
        case And(children) | Or(children):
            return replace(node, children=tuple(_inside(label, names, child) for child in children))
        case Not(inner):
            return Not(_inside(label, names, inner))
    return node


def _loosened(node: Node) -> Node:
    match node:
        case Word():
            return replace(node, fuzzy=True)
        case And(children) | Or(children):
            return replace(node, children=tuple(_loosened(child) for child in children))
        case InField(_, _, Word() as inner):
            return replace(node, inner=replace(inner, fuzzy=True))
    return node


@dataclass(frozen=True, slots=True)
class _Piece:
    kind: str
    text: str = ""


def _pieces(text: str) -> Iterator[_Piece]:
    for found in _PIECE.finditer(text):
        kind = found.lastgroup or "rest"
        if kind == "inside":
            kind = "quoted"
        content = found["inside"] if kind == "quoted" else found["name"] if kind == "name" else found[0]
        if kind not in ("space", "rest"):
            yield _Piece(kind, content)


@dataclass(slots=True)
class _Parser:
    """Recursive descent over the pieces; every method consumes what it understands."""

    pieces: list[_Piece]
    position: int = 0
    words: int = 0
    cut: bool = False

    def peek(self) -> str:
        """The kind of the next piece, or nothing."""
        return self.pieces[self.position].kind if self.position < len(self.pieces) else ""

    def take(self) -> _Piece:
        """Consume a piece."""
        self.position += 1
        return self.pieces[self.position - 1]

    def either(self, depth: int) -> Node:
        """Alternatives up to a closing parenthesis or the end."""
        children = [self.every(depth)]
        while self.peek() == "either":
            self.take()
            children.append(self.every(depth))
        known = tuple(child for child in children if child != And(()))
        return known[0] if len(known) == 1 else Or(known) if known else And(())

    def every(self, depth: int) -> Node:
        """Things that must all match."""
        children: list[Node] = []
        while self.peek() not in ("", "either"):
            if self.peek() == "close":
                if depth:
                    break
                self.take()
                continue
            node = self.one(depth)
            if node is not None:
                children.append(node)
        return children[0] if len(children) == 1 else And(tuple(children))

    def one(self, depth: int) -> Node | None:
        """A word, phrase, field, negation or group."""
        piece = self.take()
        match piece.kind:
            case "open":
                return self.group(depth)
            case "without":
                inner = self.one(depth) if self.peek() not in ("", "close", "either") else None
                return Not(inner) if inner is not None else None
            case "name":
                return self.named(piece.text, depth)
            case "quoted" | "plain":
                return self.words_of(piece)
        return None

    def group(self, depth: int) -> Node | None:
        """What stands in parentheses; a missing closing one is added at the end."""
        if depth >= MAX_DEPTH:
            return None
        node = self.either(depth + 1)
        if self.peek() == "close":
            self.take()
        return None if node == And(()) else node

    def named(self, name: str, depth: int) -> Node | None:
        """`field:value` or `field:(…)`; an unknown name is a word like any other."""
        key = fold(name).replace("_", "")
        fields = _NAMES.get(key)
        if self.peek() == "open" and fields:
            self.take()
            group = self.group(depth)
            return _inside(name, fields, group) if group else None
        if self.peek() not in ("quoted", "plain"):
            return self.words_of(_Piece("plain", name))
        value = self.take()
        dates = parse_range(value.text) if key in schema.DATE_NAMES else None
        if dates:
            return dates
        inner = self.words_of(value if fields else _Piece("plain", f"{name}:{value.text}"))
        return _inside(name, fields, inner) if fields and inner else inner

    def words_of(self, piece: _Piece) -> Node | None:
        """One word, or several in a row when the piece has several parts."""
        found = word_tokens(piece.text)
        kept = found[: max(0, MAX_WORDS - self.words)]
        self.words += len(kept)
        self.cut = self.cut or len(kept) < len(found)
        if not kept:
            return None
        typed = piece.text[kept[0].start : kept[-1].end]
        if not piece.text.endswith("*"):
            return _row(kept, typed, fuzzy=piece.text.endswith("~"))
        ways = dict.fromkeys((kept, unfinished(piece.text)[: len(kept)]))
        leaves_ = tuple(_row(way, typed, prefix=True) for way in ways)
        return leaves_[0] if len(leaves_) == 1 else Or(leaves_)


def _row(tokens: tuple[Token, ...], typed: str, *, prefix: bool = False, fuzzy: bool = False) -> Node:
    if len(tokens) == 1:
        return Word(tokens[0], prefix, fuzzy, typed)
    return Phrase(tokens, prefix, typed)


_NAMES = {name.replace("_", ""): fields for name, fields in schema.names().items()}
