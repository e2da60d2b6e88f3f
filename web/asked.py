"""A search as it stands in the address bar: the question, its filters and the page of results."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from core.errors import ConfigError
from dossiers.find import Search

HITS_A_PAGE = 20
LAST_PAGE = 250
"""Engines refuse to skip more than about five thousand hits; nobody reads that far."""

Filter = tuple[str, str]
"""Field name and accepted value."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address says."""

    text: str = ""
    filters: tuple[Filter, ...] = ()
    date_from: str = ""
    """YYYY-MM-DD or empty."""
    date_to: str = ""
    number: int = 1
    """Page of results, counted from 1."""
    nearly: bool | None = None
    """Whether what matches only nearly is asked for; None leaves it to the search."""

    @property
    def anything(self) -> bool:
        """Whether something is asked at all."""
        return bool(self.text.strip() or self.filters or self.date_from or self.date_to)

    @property
    def search(self) -> Search:
        """The same for the use case."""
        return Search(
            self.text,
            grouped(self.filters),
            self.date_from or None,
            self.date_to or None,
            HITS_A_PAGE,
            (self.number - 1) * HITS_A_PAGE,
            self.nearly,
        )

    @property
    def url(self) -> str:
        """The address of this search."""
        pairs = [("q", self.text)]
        pairs += [("where", f"{name}={value}") for name, value in self.filters]
        pairs += [("from", self.date_from), ("to", self.date_to)]
        pairs += [("gan", str(int(self.nearly)))] if self.nearly is not None else []
        pairs += [("trang", str(self.number))] if self.number > 1 else []
        return "/?" + urlencode([(name, value) for name, value in pairs if value])

    def export_url(self, kind: str) -> str:
        """All results as a table, csv or xlsx."""
        return f"/api/v1/export.{kind}" + replace(self, number=1, nearly=None).url[1:]

    def adding(self, name: str, value: str) -> "Asked":
        """Narrowed by a filter."""
        return replace(self, filters=tuple(dict.fromkeys((*self.filters, (name, value)))), number=1)

    def without(self, name: str, value: str) -> "Asked":
        """Without that filter."""
        return replace(self, filters=tuple(one for one in self.filters if one != (name, value)), number=1)

    def without_dates(self) -> "Asked":
        """Of any date."""
        return replace(self, date_from="", date_to="", number=1)

    def with_near(self, nearly: bool) -> "Asked":
        """With or without what matches only nearly."""
        return replace(self, nearly=nearly, number=1)

    def on_page(self, number: int) -> "Asked":
        """Another page of results."""
        return replace(self, number=number)


def parse_filters(pairs: Iterable[str]) -> tuple[Filter, ...]:
    """`field=value` parameters.

    Raises:
        ConfigError: one has no `=`.
    """
    filters: list[Filter] = []
    for pair in pairs:
        name, sign, value = pair.partition("=")
        if not sign or not name.strip():
            raise ConfigError("A filter is written where=field=value.", code="bad_parameter")
        filters.append((name.strip(), value.strip()))
    return tuple(dict.fromkeys(filters))


def grouped(filters: Iterable[Filter]) -> dict[str, tuple[str, ...]]:
    """Values by field: different fields narrow, values of one field widen."""
    where: dict[str, tuple[str, ...]] = {}
    for name, value in filters:
        where[name] = (*where.get(name, ()), value)
    return where
