"""The token strings that entries and questions are turned into, the same for every engine."""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from core.text import Token, fold, nfc, tokens
from search.dates import written_dates
from search.schema import BY_NAME

GAP = "¶"
"""Stands between pages and between values, so that no phrase runs across; never part of a token."""

PERSON = "¶"
"""Begins the key of a name among suggestions, for those who may look people up; no other key has it."""

BIND = "·"
"""Binds a word to its field, as in `subject·đất`; never part of a token."""

DATE, TAIL = "date", "tail"
"""Stand before `BIND` in tokens that no paper prints: a date however it is written, the end of a code."""

_IN_WORDS = re.compile(r"(?<!\S)\d{1,2} thang \d{1,2} nam \d{4}(?!\S)")

LONGEST_TOKEN = 100
"""Letters kept of a token: Elasticsearch would cut it at 255, SQLite not at all."""

LONGEST_VALUE = 500
"""Letters kept of a value that is compared whole; Elasticsearch refuses keywords of 32 766 bytes."""


@lru_cache(maxsize=1 << 16)
def word_tokens(text: str) -> tuple[Token, ...]:
    """The tokens of a word or short text; remembered, since the same syllables come again and again."""
    return tuple(
        Token(token.marked[:LONGEST_TOKEN], token.folded[:LONGEST_TOKEN], token.start, token.end)
        for token in tokens(text)
    )


class Forms(NamedTuple):
    """The tokens of a printed word, joined by spaces."""

    marked: str
    folded: str
    dates: tuple[str, ...]
    """What stands for dates like 24/01/2025 in it."""


@lru_cache(maxsize=1 << 16)
def word_forms(text: str) -> Forms:
    """What is indexed of a printed word, remembered."""
    found = word_tokens(text)
    dates = dates_in([(token.folded, number > 0) for number, token in enumerate(found)])
    return Forms(
        " ".join(token.marked for token in found), " ".join(token.folded for token in found), tuple(dates)
    )


def joined(text: str, *, folded: bool) -> str:
    """The tokens of `text` with single spaces between them."""
    return " ".join(token.folded if folded else token.marked for token in word_tokens(text))


def comparable(value: str, *, folded: bool) -> str:
    """What is compared when a whole value is asked for: its tokens, or itself when it has none."""
    key = joined(value, folded=folded) or value.strip()
    return key.encode("utf-8", "replace").decode()[:LONGEST_VALUE]


def unfinished(text: str) -> tuple[Token, ...]:
    """The tokens of `text` with the last one as it is typed so far: `quy` may become `quyết`, not `qui`."""
    found = word_tokens(text)
    if not found:
        return ()
    last = found[-1]
    so_far = nfc(text[last.start : last.end]).lower()[:LONGEST_TOKEN]
    return (*found[:-1], last._replace(marked=so_far, folded=fold(so_far)))


def started(text: str, *, people: bool = False) -> tuple[str, ...]:
    """The folded keys that a value begun with `text` may start with, with `people` those of names too."""
    ways = (word_tokens(text), unfinished(text))
    keys = [key for key in dict.fromkeys(" ".join(part.folded for part in way) for way in ways) if key]
    return (*keys, *(f"{PERSON}{key}" for key in keys if people))


def person_keys(name: str) -> tuple[str, ...]:
    """The keys under which a name is suggested: whole, and by the given name, as people are called here."""
    words = joined(name, folded=True).split(" ")
    return tuple(dict.fromkeys(f"{PERSON}{' '.join(words[-many:])}" for many in (len(words), 2, 1)))


def parts_of(text: str) -> list[tuple[str, bool]]:
    """The folded tokens of a text, each with whether it is printed together with the one before it."""
    found = word_tokens(text)
    apart = [True, *(_has_space(text[one.end : next_.start]) for one, next_ in pairwise(found))]
    return [(token.folded, not space) for token, space in zip(found, apart, strict=False)]


def _has_space(text: str) -> bool:
    return any(char.isspace() for char in text)


def date_token(day: str) -> str:
    """What stands for the day YYYYMMDD beside the words that print it."""
    return f"{DATE}{BIND}{day}"


def tail_token(code: str) -> str:
    """What stands for a code from its end: whoever knows its last digits knows how this begins."""
    return f"{TAIL}{BIND}{joined(code, folded=True).replace(' ', '')[::-1]}"


def dates_in(parts: Sequence[tuple[str, bool]]) -> list[str]:
    """The tokens of the dates that a text prints, each once."""
    return list(dict.fromkeys(date_token(day) for _, _, day in written_dates(parts)))


def dates_in_words(folded: str) -> list[str]:
    """The tokens of the dates written in words, as in 24 tháng 1 năm 2025, in a page's folded tokens."""
    parts = (found[0].split(" ") for found in _IN_WORDS.finditer(folded))
    return [day for part in parts for day in dates_in([(token, False) for token in part])]


def exact_key(name: str, value: str) -> str:
    """A field with its whole value as one string: `document_number·44 qd ubnd`."""
    return f"{name}{BIND}{comparable(value, folded=BY_NAME[name].code)}"


def bound(name: str, words: Iterable[str]) -> tuple[str, ...]:
    """The words as they are looked up in one field only."""
    return tuple(f"{name}{BIND}{word}" for word in words)
