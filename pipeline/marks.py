"""The marks that papers carry in a frame: of secrecy, urgency and circulation, by their few words."""

import re
from collections.abc import Sequence
from dataclasses import replace

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from core.page import Word
from core.text import fold

UNREAD_MARK = "unread_mark"
"""The kind of a region: a frame that may hold a mark."""

_MARKS = {
    fold(mark): mark
    for mark in (
        "MẬT",
        "TỐI MẬT",
        "TUYỆT MẬT",
        "KHẨN",
        "THƯỢNG KHẨN",
        "HỎA TỐC",
        "LƯU HÀNH NỘI BỘ",
        "XEM XONG TRẢ LẠI",
    )
}
"""NĐ 30/2020, annex I, part II; Law on state secrets, article 8."""

_ALIKE = 80.0
"""Similarity, 0 to 100, to a mark of two words and more; of one word one letter may be misread."""


def is_mark(text: str) -> bool:
    """Whether `text` is a mark, nearly."""
    return _mark(text) is not None


def spelled(words: Sequence[Word]) -> tuple[Word, ...]:
    """The words, in the spelling of the mark that they are nearly; `raw` keeps what was read."""
    letters = [word for word in words if _plain(word.text)]
    mark = _mark(" ".join(word.text for word in letters))
    right = mark.split() if mark else []
    if len(right) != len(letters) or any(word.text.islower() for word in letters):
        return tuple(words)
    return tuple(
        word if word.text == text else replace(word, text=text, raw=word.raw or word.text)
        for word, text in zip(letters, right, strict=True)
    )


def _mark(text: str) -> str | None:
    plain = _plain(text)
    nearest = max(_MARKS, key=lambda mark: fuzz.ratio(plain, mark))
    if " " in nearest and fuzz.ratio(plain, nearest) >= _ALIKE:
        return _MARKS[nearest]
    return next((_MARKS[mark] for mark in _MARKS if " " not in mark and _is_nearly(plain, mark)), None)


def _plain(text: str) -> str:
    return " ".join(re.findall(r"[a-z]{2,}", fold(text)))


def _is_nearly(plain: str, mark: str) -> bool:
    return abs(len(plain) - len(mark)) <= 1 and Levenshtein.distance(plain, mark) <= 1
