"""Amounts written in Vietnamese words, as beside `Bằng chữ:` on receipts."""

import re
from collections.abc import Sequence

from core.text import fold

_DIGITS = {
    "khong": 0,
    "mot": 1,
    "hai": 2,
    "ba": 3,
    "bon": 4,
    "tu": 4,
    "nam": 5,
    "lam": 5,
    "nham": 5,
    "sau": 6,
    "bay": 7,
    "tam": 8,
    "chin": 9,
}
_TENS = ("muoi", "chuc")
_SCALES = (("ty", 10**9), ("trieu", 10**6), ("nghin", 10**3))
_SPELLINGS = {"ngan": "nghin", "ti": "ty", "linh": "le"}
_HALF = "ruoi"
_CURRENCY = re.compile(r"\s*(?:dong|vnd|d)?(?:\s+viet nam)?(?:\s+chan)?[\s./]*$")
"""Taken off the end first, for folded `Việt Nam` would end in a five."""


def amount_of(words: str) -> int | None:
    """The number that `words` say (Một triệu hai trăm linh năm nghìn đồng chẵn → 1205000).

    Marks and case do not count. None where the words make no number or may mean
    two: "một trăm hai" is 102 to some and 120 to others.
    """
    text = _CURRENCY.sub("", " ".join(fold(words).split()).strip(" ()."))
    tokens = [_SPELLINGS.get(token, token) for token in re.sub(r"[,;-]", " ", text).split()]
    return _number(tokens, 0) if tokens else None


def _number(tokens: Sequence[str], scale: int) -> int | None:
    """A number below the scale before `scale`: split at the largest unit, both sides read alone."""
    if scale == len(_SCALES):
        return _below_thousand(tokens)
    word, unit = _SCALES[scale]
    if word not in tokens:
        return _number(tokens, scale + 1)
    at = len(tokens) - 1 - tokens[::-1].index(word)
    # Only billions are counted in more than hundreds: hai nghìn tỷ.
    many = _number(tokens[:at], 1) if scale == 0 else _below_thousand(tokens[:at])
    rest = _rest(tokens[at + 1 :], scale, unit)
    return None if not many or rest is None else many * unit + rest


def _rest(tokens: Sequence[str], scale: int, unit: int) -> int | None:
    """What follows a unit; a lone digit is ambiguous, lẻ or linh makes it sure."""
    if not tokens:
        return 0
    if tokens == [_HALF]:
        return unit // 2
    if tokens[0] == "le":
        return _number(tokens[1:], scale + 1)
    return None if len(tokens) == 1 and tokens[0] in _DIGITS else _number(tokens, scale + 1)


def _below_thousand(tokens: Sequence[str]) -> int | None:
    if "tram" not in tokens:
        return _below_hundred(tokens)
    at = tokens.index("tram")
    hundreds = _DIGITS.get(tokens[0]) if at == 1 else None
    rest = list(tokens[at + 1 :])
    if hundreds is None:
        return None
    if rest == [_HALF]:
        return hundreds * 100 + 50 if hundreds else None
    if rest and rest[0] == "le":
        unit = _DIGITS.get(rest[1]) if len(rest) == 2 else None
        return hundreds * 100 + unit if unit else None
    tens = _below_hundred(rest) if len(rest) != 1 or rest[0] in _TENS else None
    if rest and tens is None:
        return None
    return hundreds * 100 + (tens or 0)


def _below_hundred(tokens: Sequence[str]) -> int | None:
    """A digit, mười with or without one, or mươi between two."""
    match list(tokens):
        case [one] if one in _DIGITS:
            return _DIGITS[one]
        case [ten, *unit] if ten in _TENS and _is_unit(unit):
            return 10 + _unit(unit)
        case [many, ten, *unit] if ten in _TENS and _DIGITS.get(many, 0) > 1 and _is_unit(unit):
            return 10 * _DIGITS[many] + _unit(unit)
    return None


def _is_unit(tokens: Sequence[str]) -> bool:
    return not tokens or (len(tokens) == 1 and _DIGITS.get(tokens[0], 0) > 0)


def _unit(tokens: Sequence[str]) -> int:
    return _DIGITS[tokens[0]] if tokens else 0
