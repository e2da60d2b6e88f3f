"""Dates and ranges of dates as officers type them after `ngày:`."""

import calendar
import re
from dataclasses import dataclass

_ISO = re.compile(r"^(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?$")
_WRITTEN = re.compile(r"^(?:(?:(\d{1,2})[/.-])?(\d{1,2})[/.-])?(\d{4})$")
_BETWEEN = re.compile(r"\.\.|…")


@dataclass(frozen=True, slots=True)
class DateRange:
    """Dossiers whose date lies between two days."""

    first: str | None
    """YYYY-MM-DD, included; None is open."""
    last: str | None
    """YYYY-MM-DD, included; None is open."""


def parse_range(text: str) -> DateRange | None:
    """Read `2025`, `01/2025`, `22/01/2025`, `2025-01..2025-03`, `..2024`; None when it is no date."""
    start, *rest = _BETWEEN.split(text.strip(), maxsplit=1)
    end = rest[0] if rest else start
    first, last = _days(start), _days(end)
    if (start and first is None) or (end and last is None) or (first is None and last is None):
        return None
    return DateRange(first[0] if first else None, last[1] if last else None)


def _days(text: str) -> tuple[str, str] | None:
    """The first and the last day that a year, month or day means."""
    if found := _ISO.match(text):
        year, month, day = found.groups()
    elif found := _WRITTEN.match(text):
        day, month, year = found.groups()
    else:
        return None
    if not int(year) or (month and not 1 <= int(month) <= 12):
        return None
    first_month, last_month = (int(month), int(month)) if month else (1, 12)
    longest = calendar.monthrange(int(year), last_month)[1]
    if day and not 1 <= int(day) <= longest:
        return None
    first_day, last_day = (int(day), int(day)) if day else (1, longest)
    return f"{year}-{first_month:02}-{first_day:02}", f"{year}-{last_month:02}-{last_day:02}"
