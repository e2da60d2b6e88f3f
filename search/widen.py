"""Adds to a question the other ways in which papers write the same: short forms, dates, codes."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from core.text import Token
from search.abbreviations import (
    BEFORE_NAMES,
    BOTH_WAYS,
    FULL_TO_SHORT,
    SHORT_TO_FULL,
    SYMBOLS,
    Form,
    Pairs,
    same,
    written,
)
from search.dates import written_dates
from search.terms import date_token, parts_of, tail_token, word_tokens
from search.tree import Alike, And, InField, Node, Or, Phrase, Word, inside, tokens_of

_DIGITS = re.compile(r"^\d[\d-]*\d$")
_WHOLE_CODE = re.compile(r"^(?=(?:\D*\d){8})[0-9A-Za-z]{10,}\d$")
"""A dossier code without its signs."""
_PROCEDURE = re.compile(r"^\d\.\d{6}(?=\.)")
_NUMBER_OF_ACT = re.compile(r"^\d{1,3}/.*[^\W\d]")
_SHORTEST_TAIL, _LONGEST_TAIL = 3, 30
"""Digits by which the end of a code is looked up."""

_SHORTEST_TAIL_AMONG_OTHERS = 4
_YEAR = re.compile(r"^(?:19|20)\d\d$")
_DAY = "ngay"
_ANY_WAY = "mọi cách viết ngày"


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
    return _as_code(node) or _as_date(node) or _as_phrase(node) or node


def _as_code(node: Word | Phrase) -> Alike | None:
    """A number as the end of a code, a procedure code without its suffix, 5/QĐ as 05/QĐ."""
    others: list[Node] = []
    note = ""
    if (_DIGITS.match(node.typed) or _WHOLE_CODE.match(node.typed)) and (tail := _tail(tokens_of(node))):
        others.append(tail)
        note = f"hoặc mã tận cùng {node.typed}"
    if stem := _PROCEDURE.match(node.typed):
        others.append(Phrase(word_tokens(stem[0]), typed=stem[0]))
        note = f"hoặc {stem[0]}"
    if _NUMBER_OF_ACT.match(node.typed):
        others += _other_zero(tokens_of(node))
    if date := _as_date(node):
        others += date.children[1:]
        note = date.note
    return Alike((node, *others), note=note) if others else None


def _other_zero(tokens: Form) -> list[Node]:
    """The number of an act below ten with a zero before it, or without."""
    number = tokens[0].folded
    other = number.lstrip("0") if number.startswith("0") else f"0{number}" if len(number) == 1 else ""
    return [_row((_made(other), *tokens[1:]))] if other else []


def _tail(tokens: Form) -> Word | None:
    digits = "".join(token.folded for token in tokens)
    if _YEAR.match(digits) or not _SHORTEST_TAIL <= len(digits) <= _LONGEST_TAIL:
        return None
    return Word(_made(tail_token(digits)), prefix=True)


def _as_date(node: Word | Phrase) -> Alike | None:
    """A date as it is written on any paper."""
    if isinstance(node, Word):
        return None
    day = _day(parts_of(node.typed))
    return Alike((node, day), note=_ANY_WAY) if day else None


def _day(parts: Sequence[tuple[str, bool]]) -> Word | None:
    """The date that these tokens are, from the first to the last."""
    for start, length, day in written_dates(parts):
        if start == 0 and length == len(parts):
            return Word(_made(date_token(day)))
    return None


def _as_phrase(node: Word | Phrase) -> Alike | None:
    """A short form spelled out, or a phrase with its short forms exchanged."""
    tokens = tokens_of(node)
    if fulls := [full for short, full in SHORT_TO_FULL.get(tokens[0].folded, ()) if same(tokens, short)]:
        others = dict.fromkeys(way for full in fulls for way in _ways_of(full))
        rows = tuple(_row(way) for way in others if way != tokens)
        return Alike((node, *rows), note="cũng là " + ", ".join(written(full) for full in fulls))
    if len(tokens) == 1 or " " not in node.typed:
        return None
    exchanged: tuple[Node, ...] = tuple(
        _row(made)
        for pairs in (FULL_TO_SHORT, SHORT_TO_FULL)
        if (made := _exchanged(tokens, pairs)) != tokens
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
    if isinstance(word, Word) and word.token.folded == _DAY and rest and isinstance(rest[0], Phrase):
        date = _as_date(rest[0])
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
    if length := _number_of_act(tokens):
        code = Phrase(tokens[:length], typed=" ".join(word.typed for word in words[:length]))
        others = _other_zero(code.tokens)
        return length, Alike((code, *others)) if others else code
    if date := _date_in_words(tokens):
        length, day = date
        return length, Alike((_all(words[:length]), day), note=_ANY_WAY)
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
    return length, Alike((typed, *map(_row, shorts)), _typed_with_marks(tokens[:length]), note)


def _date_in_words(tokens: Form) -> tuple[int, Word] | None:
    """`(ngày) 24 tháng 1 năm 2025`: how many words it takes, and the date."""
    before = int(bool(tokens) and tokens[0].folded == _DAY)
    for start, length, day in written_dates([(token.folded, False) for token in tokens[before : before + 5]]):
        if start == 0:
            return before + length, Word(_made(date_token(day)))
    return None


def _number_of_act(tokens: Form) -> int:
    """`44 qd ubnd`: number, kind and agency of an act are one code; how many words it takes, 0 if none."""
    if len(tokens) < 2 or not tokens[0].folded.isdigit() or tokens[1].folded not in SYMBOLS:
        return 0
    return 3 if len(tokens) > 2 and _is_agency(tokens[2]) else 2


def _is_agency(token: Token) -> bool:
    """Letters of an agency: known short forms, and what has no vowel, as every syllable has."""
    known = any(len(short) == 1 and short[0].folded == token.folded for short, _ in BOTH_WAYS)
    return known or (token.folded.isalpha() and not set(token.folded) & set("aeiouy"))


def _place(words: tuple[Word, ...], tokens: Form) -> tuple[int, Node | None]:
    """`thành phố Bắc Ninh` as TP. Bắc Ninh and back: together with the word that follows."""
    for short, full in BEFORE_NAMES:
        for typed, other in ((full, short), (short, full)):
            end = len(typed) + 1
            if len(tokens) >= end and same(tokens[: end - 1], typed) and tokens[end - 1].folded.isalpha():
                exact = typed == short or _typed_with_marks(typed)
                note = f"cũng là {written(full)}" if typed == short else ""
                return end, Alike((_all(words[:end]), _row((*other, tokens[end - 1]))), exact, note)
    return 0, None


def _typed_with_marks(tokens: Form) -> bool:
    return any(token.marked != token.folded for token in tokens)


def _all(nodes: tuple[Node, ...]) -> Node:
    return nodes[0] if len(nodes) == 1 else And(nodes)


def _row(tokens: Form) -> Word | Phrase:
    if len(tokens) == 1:
        return Word(tokens[0], typed=tokens[0].marked)
    return Phrase(tokens, typed=written(tokens))


def _made(text: str) -> Token:
    return Token(text, text, 0, 0)
