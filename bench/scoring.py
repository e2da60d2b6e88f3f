"""Compare what was read with what is printed.

A word is what stands between white space in NFC, without punctuation and symbols
at its ends; what is left empty, such as a lone dash, is no word. Upper and lower
case, marks and the placement of tones count. Order-free figures compare the two
bags of words; error rates compare in reading order, white space made one space.
"""

import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from rapidfuzz.distance import Indel, Levenshtein

from core.text import fold, nfc
from samples import TruePage


class Share(NamedTuple):
    """So many of so many; shares add up over pages."""

    part: int
    whole: int


@dataclass(frozen=True, slots=True)
class Score:
    """How well one page was read."""

    word_f1: float
    """0–1, order-free, exact marks."""
    folded_f1: float
    """0–1, order-free, case and marks ignored."""
    cer: float
    """Character edits in reading order per true character; can exceed 1."""
    wer: float
    """Word edits in reading order per true word; can exceed 1."""
    line_cer: float
    """Character edits per true character, each line compared with its best place in the text read."""
    recall: Share
    """Words found, order-free."""
    table: Share
    """Of the words in tables."""
    stamped: Share
    """Of the words under stamps and signatures."""
    missed: tuple[str, ...]
    """Printed words that were not read."""
    missed_at: tuple[int, ...]
    """Their positions among the page's true words."""
    invented: tuple[str, ...]
    """Words read that are not printed."""


def score_page(truth: TruePage, text: str) -> Score:
    """Compare `text` with what is printed on a page."""
    printed = [(at, word) for at, word in enumerate(truth.words) if bare(word.text)]
    true, read = [bare(word.text) for _, word in printed], split(text)
    hits = found(true, read)
    judged = list(zip(printed, hits, strict=True))
    return Score(
        word_f1=f1(true, read),
        folded_f1=f1([fold(word) for word in true], [fold(word) for word in read]),
        cer=character_error_rate(truth.text, text),
        wer=_rate(Levenshtein.distance(true, read), len(true)),
        line_cer=line_error_rate([line.text for line in truth.lines], text),
        recall=_share(hits),
        table=_share(hit for (_, word), hit in judged if word.table),
        stamped=_share(hit for (_, word), hit in judged if word.stamped),
        missed=tuple(word.text for (_, word), hit in judged if not hit),
        missed_at=tuple(at for (at, _), hit in judged if not hit),
        invented=tuple((Counter(read) - Counter(true)).elements()),
    )


def split(text: str) -> list[str]:
    """The words of `text` in order."""
    return [word for part in nfc(text).split() if (word := bare(part))]


def bare(word: str) -> str:
    """`word` in NFC without punctuation and symbols at its ends."""
    word = nfc(word)
    kept = [index for index, char in enumerate(word) if unicodedata.category(char)[0] not in "PSZC"]
    return word[kept[0] : kept[-1] + 1] if kept else ""


def f1(true: Sequence[str], read: Sequence[str]) -> float:
    """Harmonic mean of precision and recall over the two bags of words; 1.0 when both are empty."""
    both = len(true) + len(read)
    return 2 * (Counter(true) & Counter(read)).total() / both if both else 1.0


def found(true: Sequence[str], read: Sequence[str]) -> list[bool]:
    """Which of the true words were read; as many as the two bags share.

    When a word is printed more often than it was read, those that stand in the
    same order in both count first.
    """
    hits = [False] * len(true)
    left = Counter(read)
    for block in Indel.opcodes(true, read):
        if block.tag == "equal":
            for index in range(block.src_start, block.src_end):
                hits[index] = True
                left[true[index]] -= 1
    for index, word in enumerate(true):
        if not hits[index] and left[word] > 0:
            hits[index] = True
            left[word] -= 1
    return hits


def character_error_rate(true: str, read: str) -> float:
    """Edits that turn one text into the other, per true character."""
    true, read = _one_line(true), _one_line(read)
    return _rate(Levenshtein.distance(true, read), len(true))


def line_error_rate(lines: Sequence[str], read: str) -> float:
    """Edits per true character when each line may stand anywhere in the text; what else was read is free."""
    read = _one_line(read)
    true = [line for line in map(_one_line, lines) if line]
    return _rate(sum(_best_place(line, read) for line in true), sum(map(len, true)))


def _best_place(line: str, text: str) -> int:
    """The fewest edits that turn some stretch of `text` into `line` (Sellers 1980), a row at a time."""
    codes = np.frombuffer(text.encode("utf-32-le"), np.uint32)
    steps = np.arange(len(codes) + 1)
    row = np.zeros(len(codes) + 1, np.int64)
    for char in line:
        following = row + 1
        following[1:] = np.minimum(following[1:], row[:-1] + (codes != ord(char)))
        row = np.minimum.accumulate(following - steps) + steps
    return int(row.min())


def _one_line(text: str) -> str:
    return " ".join(nfc(text).split())


def _rate(edits: int, length: int) -> float:
    return edits / max(1, length)


def _share(hits: Iterable[bool]) -> Share:
    known = list(hits)
    return Share(sum(known), len(known))
