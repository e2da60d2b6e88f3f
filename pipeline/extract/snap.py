"""Finds printed phrases in a dictionary in spite of lost marks and confused letters."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process
from rapidfuzz.distance import Levenshtein

from core.text import fold, one_spelling

_TOKEN = re.compile(r"[a-z0-9]+")


def key_of(text: str) -> str:
    """The comparable form of a phrase: folded tokens joined by single spaces."""
    return " ".join(_TOKEN.findall(fold(text)))


@dataclass(frozen=True, slots=True)
class Match:
    """A dictionary phrase and how near it is."""

    phrase: str
    """As the dictionary writes it."""
    score: float
    """0.0 to 1.0; 1.0 when equal but for marks and case."""


class Phrasebook:
    """A dictionary indexed by folded phrase; near misses are compared natively, by length first."""

    def __init__(self, phrases: Iterable[str]) -> None:
        self._by_key: dict[str, str] = {}
        self._twins: dict[str, list[str]] = {}
        for phrase in phrases:
            key = key_of(phrase)
            if self._by_key.setdefault(key, phrase).lower() != phrase.lower():
                self._twins.setdefault(key, [self._by_key[key]]).append(phrase)
        self._keys = list(self._by_key)

    def __len__(self) -> int:
        return len(self._keys)

    def exact(self, text: str) -> str | None:
        """The phrase equal to `text` but for marks, case and punctuation."""
        return self._by_key.get(key_of(text))

    def nearest(self, text: str, least: float = 0.8) -> Match | None:
        """The phrase nearest to `text`, if its similarity reaches `least`."""
        key = key_of(text)
        if key in self._by_key:
            return Match(self._spelling(key, text), 1.0)
        if len(key) < 4:
            return None
        found = process.extractOne(key, self._keys, scorer=fuzz.ratio, score_cutoff=least * 100)
        return Match(self._by_key[found[0]], found[1] / 100) if found else None

    def completion(self, text: str) -> str | None:
        """The only phrase that is `text` and one word more."""
        start = key_of(text) + " "
        longer = [key for key in self._keys if key.startswith(start) and " " not in key[len(start) :]]
        return self._by_key[longer[0]] if len(longer) == 1 else None

    def _spelling(self, key: str, text: str) -> str:
        """Among phrases that differ in marks only (Đồng Kỵ, Đồng Kỳ), the one nearest to the print."""
        twins = self._twins.get(key)
        if not twins:
            return self._by_key[key]
        return min(twins, key=lambda phrase: Levenshtein.distance(phrase.lower(), text.lower()))


def repaired(printed: str, phrase: str) -> str | None:
    """`printed` with the letters of `phrase` where an engine lost or confused them.

    Case, punctuation and the printed tone placement stay. None when the two
    differ by more than reading errors: another number of words, or a word with
    little in common (khai sinh is not khai tử). Words joined or torn (BẮCNINH) are
    parted as in `phrase` where all letters are the same.
    """
    words = printed.split()
    wanted = phrase.split()
    if len(words) != len(wanted):
        return _reparted(printed, phrase)
    return None if any(_unlike(a, b) for a, b in zip(words, wanted, strict=True)) else _respell(words, wanted)


def _reparted(printed: str, phrase: str) -> str | None:
    """`phrase` in the capitals of `printed`, which has its letters but not its spaces."""
    read = _letters(printed)
    if fold(read) != fold(_letters(phrase)):
        return None
    letters = iter(read)
    return "".join(
        (char.upper() if next(letters).isupper() else char.lower()) if char.isalnum() else char
        for char in phrase
    )


def _unlike(printed: str, wanted: str) -> bool:
    a, b = _letters(fold(printed)), _letters(fold(wanted))
    return Levenshtein.distance(a, b) > max(1, len(b) // 3) or (len(b) <= 2 and a != b and len(a) != len(b))


def _respell(words: Sequence[str], wanted: Sequence[str]) -> str:
    return " ".join(_respelled(a, b) for a, b in zip(words, wanted, strict=True))


def _respelled(printed: str, wanted: str) -> str:
    bare, target = _letters(printed.lower()), _letters(wanted.lower())
    if not target or one_spelling(bare) == one_spelling(target):
        return printed
    tail = re.search(r"[^\w]*$", printed)
    numeral = len(target) > 1 and _letters(wanted).isupper()
    cased = (
        target.upper()
        if numeral or _is_upper(printed)
        else wanted.strip(".,;:")
        if printed[:1].isupper()
        else target
    )
    return cased + (tail[0] if tail else "")


def _is_upper(word: str) -> bool:
    letters = [char for char in word if char.isalpha()]
    return sum(char.isupper() for char in letters) * 2 > len(letters) and len(letters) > 1


def _letters(word: str) -> str:
    return "".join(char for char in word if char.isalnum())
