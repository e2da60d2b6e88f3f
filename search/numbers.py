"""Numbers, codes and dates in a question, and how else papers write them."""

import re
from collections.abc import Sequence

from core.text import Token
from search.abbreviations import BOTH_WAYS, SYMBOLS, Form, written
from search.dates import written_dates
from search.terms import date_token, parts_of, tail_token, word_tokens
from search.tree import Alike, Node, Phrase, Word, tokens_of

_DIGITS = re.compile(r"^\d[\d-]*\d$")
_WHOLE_CODE = re.compile(r"^(?=(?:\D*\d){8})[0-9A-Za-z]{10,}\d$")
"""A dossier code without its signs."""
_PROCEDURE = re.compile(r"^\d\.\d{6}(?=\.)")
_NUMBER_OF_ACT = re.compile(r"^\d{1,3}/.*[^\W\d]")
_SHORTEST_TAIL, _LONGEST_TAIL = 3, 30
"""Digits by which the end of a code is looked up."""

_YEAR = re.compile(r"^(?:19|20)\d\d$")
DAY = "ngay"
"""The word before a date, which papers leave out as often."""
ANY_WAY = "mọi cách viết ngày"
"""What is said of a date."""


def as_code(node: Word | Phrase) -> Alike | None:
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
        others += other_zero(tokens_of(node))
    if date := as_date(node):
        others += date.children[1:]
        note = date.note
    return Alike((node, *others), note=note) if others else None


def other_zero(tokens: Form) -> list[Node]:
    """The number of an act below ten with a zero before it, or without."""
    number = tokens[0].folded
    other = number.lstrip("0") if number.startswith("0") else f"0{number}" if len(number) == 1 else ""
    return [row((_made(other), *tokens[1:]))] if other else []


def _tail(tokens: Form) -> Word | None:
    digits = "".join(token.folded for token in tokens)
    if _YEAR.match(digits) or not _SHORTEST_TAIL <= len(digits) <= _LONGEST_TAIL:
        return None
    return Word(_made(tail_token(digits)), prefix=True)


def as_date(node: Word | Phrase) -> Alike | None:
    """A date as it is written on any paper."""
    if isinstance(node, Word):
        return None
    day = _day(parts_of(node.typed))
    return Alike((node, day), note=ANY_WAY) if day else None


def _day(parts: Sequence[tuple[str, bool]]) -> Word | None:
    """The date that these tokens are, from the first to the last."""
    for start, length, day in written_dates(parts):
        if start == 0 and length == len(parts):
            return Word(_made(date_token(day)))
    return None


def date_in_words(tokens: Form) -> tuple[int, Word] | None:
    """`(ngày) 24 tháng 1 năm 2025`: how many words it takes, and the date."""
    before = int(bool(tokens) and tokens[0].folded == DAY)
    for start, length, day in written_dates([(token.folded, False) for token in tokens[before : before + 5]]):
        if start == 0:
            return before + length, Word(_made(date_token(day)))
    return None


def number_of_act(tokens: Form) -> int:
    """`44 qd ubnd`: number, kind and agency of an act are one code; how many words it takes, 0 if none."""
    if len(tokens) < 2 or not tokens[0].folded.isdigit() or tokens[1].folded not in SYMBOLS:
        return 0
    return 3 if len(tokens) > 2 and _is_agency(tokens[2]) else 2


def _is_agency(token: Token) -> bool:
    """Letters of an agency: known short forms, and what has no vowel, as every syllable has."""
    known = any(len(short) == 1 and short[0].folded == token.folded for short, _ in BOTH_WAYS)
    return known or (token.folded.isalpha() and not set(token.folded) & set("aeiouy"))


def _made(text: str) -> Token:
    return Token(text, text, 0, 0)


def row(tokens: Form) -> Word | Phrase:
    """Words in a row, or the only one."""
    if len(tokens) == 1:
        return Word(tokens[0], typed=tokens[0].marked)
    return Phrase(tokens, typed=written(tokens))
