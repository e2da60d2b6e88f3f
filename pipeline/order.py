"""Reading order: the lines of a page as a person reads them.

Tesseract interleaves the two columns of a Vietnamese heading and of the foot of
an act. Lines are split at wide gaps, two-column zones are found and read column
by column: issuer, national motto, number, place and date; recipients, signer.
"""

import re
from dataclasses import dataclass
from itertools import groupby

from core.page import Box, Line
from core.text import fold

_GAP_HEIGHTS = 2.2
"""A gap between two words this many line heights wide parts columns; justified text stays below 1.5."""

_MOTTO = re.compile(r"cong h\w+ xa h\w+|chu nghia viet|doc lap\W+tu do")
_NUMBER = re.compile(r"^\W*s[o6]\W?\s*[:.\d]|^\W*\d*\s*/\s*\w{2,}")
"""Also with the number itself missing, which is often written by hand."""

_DATE = re.compile(r"ngay.*thang|thang.*nam")
_ADDRESSEE = re.compile(r"^\W*kinh gui")
_RECIPIENTS = re.compile(r"^\W*n\w?i nh\w?n\b")


@dataclass(frozen=True, slots=True)
class _Piece:
    """A part of a line between two wide gaps."""

    line: Line
    source: int
    """Which of the engine's lines it came from."""
    box: Box


def in_reading_order(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """The same words, in lines ordered as a person reads them."""
    pieces = [piece for source, line in enumerate(lines) for piece in _split(line, source)]
    rows = _rows(pieces)
    ordered: list[_Piece] = []
    at = 0
    while at < len(rows):
        zone = _zone(rows, at)
        ordered.extend(_columns(rows[at : at + zone]) if zone else rows[at])
        at += max(1, zone)
    return _joined(ordered)


def _split(line: Line, source: int) -> list[_Piece]:
    heights = sorted(word.box.height for word in line.words)
    gap = _GAP_HEIGHTS * heights[len(heights) // 2]
    parts = [[line.words[0]]]
    opens = _motto_start(line)
    for number, word in enumerate(line.words[1:], 1):
        if word.box.left - parts[-1][-1].box.right > gap or number == opens:
            parts.append([])
        parts[-1].append(word)
    found = [Line(tuple(part)) for part in parts]
    return [_Piece(part, source, part.box) for part in found]


def _motto_start(line: Line) -> int | None:
    """Where the national motto begins in a line: issuers with long names leave it hardly a gap."""
    folded = [fold(word.text) for word in line.words]
    for number in range(1, len(folded) - 3):
        if folded[number] == "cong" and folded[number + 2 : number + 4] == ["xa", "hoi"]:
            return number
    starts = (number for number in range(1, len(folded) - 1) if folded[number : number + 2] == ["doc", "lap"])
    return next(starts, None)


def _rows(pieces: list[_Piece]) -> list[list[_Piece]]:
    """Pieces that stand side by side, from top to bottom, each row from left to right."""
    rows: list[list[_Piece]] = []
    for piece in sorted(pieces, key=lambda piece: piece.box.top + piece.box.bottom):
        if rows and any(_beside(piece.box, other.box) for other in rows[-1]):
            rows[-1].append(piece)
        else:
            rows.append([piece])
    return [sorted(row, key=lambda piece: piece.box.left) for row in rows]


def _beside(one: Box, other: Box) -> bool:
    shared = min(one.bottom, other.bottom) - max(one.top, other.top)
    return shared > 0.5 * min(one.height, other.height) and (
        one.right <= other.left + other.height // 2 or other.right <= one.left + one.height // 2
    )


def _zone(rows: list[list[_Piece]], at: int) -> int:
    """How many rows from `at` on form two columns that are read one after the other; 0 for none."""
    start = next((i for i in range(at, min(at + 4, len(rows))) if len(rows[i]) == 2), None)
    if start is None:
        return 0
    low, high = rows[start][0].box.right, rows[start][1].box.left
    for i in range(at, start):
        low, high = _narrowed(rows[i], low, high)
    end = start
    if high - low < 4:
        return 0
    for i in range(start, len(rows)):
        narrowed = _narrowed(rows[i], low, high)
        if narrowed[1] - narrowed[0] < 4 or _too_far(rows, i) or _is_addressee(rows[i]):
            break
        (low, high), end = narrowed, i + 1
    zone = rows[at:end]
    return end - at if _is_heading(zone) or _is_foot(zone) else 0


def _narrowed(row: list[_Piece], low: int, high: int) -> tuple[int, int]:
    """The gutter that is left when this row's pieces stand to its left and right."""
    middle = (low + high) / 2
    for piece in row:
        if (piece.box.left + piece.box.right) / 2 < middle:
            low = max(low, piece.box.right)
        else:
            high = min(high, piece.box.left)
    return low, high


def _too_far(rows: list[list[_Piece]], i: int) -> bool:
    """Whether a gap parts a row from those above; a signer's name stands up to 5 cm below."""
    if i == 0:
        return False
    height = max(piece.box.height for piece in rows[i])
    above = max(piece.box.bottom for piece in rows[i - 1])
    return min(piece.box.top for piece in rows[i]) - above > 14 * height


def _is_addressee(row: list[_Piece]) -> bool:
    """Whether the row opens the letter itself, below the heading."""
    return bool(_ADDRESSEE.search(fold(row[0].line.text)))


def _is_heading(zone: list[list[_Piece]]) -> bool:
    return any(_MOTTO.search(fold(piece.line.text)) for row in zone for piece in row)


def _is_foot(zone: list[list[_Piece]]) -> bool:
    return any(_RECIPIENTS.search(fold(piece.line.text)) for row in zone for piece in row)


def _columns(zone: list[list[_Piece]]) -> list[_Piece]:
    """Left column, then right; in a heading first above, then from the number line on."""
    heading = _is_heading(zone)
    cut = next((i for i, row in enumerate(zone) if heading and _opens_number(row)), len(zone))
    ordered = []
    for part in (zone[:cut], zone[cut:]):
        middle = _gutter(part)
        pieces = [piece for row in part for piece in row]
        left = [piece for piece in pieces if (piece.box.left + piece.box.right) / 2 < middle]
        ordered.extend(left + [piece for piece in pieces if piece not in left])
    return ordered


def _opens_number(row: list[_Piece]) -> bool:
    texts = [fold(piece.line.text) for piece in row]
    return any(_NUMBER.search(text) or _DATE.search(text) for text in texts)


def _gutter(part: list[list[_Piece]]) -> float:
    pairs = [row for row in part if len(row) == 2]
    if not pairs:
        return float("inf")
    low = max(row[0].box.right for row in pairs)
    high = min(row[1].box.left for row in pairs)
    return (low + high) / 2


def _joined(ordered: list[_Piece]) -> tuple[Line, ...]:
    """Neighbours of one row that came from one of the engine's lines become one line again."""
    joined = []
    for _, group in groupby(ordered, key=lambda piece: piece.source):
        joined.append(Line(tuple(word for piece in group for word in piece.line.words)))
    return tuple(joined)
