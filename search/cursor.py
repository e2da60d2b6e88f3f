"""Where a listing goes on: a place in an order that does not change while dossiers are added."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass

from core.errors import ConfigError


@dataclass(frozen=True, slots=True)
class Cursor:
    """The last dossier of the part before; its tier, date and id say what comes after it."""

    tier: int = 0
    date: str | None = None
    """YYYY-MM-DD; dossiers without a date come last in their tier."""
    id: str = ""
    loose: bool | None = None
    """Whether near matches are listed; None before the first part."""

    @property
    def rank(self) -> tuple[int, bool, int, str]:
        """Smaller comes first: by tier, newest, id."""
        return rank(self.tier, self.date, self.id)

    def __str__(self) -> str:
        """The cursor as it goes into an address."""
        plain = json.dumps([self.tier, self.date, self.id, self.loose], separators=(",", ":"))
        return urlsafe_b64encode(plain.encode()).decode().rstrip("=")


START = Cursor()
"""Before the first dossier."""


def rank(tier: int, date: str | None, id_: str) -> tuple[int, bool, int, str]:
    """The place of a dossier in a listing."""
    return tier, date is None, -int(date.replace("-", "")) if date else 0, id_


def parse_cursor(text: str) -> Cursor:
    """The cursor that was given out; `*` is the start.

    Raises:
        ConfigError: it is none.
    """
    if text == "*":
        return START
    try:
        tier, date, id_, loose = json.loads(urlsafe_b64decode(text + "=" * (-len(text) % 4)))
        cursor = Cursor(int(tier), date, id_, loose)
        if not isinstance(id_, str) or not isinstance(loose, bool) or not 1 <= cursor.tier <= 5:
            raise ValueError
        if date is not None:
            int(date.replace("-", ""))
    except (ValueError, TypeError, AttributeError) as exc:
        raise ConfigError("This cursor was not given out here; begin with *.", code="bad_cursor") from exc
    return cursor
