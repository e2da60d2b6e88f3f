"""One-mark errors put right where the neighbours leave no doubt: bỗ sung, thấm quyền, kế từ.

Tesseract takes the hook for the acute on â, ê and ô and loses marks on faint pages. Names, numbers,
codes and abbreviations are never touched, and what the engine read stays beside what was made of it.
"""

import re
import unicodedata
from dataclasses import replace
from functools import lru_cache

from core.page import Line, Word
from core.text import fold, nfc, old_style_tone
from pipeline.context.model import EDGE, SyllableModel
from pipeline.reference.load import load_reference
from pipeline.syllables import is_syllable

SETTLING_VERSION = 2
"""Part of the reading fingerprint: raise it when rules or counts change what is read."""

_WORD = re.compile(r"(?P<before>[^\w]*)(?P<letters>[^\W\d_]+)(?P<after>[^\w]*)")
_TONES = "\u0300\u0301\u0303\u0309\u0323"
_ACUTE, _TILDE, _HOOK = "\u0301", "\u0303", "\u0309"
_LIKELY = ({_ACUTE, _HOOK}, {_HOOK, _TILDE})
"""Tones that print small and alike over â, ê, ô."""

_LIKELY_COST, _TONE_COST, _LETTER_COST = 0.0, 2.0, 2.5
_LEAST_GAIN = 3.0
"""Natural logarithm by which the neighbours must favour the other reading."""

_SURE_COST = 3.0
"""More of it where the engine was sure."""

_SURE = 0.93
_VERY_SURE_COST = 5.0
"""More again from this confidence on, but for marks that print alike: without it 26 right words of 84
pages had been changed, nearly all of them read with more; with it 16 wrong ones more are mended, no
right one is spoiled."""

_ILLEGAL_GAIN = 3.0
"""What speaks against a word that no syllable is spelled like (QUYÉT)."""

_ONE_SIDED_COST = 1.5
"""At the edge of a line or beside a name or number one neighbour has to settle it alone."""

_LEAST_SEEN = 5


def settled(line: Line, model: SyllableModel) -> Line:
    """The line with what its neighbours settle put right, each such word with its raw reading."""
    shouted = line.text.isupper()
    if shouted and _names_someone(line):
        return line
    plain = [_plain(word.text) for word in line.words]
    words = list(line.words)
    for at, word in enumerate(line.words):
        spelled = _spelled(word.text)
        if fold(spelled) not in model.alike or not _may_change(word.text, at, plain, shouted):
            continue
        before = plain[at - 1] if at else EDGE
        after = plain[at + 1] if at + 1 < len(plain) else EDGE
        better = _better(word, before, spelled, after, model)
        if better:
            words[at] = replace(word, text=_dressed(word.text, better), raw=word.raw or word.text)
            plain[at] = better
    return line if words == list(line.words) else Line(tuple(words))


@lru_cache(maxsize=4096)
def _plain(text: str) -> str:
    """The word as the model knows it, or the edge for what is no syllable."""
    plain = _spelled(text)
    return plain if is_syllable(plain) else EDGE


@lru_cache(maxsize=4096)
def _spelled(text: str) -> str:
    """The letters between punctuation, lower case; empty for what is no word of at least two."""
    found = _WORD.fullmatch(text)
    if not found or len(found["letters"]) < 2:
        return EDGE
    return old_style_tone(found["letters"].lower())


def _may_change(text: str, at: int, plain: list[str], shouted: bool) -> bool:
    letters = _WORD.fullmatch(text)
    if not letters or old_style_tone(letters["letters"].lower()) != letters["letters"].lower():
        return False
    if letters["letters"].islower() or (shouted and letters["letters"].isupper()):
        return True
    # A capital opens a sentence, or it begins a name.
    return at == 0 and letters["letters"].istitle() and len(plain) > 1 and bool(plain[1])


def _names_someone(line: Line) -> bool:
    """Whether a line in capitals may be a person's name."""
    return any(_plain(word.text) in _surnames() for word in line.words)


@lru_cache(maxsize=1)
def _surnames() -> frozenset[str]:
    return frozenset(old_style_tone(row.name.lower()) for row in load_reference().surnames)


def _better(word: Word, before: str, syllable: str, after: str, model: SyllableModel) -> str | None:
    """The syllable that the neighbours favour clearly enough, if any."""
    if not before and not after:
        return None
    base = model.likelihood(before, syllable, after) - (0.0 if is_syllable(syllable) else _ILLEGAL_GAIN)
    best, margin = None, 0.0
    for other in model.alike.get(fold(syllable), ()):
        cost = _cost(syllable, other)
        if cost is None or not _seen(before, other, after, model):
            continue
        needed = _LEAST_GAIN + cost + (0.0 if before and after else _ONE_SIDED_COST)
        needed += _VERY_SURE_COST if cost > _LIKELY_COST and word.confidence > _SURE else 0.0
        needed += _SURE_COST * min(1.0, max(0.0, (word.confidence - 0.6) / (_SURE - 0.6)))
        gain = model.likelihood(before, other, after) - base - needed
        if gain > margin:
            best, margin = other, gain
    return best


def _seen(before: str, other: str, after: str, model: SyllableModel) -> bool:
    return max(model.pair_count(before, other), model.pair_count(other, after)) >= _LEAST_SEEN


@lru_cache(maxsize=8192)
def _cost(read: str, other: str) -> float | None:
    """What speaks against one being read for the other; None when they differ by more than a mark."""
    if read == other:
        return None
    (bare, tones), (other_bare, other_tones) = _parted(read), _parted(other)
    if bare == other_bare:
        circumflex = any(char in "âêô" for char in bare)
        return _LIKELY_COST if circumflex and {tones, other_tones} in _LIKELY else _TONE_COST
    if tones != other_tones or len(bare) != len(other_bare):
        return None
    differing = sum(one != two for one, two in zip(bare, other_bare, strict=True))
    return _LETTER_COST if differing == 1 else None


def _parted(syllable: str) -> tuple[str, str]:
    """Letters with their own marks, and the tone."""
    decomposed = unicodedata.normalize("NFD", syllable)
    tone = "".join(char for char in decomposed if char in _TONES)
    return nfc("".join(char for char in decomposed if char not in _TONES)), tone


def _dressed(text: str, syllable: str) -> str:
    """`syllable` in the case and between the punctuation of `text`."""
    found = _WORD.fullmatch(text)
    assert found
    letters = found["letters"]
    cased = syllable.upper() if letters.isupper() else syllable.title() if letters.istitle() else syllable
    return f"{found['before']}{cased}{found['after']}"
