"""Break words into lines: pure arithmetic on font widths."""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from samples.fonts import DPI, Style, font

NORMAL = Style()


class Token(NamedTuple):
    """A word with its style."""

    text: str
    style: Style


class Placed(NamedTuple):
    """A word and its distance from the left edge of its column."""

    token: Token
    left_px: float


def px(mm: float) -> float:
    """Millimetres as pixels at 300 dpi."""
    return mm * DPI / 25.4


def points(pt: float) -> float:
    """Points as pixels at 300 dpi."""
    return pt * DPI / 72


def words(text: str, style: Style = NORMAL) -> tuple[Token, ...]:
    """`text` as tokens of one style."""
    return tuple(Token(word, style) for word in text.split())


@lru_cache(maxsize=8192)
def advance(token: Token) -> float:
    """Width of a token in pixels."""
    return font(token.style).getlength(token.text)


@lru_cache(maxsize=64)
def space(style: Style) -> float:
    """Width of a space in pixels."""
    return font(style).getlength(" ")


def break_lines(tokens: Sequence[Token], width_px: float, indent_px: float = 0.0) -> list[tuple[Token, ...]]:
    """Fill lines greedily; the first one starts `indent_px` in."""
    lines: list[tuple[Token, ...]] = []
    line: list[Token] = []
    used = indent_px
    for token in tokens:
        wide = advance(token)
        gap = space(token.style) if line else 0.0
        if line and used + gap + wide > width_px:
            lines.append(tuple(line))
            line, used, gap = [], 0.0, 0.0
        line.append(token)
        used += gap + wide
    if line:
        lines.append(tuple(line))
    return lines


def natural_width(line: Iterable[Token]) -> float:
    """Width of a line with normal spaces, in pixels."""
    tokens = list(line)
    return sum(advance(token) for token in tokens) + sum(space(token.style) for token in tokens[1:])


def place(line: Sequence[Token], width_px: float, align: str, indent_px: float = 0.0) -> list[Placed]:
    """Set one line in a column: left, centre, right or justify (stretched to the full width)."""
    room = width_px - indent_px - natural_width(line)
    start = indent_px + {"centre": room / 2, "right": room}.get(align, 0.0)
    stretch = room / (len(line) - 1) if align == "justify" and len(line) > 1 else 0.0
    placed: list[Placed] = []
    for token in line:
        if placed:
            start += space(token.style) + stretch
        placed.append(Placed(token, start))
        start += advance(token)
    return placed
