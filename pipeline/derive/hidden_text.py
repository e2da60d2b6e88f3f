"""The invisible text of a searchable page: each word over its print, in as few bytes as that takes.

A line is shown in one piece, in letters as wide as those of the print and stretched alike; only where a word
would stand off by a hair's breadth is it moved. A page of 400 words takes 2.2 KB packed. With a place and a
stretch of its own for every word it was 3.4 KB, and within words no letter stood where it is printed.
"""

from statistics import median

from core.page import Line, Page, Word
from pipeline.derive.glyphless import REPLACEMENT
from pipeline.derive.widths import EM, width_of

FONT = "/F0"
_BEYOND = 0xFFFF
_UNITS_PER_POINT = 2
"""Coordinates are whole half points, 0.18 mm."""

_OFF = 0.08
"""How far a word may start beside its print, as a share of the letters' size: 0.35 mm at 12 points."""

_STEP = 25
"""Words are moved by multiples of so many thousandths of the size."""

_ALIKE = 0.12
"""A word set so much wider or narrower than its line has a stretch of its own, as bold ones do."""

_MOST_SPREAD = 1.06
"""Lines set wide are stretched by as much more than their words are, so that fewer words need to be moved."""


def hidden_text(page: Page, scale: float) -> bytes:
    """Content stream of `page`, `scale` points a pixel: the body in reading order, then the regions."""
    shown = "".join(_line(line, page.height_px, scale * _UNITS_PER_POINT) for line in _lines(page))
    unit = 1 / _UNITS_PER_POINT
    return f"q {unit} 0 0 {unit} 0 0 cm BT\n3 Tr\n{shown}ET Q\n".encode() if shown else b""


def text_of(page: Page) -> str:
    """Every character that `hidden_text` shows."""
    return "".join(line.text for line in _lines(page))


def _lines(page: Page) -> tuple[Line, ...]:
    return (*page.lines, *(line for region in page.regions for line in region.lines))


def _line(line: Line, height_px: int, scale: float) -> str:
    """All words at the height and on the foot of the line, so that viewers select it as one."""
    around = line.box
    size = max(1, round(around.height * scale))
    place = f"1 0 0 1 {round(around.left * scale)} {round((height_px - around.bottom) * scale)} Tm"
    return f"{FONT} {size} Tf {place}{_words(line, size, scale)}\n"


def _words(line: Line, size: int, scale: float) -> str:
    """The letters as hexadecimal digits, with the stretches and the moves between words."""
    usual = _stretch(line, size, scale)
    at: float = round(line.box.left * scale)
    pieces, set_to = [], 0
    for word in line.words:
        own = _own(word, size, scale)
        percent = usual if abs(own - usual) <= _ALIKE * usual else max(1, round(own))
        if percent != set_to:
            pieces.append(f"{'>]TJ' if set_to else ''} {percent} Tz[<")
            set_to = percent
        em = size * percent / 100
        off = word.box.left * scale - at
        moved = round(off / em * EM / _STEP) * _STEP if abs(off) > _OFF * size else 0
        if moved:
            pieces.append(f">{-moved}<")
        at += (moved / EM + _natural(f"{word.text} ")) * em
        pieces.extend(f"{ord(char) if ord(char) <= _BEYOND else REPLACEMENT:04X}" for char in f"{word.text} ")
    return "".join([*pieces, ">]TJ"])


def _stretch(line: Line, size: int, scale: float) -> int:
    """By how many per cent the letters of a line are stretched, unless a word differs."""
    own = median(_own(word, size, scale) for word in line.words)
    natural = sum(_natural(word.text) for word in line.words) + _natural(" ") * (len(line.words) - 1)
    whole = 100 * (line.words[-1].box.right - line.words[0].box.left) * scale / (natural * size)
    return max(1, round(min(max(whole, own / _MOST_SPREAD), own * _MOST_SPREAD)))


def _own(word: Word, size: int, scale: float) -> float:
    """The stretch, in per cent, that makes a word as wide as its print."""
    return 100 * word.box.width * scale / (_natural(word.text) * size)


def _natural(text: str) -> float:
    """Width in ems; never 0."""
    return max(1, sum(width_of(char) for char in text)) / EM
