"""Working days between two dates, by the public holidays of the reference data."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum


class HolidayKind(StrEnum):
    """What is special about a day."""

    OFF = "off"
    """Everyone is free."""
    SWAPPED_OFF = "swapped_off"
    """A weekday taken off for a Saturday; not every desk and program follows."""
    SWAPPED_ON = "swapped_on"
    """The Saturday worked for it."""


@dataclass(frozen=True, slots=True)
class Holiday:
    """A day that is not what its weekday says."""

    day: date
    kind: HolidayKind
    name: str
    source: str


@dataclass(frozen=True, slots=True)
class Calendar:
    """The special days by date; years without any are not known."""

    days: Mapping[date, Holiday]

    def working_days(self, after: date, until: date) -> tuple[int, int] | None:
        """Fewest and most working days in (after, until]; None where a year is unknown.

        They differ by the swapped days, which programs of the desks count either way.
        """
        known = {day.year for day in self.days}
        if not known.issuperset(range(after.year, until.year + 1)):
            return None
        fewest = most = 0
        for offset in range(1, (until - after).days + 1):
            day = after + timedelta(days=offset)
            fewest += self._is_working(day) is True
            most += self._is_working(day) is not False
        return fewest, most

    def after(self, start: date, count: int) -> date | None:
        """The `count`-th working day after `start`, swapped days left out; None where a year is unknown."""
        known = {day.year for day in self.days}
        day = start
        while count > 0:
            day += timedelta(days=1)
            if day.year not in known:
                return None
            count -= self._is_working(day) is True
        return day

    def _is_working(self, day: date) -> bool | None:
        """None on a swapped day."""
        special = self.days.get(day)
        if special is None:
            return day.weekday() < 5
        return False if special.kind is HolidayKind.OFF else None
