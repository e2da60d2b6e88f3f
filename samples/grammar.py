"""Word invented sentences from a grammar of alternatives."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from random import Random

from samples.dates import long_date, short_date
from samples.people import department_names, place_name
from samples.words.agencies import UNITS
from samples.words.phrases import GRAMMAR

_SLOT = re.compile(r"\{(\w+)\}")


def expand(name: str, rng: Random, today: date, given: Mapping[str, str] | None = None) -> str:
    """One wording of the grammar entry `name`; `given` fixes some slots."""
    return fill(rng.choice(GRAMMAR[name]), rng, today, given or {})


def fill(template: str, rng: Random, today: date, given: Mapping[str, str]) -> str:
    """Replace every slot of `template`, slots inside the replacement too; begins with a capital."""

    def replace(found: re.Match[str]) -> str:
        slot = found[1]
        if slot in given:
            return given[slot]
        if slot in GRAMMAR:
            return _SLOT.sub(replace, rng.choice(GRAMMAR[slot]))
        return _VALUES[slot](rng, today)

    text = _SLOT.sub(replace, template)
    return text[:1].upper() + text[1:]


def several(
    name: str, count: int, rng: Random, today: date, given: Mapping[str, str] | None = None
) -> list[str]:
    """`count` different templates of the entry `name`, each filled."""
    chosen = rng.sample(GRAMMAR[name], min(count, len(GRAMMAR[name])))
    return [fill(template, rng, today, given or {}) for template in chosen]


def past_day(rng: Random, today: date) -> date:
    """A day in the ten years before `today`."""
    return date.fromordinal(today.toordinal() - rng.randint(3, 3650))


def near_day(rng: Random, today: date) -> date:
    """A day within three months after `today`."""
    return date.fromordinal(today.toordinal() + rng.randint(5, 90))


def _money(rng: Random) -> str:
    return f"{rng.randint(12, 98000) * 100000:,}".replace(",", ".")


_VALUES: Mapping[str, Callable[[Random, date], str]] = {
    "n": lambda rng, today: f"{rng.randint(1, 2400):02d}",
    "year": lambda rng, today: str(today.year - rng.randint(0, 3)),
    "longdate": lambda rng, today: long_date(past_day(rng, today)).removeprefix("ngày "),
    "soon": lambda rng, today: long_date(near_day(rng, today)).removeprefix("ngày "),
    "shortdate": lambda rng, today: short_date(near_day(rng, today)),
    "pastdate": lambda rng, today: short_date(past_day(rng, today)),
    "month": lambda rng, today: str(rng.randint(1, 12)),
    "day": lambda rng, today: str(rng.randint(10, 28)),
    "quarter": lambda rng, today: rng.choice(("I", "II", "III", "IV")),
    "percent": lambda rng, today: f"{rng.randint(71, 99)},{rng.randint(1, 9)}",
    "smallpercent": lambda rng, today: f"{rng.randint(1, 12)},{rng.randint(1, 9)}",
    "count": lambda rng, today: f"{rng.randint(5, 320):02d}",
    "clock": lambda rng, today: str(rng.choice((8, 10, 14, 16))),
    "money": lambda rng, today: _money(rng),
    "scale": lambda rng, today: rng.choice(("500", "1.000", "2.000", "5.000")),
    "unit": lambda rng, today: rng.choice(UNITS),
    "agency": lambda rng, today: rng.choice(department_names(today)),
    "place": place_name,
}
