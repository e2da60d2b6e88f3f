"""What a person types about the pages of a file: parts, an order, a turn."""

import re

from core.errors import ConfigError
from dossiers.corrections.model import Part
from pipeline.extract.numbers import DOSSIER_CODE, dossier_code

_PART = re.compile(r"(\d{1,5})(?:\s*[-–]\s*(\d{1,5}))?(?:\s*:\s*(\S+))?")


def parts_of(text: str, page_count: int) -> tuple[Part, ...]:
    """Parts such as `1-2, 3-4` or `1-2:CODE, 3-4:CODE`; together they hold every page once, in order.

    Raises:
        ConfigError: they do not.
    """
    parts = []
    for piece in text.split(","):
        found = _PART.fullmatch(piece.strip())
        code = found[3] if found else None
        if not found or (code and not DOSSIER_CODE.fullmatch(code)):
            raise _bad_parts(page_count)
        first = int(found[1])
        parts.append(Part(first, int(found[2] or first), dossier_code(code) if code else None))
    follow = [part.first for part in parts] == [1, *(part.last + 1 for part in parts[:-1])]
    if not follow or parts[-1].last != page_count or any(part.first > part.last for part in parts):
        raise _bad_parts(page_count)
    return tuple(parts)


def order_of(text: str, page_count: int) -> tuple[int, ...]:
    """An order such as `1, 3, 2`: every page once.

    Raises:
        ConfigError: a page is missing, twice there or unknown.
    """
    pieces = [piece.strip() for piece in text.split(",")]
    numbers = tuple(int(piece) for piece in pieces if piece.isascii() and piece.isdigit() and len(piece) < 6)
    if len(numbers) != len(pieces) or sorted(numbers) != list(range(1, page_count + 1)):
        raise ConfigError(f"Name every page from 1 to {page_count} once: 1, 3, 2.", code="bad_order")
    return numbers


def turn_of(text: str) -> int:
    """A turn clockwise in degrees: 0, 90, 180 or 270.

    Raises:
        ConfigError: it is another one.
    """
    if text.strip() not in ("0", "90", "180", "270"):
        raise ConfigError("A page is turned by 0, 90, 180 or 270 degrees clockwise.", code="bad_turn")
    return int(text)


def _bad_parts(page_count: int) -> ConfigError:
    message = f"Parts hold the pages 1 to {page_count} once, in order: 1-2, 3-{page_count}, or 1-2:CODE."
    return ConfigError(message, code="bad_split")
