"""Dates and ranges of dates as officers type them and as papers print them."""

import calendar
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from core.text import fold

_ISO = re.compile(r"^(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?$")
_WRITTEN = re.compile(r"^(?:(?:(\d{1,2})[/.-])?(\d{1,2})[/.-])?(\d{4})$")
_SHORT_YEAR = re.compile(r"^(\d{1,2})[/.-](\d{1,2})[/.-](\d{2})$")
_IN_WORDS = re.compile(r"^(?:(?:(?:ngay )?(\d{1,2}) )?thang (\d{1,2}) )?nam (\d{4})$")
_QUARTER = re.compile(r"^quy ([1-4]|iv|i{1,3})(?: nam | ?[/.-] ?| )(\d{4})$")
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_BETWEEN = re.compile(r"\s*(?:\.\.+|…|->|→|\bđến\b|\bden\b)\s*", re.IGNORECASE)
_SIGN = re.compile(r"^(>=?|<=?|từ |tu |sau |trước |truoc )\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class DateRange:
    """Dossiers whose date lies between two days."""

    first: str | None
    """YYYY-MM-DD, included; None is open."""
    last: str | None
    """YYYY-MM-DD, included; None is open."""


def parse_range(text: str) -> DateRange | None:
    """Read `2025`, `1/2025`, `22/1/25`, `quý 1/2025`, `2025-01..2025-03`, `>=2024`; None: it is no date."""
    start, *rest = _BETWEEN.split(text.strip(), maxsplit=1)
    if not rest and (signed := _SIGN.match(start)):
        return _open_range(signed[1], start[signed.end() :])
    start = re.sub(r"^(?:từ|tu)\s+", "", start, flags=re.IGNORECASE)
    end = rest[0] if rest else start
    first, last = _days(start), _days(end)
    if (start and first is None) or (end and last is None) or (first is None and last is None):
        return None
    return DateRange(first[0] if first else None, last[1] if last else None)


def _open_range(sign: str, text: str) -> DateRange | None:
    """What `>=`, `từ`, `<` … before a date mean: before and after leave out the days named."""
    days = _days(text)
    if days is None:
        return None
    sign = fold(sign).strip()
    if sign in (">=", "tu"):
        return DateRange(days[0], None)
    if sign == "<=":
        return DateRange(None, days[1])
    step, day = (1, days[1]) if sign in (">", "sau") else (-1, days[0])
    there = date.fromisoformat(day).toordinal() + step
    if not 1 <= there <= date.max.toordinal():
        return None
    edge = date.fromordinal(there).isoformat()
    return DateRange(edge, None) if step > 0 else DateRange(None, edge)


def _days(text: str) -> tuple[str, str] | None:
    """The first and the last day that a year, quarter, month or day means."""
    year, month, day = _parts(" ".join(fold(text).split()))
    if not year or (month and not 1 <= month[0] <= month[1] <= 12):
        return None
    first_month, last_month = month or (1, 12)
    longest = calendar.monthrange(year, last_month)[1]
    if day is not None and not 1 <= day <= longest:
        return None
    first_day, last_day = (1, longest) if day is None else (day, day)
    return f"{year:04}-{first_month:02}-{first_day:02}", f"{year:04}-{last_month:02}-{last_day:02}"


def _parts(text: str) -> tuple[int, tuple[int, int] | None, int | None]:
    """Year (0 when it is no date), first and last month, day."""
    if found := _ISO.match(text):
        year, month, day = found.groups()
    elif found := _WRITTEN.match(text) or _IN_WORDS.match(text):
        day, month, year = found.groups()
    elif found := _SHORT_YEAR.match(text):
        day, month, year = found[1], found[2], f"20{found[3]}"
    elif found := _QUARTER.match(text):
        quarter = _ROMAN.get(found[1]) or int(found[1])
        return int(found[2]), (3 * quarter - 2, 3 * quarter), None
    else:
        return 0, None, None
    months = (int(month), int(month)) if month else None
    return int(year), months, int(day) if day else None


Part = tuple[str, bool]
"""A folded token, and whether it is printed together with the one before it, as in 24/01/2025."""


def written_dates(parts: Sequence[Part]) -> Iterator[tuple[int, int, str]]:
    """Each full date among tokens: where it starts, how many tokens it takes, and YYYYMMDD."""
    for at, (text, joined) in enumerate(parts):
        if len(text) not in (1, 2, 4) or not text.isascii() or not text.isdigit():
            continue
        inside = joined and _number(parts, at - 1)
        if found := _in_words(parts, at) or (None if inside else _short(parts, at)):
            yield at, *found


def _in_words(parts: Sequence[Part], at: int) -> tuple[int, str] | None:
    """24 tháng 01 năm 2025."""
    if at + 4 < len(parts) and parts[at + 1][0] == "thang" and parts[at + 3][0] == "nam":
        return _whole(5, parts[at + 4][0], parts[at + 2][0], parts[at][0])
    return None


def _short(parts: Sequence[Part], at: int) -> tuple[int, str] | None:
    """24/01/2025 or 2025-01-24, printed as one word."""
    if at + 2 >= len(parts) or not (parts[at + 1][1] and parts[at + 2][1]):
        return None
    if at + 3 < len(parts) and parts[at + 3][1] and _number(parts, at + 3):
        return None
    first, month, last = (parts[at + step][0] for step in range(3))
    return _whole(3, first, month, last) if len(first) == 4 else _whole(3, last, month, first)


def _whole(length: int, year: str, month: str, day: str) -> tuple[int, str] | None:
    if len(year) != 4 or not all(part.isascii() and part.isdigit() for part in (year, month, day)):
        return None
    try:
        date(int(year), int(month), int(day))
    except ValueError:
        return None
    return length, f"{year}{int(month):02}{int(day):02}"


def _number(parts: Sequence[Part], at: int) -> bool:
    return at >= 0 and parts[at][0].isdigit()
