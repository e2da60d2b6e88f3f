"""Adds to a question the other ways in which papers write the same: short forms, dates, codes."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from core.text import Token
from search.abbreviations import (
    BEFORE_NAMES,
    BOTH_WAYS,
    FULL_TO_SHORT,
    SHORT_TO_FULL,
    Form,
    Pairs,
    same,
    written,
)
from search.numbers import ANY_WAY, DAY, as_code, as_date, date_in_words, number_of_act, other_zero, row
from search.tree import Alike, And, InField, Node, Or, Phrase, Word, inside, tokens_of

_SHORTEST_TAIL_AMONG_OTHERS = 4


def widened(node: Node) -> Node:
    """The node with what means the same beside it; what is shut out stays as it was typed."""
    match node:
        case And(children):
            made = tuple(_in_a_row(children))
            return made[0] if len(made) == 1 else And(made)
        case Or(children):
            return Or(tuple(widened(child) for child in children))
        case InField(label, names, inner):
            return inside(label, names, _leaf(inner))
        case Word() | Phrase():
            return _leaf(node)
    return node


def _leaf(node: Word | Phrase) -> Node:
    """A word or phrase that stands for itself."""
    if node.prefix or (isinstance(node, Word) and node.fuzzy):
        return node
    return as_code(node) or as_date(node) or _as_phrase(node) or node


def _as_phrase(node: Word | Phrase) -> Alike | None:
    """A short form spelled out, or a phrase with its short forms exchanged."""
    tokens = tokens_of(node)
    if fulls := [full for short, full in SHORT_TO_FULL.get(tokens[0].folded, ()) if same(tokens, short)]:
        others = dict.fromkeys(way for full in fulls for way in _ways_of(full))
        rows = tuple(row(way) for way in others if way != tokens)
        return Alike((node, *rows), note="cũng là " + ", ".join(written(full) for full in fulls))
    if len(tokens) == 1 or " " not in node.typed:
        return None
    exchanged: tuple[Node, ...] = tuple(
        row(made) for pairs in (FULL_TO_SHORT, SHORT_TO_FULL) if (made := _exchanged(tokens, pairs)) != tokens
    )
    exact = _typed_with_marks(tokens)
    return Alike((node, *exchanged), exact, "cả khi viết tắt") if exchanged else None


def _ways_of(full: Form) -> Iterator[Form]:
    """All ways in which something long is written: itself, partly short, and its short forms."""
    yield full
    yield _exchanged(full, FULL_TO_SHORT, len(full) - 1)
    yield from (short for short, long in BOTH_WAYS if long == full)


def _exchanged(tokens: Form, table: Mapping[str, Pairs], longest: int = 99) -> Form:
    """The tokens with every run that may be exchanged exchanged, longest runs first."""
    made: list[Token] = []
    at = 0
    while at < len(tokens):
        fitting = (
            pair
            for pair in table.get(tokens[at].folded, ())
            if len(pair[0]) <= longest and same(tokens[at : at + len(pair[0])], pair[0])
        )
        found = max(fitting, key=lambda pair: len(pair[0]), default=None)
        made += found[1] if found else tokens[at : at + 1]
        at += len(found[0]) if found else 1
    return tuple(made)


def _in_a_row(children: Sequence[Node], longest: int = 99) -> Iterator[Node]:
    """Things that must all match, with runs of words that are written otherwise elsewhere."""
    at = 0
    while at < len(children):
        length, node = _dated(children[at : at + 2])
        if node is None:
            length, node = _run(tuple(_plain(children[at:])), longest)
        yield _leaf_among(children[at]) if node is None else node
        at += length or 1


def _dated(pair: Sequence[Node]) -> tuple[int, Node | None]:
    """`ngày 24/01/2025`: papers print the date without the word too."""
    word, *rest = pair
    if isinstance(word, Word) and word.token.folded == DAY and rest and isinstance(rest[0], Phrase):
        date = as_date(rest[0])
        return (2, replace(date, children=(And((word, rest[0])), *date.children[1:]))) if date else (0, None)
    return 0, None


def _leaf_among(node: Node) -> Node:
    """One of several: a short number is no end of a code there."""
    if isinstance(node, Word) and node.token.folded.isdigit():
        return node if len(node.token.folded) < _SHORTEST_TAIL_AMONG_OTHERS else _leaf(node)
    return widened(node)


def _plain(children: Sequence[Node]) -> Iterator[Word]:
    """The words that the children begin with."""
    for child in children:
        if not isinstance(child, Word) or child.prefix or child.fuzzy:
            return
        yield child


def _run(words: tuple[Word, ...], longest: int) -> tuple[int, Node | None]:
    """What the first of these words begin, with the number of words it takes; (0, None) for nothing."""
    tokens = tuple(word.token for word in words)
    if length := number_of_act(tokens):
        code = Phrase(tokens[:length], typed=" ".join(word.typed for word in words[:length]))
        others = other_zero(code.tokens)
        return length, Alike((code, *others)) if others else code
    if date := date_in_words(tokens):
        length, day = date
        return length, Alike((_all(words[:length]), day), note=ANY_WAY)
    starting = FULL_TO_SHORT.get(tokens[0].folded, ()) if tokens else ()
    fulls = [
        (short, full) for full, short in starting if len(full) <= longest and same(tokens[: len(full)], full)
    ]
    if not fulls:
        return _place(words, tokens)
    length = max(len(full) for _, full in fulls)
    shorts = [short for short, full in fulls if len(full) == length]
    note = "cũng là " + ", ".join("&".join(token.marked for token in short).upper() for short in shorts)
    typed = _all(tuple(_in_a_row(words[:length], length - 1)))
    return length, Alike((typed, *map(row, shorts)), _typed_with_marks(tokens[:length]), note)


def _place(words: tuple[Word, ...], tokens: Form) -> tuple[int, Node | None]:
    """`thành phố Bắc Ninh` as TP. Bắc Ninh and back: together with the word that follows."""
    for short, full in BEFORE_NAMES:
        for typed, other in ((full, short), (short, full)):
            end = len(typed) + 1
            if len(tokens) >= end and same(tokens[: end - 1], typed) and tokens[end - 1].folded.isalpha():
                exact = typed == short or _typed_with_marks(typed)
                note = f"cũng là {written(full)}" if typed == short else ""
                return end, Alike((_all(words[:end]), row((*other, tokens[end - 1]))), exact, note)
    return 0, None


def _typed_with_marks(tokens: Form) -> bool:
    return any(token.marked != token.folded for token in tokens)


def _all(nodes: tuple[Node, ...]) -> Node:
    return nodes[0] if len(nodes) == 1 else And(nodes)
