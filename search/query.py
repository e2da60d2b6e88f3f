"""Understands what an officer typed; a question that makes no sense is never an error."""

from dataclasses import dataclass, field

from core.text import Token
from search import schema
from search.dates import DateRange, parse_range
from search.lexing import NAMES, Piece, field_key, pieces
from search.terms import unfinished, word_tokens
from search.tree import And, Node, Not, Or, Phrase, Query, Word, describe, inside
from search.widen import widened

MAX_LETTERS = 2000
"""Letters of a question that are looked at; more is a pasted page."""
MAX_WORDS = 48
"""Words of a question that are looked up; each costs every engine time."""
MAX_DEPTH = 12
"""Parentheses inside one another; deeper ones are passed over."""
_WORDS_OF_A_DATE = 12
"""`từ 24 tháng 1 năm 2025 đến 3 tháng 2 năm 2025` without the quotes."""


def parse(text: str) -> Query:
    """Understand `text`; total: whatever is half typed or meaningless is passed over."""
    parser = _Parser(pieces(text[:MAX_LETTERS]))
    root = parser.either(0)
    if root == And(()):
        return Query(text)
    root = widened(root)
    notes = list(dict.fromkeys(parser.notes))
    if parser.cut or len(text) > MAX_LETTERS:
        notes.append(f"câu hỏi dài: chỉ tìm {MAX_WORDS} từ đầu")
    return Query(text, root, describe(root) + (f" ({'; '.join(notes)})" if notes else ""))


@dataclass(slots=True)
class _Parser:
    """Recursive descent over the pieces; every method consumes what it understands."""

    pieces: list[Piece]
    position: int = 0
    words: int = 0
    cut: bool = False
    notes: list[str] = field(default_factory=list)
    """What was not understood, in Vietnamese."""

    def peek(self, ahead: int = 0) -> str:
        """The kind of a coming piece, or nothing."""
        at = self.position + ahead
        return self.pieces[at].kind if at < len(self.pieces) else ""

    def take(self) -> Piece:
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
        key = field_key(name)
        fields = NAMES.get(key)
        if self.peek() == "open" and fields:
            self.take()
            group = self.group(depth)
            return inside(name, fields, group) if group else None
        if self.peek() not in ("quoted", "plain"):
            return self.words_of(Piece("plain", name))
        if key in schema.DATE_NAMES and (dates := self.dates()):
            return dates
        value = self.take()
        if not fields:
            of_date = key in schema.DATE_NAMES
            self.notes.append(f"“{value.text}” không phải ngày" if of_date else f"không có trường “{name}”")
            return self.words_of(Piece("plain", f"{name}:{value.text}"))
        inner = self.words_of(value)
        return inside(name, fields, inner) if inner else None

    def dates(self) -> DateRange | None:
        """The longest row of pieces that is a date or a range of dates."""
        length = 1
        while length < _WORDS_OF_A_DATE and self.peek(length) == "plain":
            length += 1
        for count in range(length if self.peek() == "plain" else 1, 0, -1):
            row = self.pieces[self.position : self.position + count]
            if found := parse_range(" ".join(piece.text for piece in row)):
                self.position += count
                return found
        return None

    def words_of(self, piece: Piece) -> Node | None:
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
