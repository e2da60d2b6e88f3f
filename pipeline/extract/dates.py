"""Vietnamese dates and times as printed, and their canonical forms."""

import re
from dataclasses import dataclass
from datetime import date

_DAY_WORD = r"ng[àaáảạâ]y"
_MONTH_WORD = r"th[áaàảãạâấầẩẫậăắằẳẵặ]ng"
_YEAR_WORD = r"n[ăaâáãắằẳẵặ]m"
LONG = re.compile(
    rf"{_DAY_WORD}\s*(?P<day>\S{{0,6}}?)\s*{_MONTH_WORD}\s*(?P<month>\S{{0,5}}?)\s*{_YEAR_WORD}\s*(?P<year>\S{{0,5}})",
    re.IGNORECASE,
)
"""The long form with whatever stands in its blanks."""
SHORT = re.compile(
    r"(?<![\d/])(?P<day>\d{1,2})\s?[/.\-]\s?(?P<month>\d{1,2})\s?[/.\-]\s?(?P<year>\d{4})(?!\d)"
)
MIXED = re.compile(
    rf"(?<!\d)(?P<day>\d{{1,2}})\s*{_MONTH_WORD}\s*(?P<month>\d{{1,2}})\s*{_YEAR_WORD}\s*(?P<year>\d{{4}})",
    re.IGNORECASE,
)
_CLOCK = re.compile(
    r"(?<!\d)(?P<hour>\d{1,2})\s*(?:giờ|gio|giò|gi|h|:)\s*"
    r"(?:(?P<written>\S{1,3})\s*ph[uúùủũụ]t|(?P<minute>\d{2}))?(?!\d)",
    re.IGNORECASE,
)
_DIGITS = str.maketrans("OoQlIi|SBZG", "00011115826")
_SEVEN = ("Z", "z", "/7", "7/")
"""A lone month read so is a 7: a 2 is printed 02 (Decree 30/2020, appendix I, part II, 4)."""

OLDEST_YEAR, LATEST_YEAR = 1900, 2099


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date found in a text."""

    value: str | None
    """YYYY-MM-DD, or None when a part is illegible."""
    start: int
    end: int
    day: int | None
    month: int | None
    year: int | None


def iso(year: int, month: int, day: int) -> str | None:
    """YYYY-MM-DD, or None for a day that does not exist or lies out of range."""
    if not OLDEST_YEAR <= year <= LATEST_YEAR:
        return None
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def long_form(day: date) -> str:
    """As Decree 30/2020 prints it: ngày 05 tháng 01 năm 2025, ngày 29 tháng 6 năm 2019."""
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    return f"ngày {day.day:02d} tháng {month} năm {day.year:04d}"


def find_date(text: str) -> FoundDate | None:
    """The first date in `text`, long or short form; parts that can't be read are None."""
    found = LONG.search(text)
    short = SHORT.search(text) or MIXED.search(text)
    if short and (found is None or short.start() < found.start()):
        found = short
    return _found(found) if found else None


def find_dates(text: str) -> tuple[FoundDate, ...]:
    """All dates in `text`, from left to right."""
    dates = [_found(found) for pattern in (LONG, SHORT, MIXED) for found in pattern.finditer(text)]
    dates.sort(key=lambda one: (one.start, -one.end))
    kept: list[FoundDate] = []
    for one in dates:
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
    return tuple(kept)


def _found(found: re.Match[str]) -> FoundDate:
    day, month, year = (_number(found[part]) for part in ("day", "month", "year"))
    if month is None and found["month"].strip(".,") in _SEVEN:
        month = 7
    year = year if year is not None and OLDEST_YEAR <= year <= LATEST_YEAR else None
    month = month if month is not None and 1 <= month <= 12 else None
    day = day if day is not None and 1 <= day <= 31 else None
    value = None if day is None or month is None or year is None else iso(year, month, day)
    return FoundDate(value, found.start(), found.end(), day, month, year)


def _number(text: str) -> int | None:
    """The number a blank holds; None unless it is nothing but digits or letters misread for them."""
    bare = text.strip(".,;:)…")
    if not bare or not any(char.isdigit() for char in bare):
        return None
    digits = bare.translate(_DIGITS)
    return int(digits) if digits.isascii() and digits.isdigit() else None


def find_clock(text: str) -> tuple[str, int, int] | None:
    """The first time of day as HH:MM with its offsets; None when its minutes can't be read."""
    for found in _CLOCK.finditer(text):
        printed = found["written"] or found["minute"]
        hour, minute = int(found["hour"]), _number(printed) if printed else 0
        if hour < 24 and minute is not None and minute < 60:
            return f"{hour:02d}:{minute:02d}", found.start(), found.end()
    return None


def as_instant(day: str, clock: str | None) -> str:
    """ISO with the Vietnamese offset, or the day alone when no time is printed."""
    return f"{day}T{clock}:00+07:00" if clock else day
