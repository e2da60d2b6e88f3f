"""Keep personal numbers out of the index: masked in text, found again by keyed fingerprint."""

import hmac
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from core.page import Line

_NUMBER = re.compile(
    r"(?<![\d.])(?:"
    r"\d{12}|\d{3}[ .]\d{3}[ .]\d{3}[ .]\d{3}"  # personal number
    r"|(?:\+?84|0)[ .]?(?:3[2-9]|5[25689]|7[06-9]|8[1-9]|9[0-46-9])(?:[ .]?\d){7}"  # mobile phone
    r"|(?:\+?84|0)2\d(?:[ .]?\d){8}"  # landline
    r"|[A-Z]\d{7,8}(?![\d-])"  # passport
    r")(?![\d])"
)
"""Shapes that are personal wherever they stand (domain notes, section 2)."""

_LABELLED = re.compile(r"(?i)\b(?:cmnd|cmtnd|chứng minh nhân dân|tài khoản|stk)\b\D{0,30}(\d[\d. ]{6,22}\d)")
"""Nine-digit identity and bank account numbers look like any number: their label decides."""

_SHOWN = 3
"""Digits left readable at either end, as in 027******234."""


def personal_numbers(text: str) -> Iterator[tuple[int, int]]:
    """Start and end offsets of the personal numbers in `text`."""
    for found in _NUMBER.finditer(text):
        yield found.span()
    for found in _LABELLED.finditer(text):
        yield found.span(1)


def fingerprint(number: str, key: bytes) -> str:
    """The keyed fingerprint by which a number is found; 32 hex digits."""
    plain = re.sub(r"[^0-9A-Za-z]", "", number).upper()
    if plain.startswith("84") and len(plain) in (11, 12):
        plain = "0" + plain[2:]
    return hmac.new(key, plain.encode(), "sha256").hexdigest()[:32]


def mask(text: str) -> str:
    """Replace the middle digits of every personal number by stars, at equal length."""
    chars = list(text)
    for start, end in personal_numbers(text):
        digits = [at for at in range(start, end) if text[at].isalnum()]
        for at in digits[_SHOWN:-_SHOWN]:
            chars[at] = "*"
    return "".join(chars)


def mask_line(line: Line) -> Line:
    """The line with personal numbers masked, also those printed as several words."""
    text = line.text
    masked = mask(text)
    if masked == text:
        return line
    words, at = [], 0
    for word in line.words:
        words.append(replace(word, text=masked[at : at + len(word.text)]))
        at += len(word.text) + 1
    return Line(tuple(words))


def fingerprints(texts: Iterable[str], key: bytes) -> tuple[str, ...]:
    """Fingerprints of all personal numbers in `texts`, sorted, each once."""
    found = {fingerprint(text[start:end], key) for text in texts for start, end in personal_numbers(text)}
    return tuple(sorted(found))
