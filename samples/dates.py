"""Dates as Vietnamese papers print them, and working days."""

from datetime import date, datetime, timedelta, timezone

HANOI = timezone(timedelta(hours=7))
ONE_LEVEL = date(2025, 7, 1)
"""From this day on there are no districts, and Bắc Giang is part of Bắc Ninh."""

_BREAKS = (
    (date(2025, 1, 1), 1),
    (date(2025, 1, 25), 9),
    (date(2025, 4, 7), 1),
    (date(2025, 4, 30), 5),
    (date(2025, 8, 30), 4),
    (date(2026, 1, 1), 1),
    (date(2026, 2, 14), 9),
)
HOLIDAYS = frozenset(first + timedelta(days=offset) for first, length in _BREAKS for offset in range(length))
"""Days on which desks are closed for a holiday."""


def is_working_day(day: date) -> bool:
    """Whether desks are open."""
    return day.weekday() < 5 and day not in HOLIDAYS


def next_working_day(day: date) -> date:
    """`day` itself or the first working day after it."""
    while not is_working_day(day):
        day += timedelta(days=1)
    return day


def add_working_days(day: date, count: int) -> date:
    """The `count`-th working day after `day`."""
    for _ in range(count):
        day = next_working_day(day + timedelta(days=1))
    return day


def long_date(day: date) -> str:
    """Decree style: days below 10 and the months 1 and 2 with a leading zero."""
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    return f"ngày {day.day:02d} tháng {month} năm {day.year}"


def short_date(day: date) -> str:
    """24/01/2025."""
    return day.strftime("%d/%m/%Y")


def long_time(moment: datetime) -> str:
    """Form 01 style: 08 giờ 30 phút, ngày 24 tháng 01 năm 2025."""
    return f"{moment:%H} giờ {moment:%M} phút, {long_date(moment.date())}"


def short_time(moment: datetime) -> str:
    """24/01/2025 08:30."""
    return f"{moment:%d/%m/%Y %H:%M}"
