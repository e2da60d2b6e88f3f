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
from pipeline.columns import find_columns

_GAP_HEIGHTS = 2.2
"""A gap between two words this many line heights wide parts columns; justified text stays below 1.5."""

_MOTTO = re.compile(r"cong h\w+ xa h\w+|chu nghia viet|doc lap\W+tu do")
_NUMBER = re.compile(r"^\W*s[o6]\W?\s*[:.\d]|^\W*\d*\s*/\s*\w{2,}")
"""Also with the number itself missing, which is often written by hand."""

_DATE = re.compile(r"ngay.*thang|thang.*nam")
_PAGE_NUMBER = re.compile(r"\W*\d{1,4}\W*")
_ADDRESSEE = re.compile(r"^\W*kinh gui")
_RECIPIENTS = re.compile(r"^\W*n\w?i nh\w?n\b")


_CENTRED_HEIGHTS = 1.5
"""How far, in line heights, the middles of centred lines may lie apart."""

_LEAST_SIGNING_ROWS = 2
"""Who signs, and (ký và ghi rõ họ tên) below: one pair alone may be two labels of a form."""


@dataclass(frozen=True, slots=True)
class _Piece:
    """A part of a line between two wide gaps."""

    line: Line
    source: int
    """Which of the engine's lines it came from."""
    box: Box


@dataclass(frozen=True, slots=True)
class _Zone:
    """Rows that form two columns, read one after the other."""

    rows: list[list[_Piece]]
    gutter: float
    """x between the columns, px."""


def in_reading_order(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """The same words, in lines ordered as a person reads them."""
    found = find_columns(lines)
    if found is None:
        return _row_by_row(lines)
    inside = (line for column in found.columns for line in _row_by_row(column))
    return (*_row_by_row(found.above), *inside, *in_reading_order(found.below))


def _row_by_row(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """Text of one column, in which headings and signatures may stand side by side."""
    pieces = [piece for source, line in enumerate(lines) for piece in _split(line, source)]
    rows = _rows(pieces)
    ordered: list[_Piece] = []
    at = 0
    while at < len(rows):
        zone = _zone(rows, at)
        ordered.extend(_columns(zone) if zone else rows[at])
        at += len(zone.rows) if zone else 1
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


def _zone(rows: list[list[_Piece]], at: int) -> _Zone | None:
    """The two columns that begin in row `at`, if any do."""
    start = next((i for i in range(at, min(at + 4, len(rows))) if len(rows[i]) == 2), None)
    if start is None or _is_page_number(rows[at]):
        return None
    low, high = rows[start][0].box.right, rows[start][1].box.left
    for i in range(at, start):
        low, high = _narrowed(rows[i], low, high)
    end = start
    if high - low < 4:
        return None
    for i in range(start, len(rows)):
        narrowed = _narrowed(rows[i], low, high)
        if narrowed[1] - narrowed[0] < 4 or _too_far(rows, i) or _is_addressee(rows[i]):
            break
        (low, high), end = narrowed, i + 1
    zone = _Zone(rows[at:end], (low + high) / 2)
    if _is_heading(zone.rows) or _is_foot(zone.rows):
        return zone
    return _signing(_Zone(rows[start:end], zone.gutter)) if start == at else None


def _signing(zone: _Zone) -> _Zone | None:
    """The columns as far as both are centred, as those are in which two people sign; None if they are not."""
    sides = [_sides(row, zone.gutter) for row in zone.rows]
    if not sides or not all(sides[0]):
        return None
    middles = [_middle(side) for side in sides[0]]
    end = 0
    for i, (row, parts) in enumerate(zip(zone.rows, sides, strict=True)):
        reach = _CENTRED_HEIGHTS * max(piece.box.height for piece in row)
        beside = (abs(_middle(part) - middle) for part, middle in zip(parts, middles, strict=True) if part)
        if any(off > reach for off in beside):
            break
        end = i + 1
    paired = [(left, right) for left, right in sides[:end] if left and right]
    lefts = [left[0].box.left for left, _ in paired]
    if len(paired) < _LEAST_SIGNING_ROWS or max(lefts) - min(lefts) <= paired[0][0][0].box.height // 2:
        return None
    return _Zone(zone.rows[:end], zone.gutter)


def _sides(row: list[_Piece], gutter: float) -> tuple[list[_Piece], list[_Piece]]:
    left = [piece for piece in row if (piece.box.left + piece.box.right) / 2 < gutter]
    return left, [piece for piece in row if piece not in left]


def _middle(pieces: list[_Piece]) -> float:
    box = Box.around(piece.box for piece in pieces)
    return (box.left + box.right) / 2


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


def _is_page_number(row: list[_Piece]) -> bool:
    return len(row) == 1 and bool(_PAGE_NUMBER.fullmatch(row[0].line.text))


def _is_heading(zone: list[list[_Piece]]) -> bool:
    return any(_MOTTO.search(fold(piece.line.text)) for row in zone for piece in row)


def _is_foot(zone: list[list[_Piece]]) -> bool:
    return any(_RECIPIENTS.search(fold(piece.line.text)) for row in zone for piece in row)


def _columns(zone: _Zone) -> list[_Piece]:
    """Left column, then right; in a heading first above, then from the number line on."""
    heading = _is_heading(zone.rows)
    cut = next((i for i, row in enumerate(zone.rows) if heading and _opens_number(row)), len(zone.rows))
    ordered: list[_Piece] = []
    for part in (zone.rows[:cut], zone.rows[cut:]):
        sides = [_sides(row, zone.gutter) for row in part]
        ordered.extend(piece for left, _ in sides for piece in left)
        ordered.extend(piece for _, right in sides for piece in right)
    return ordered


def _opens_number(row: list[_Piece]) -> bool:
    texts = [fold(piece.line.text) for piece in row]
    return any(_NUMBER.search(text) or _DATE.search(text) for text in texts)


def _joined(ordered: list[_Piece]) -> tuple[Line, ...]:
    """Neighbours of one row that came from one of the engine's lines become one line again."""
    joined = []
    for _, group in groupby(ordered, key=lambda piece: piece.source):
        joined.append(Line(tuple(word for piece in group for word in piece.line.words)))
    return tuple(joined)
