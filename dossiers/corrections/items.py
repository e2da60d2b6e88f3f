"""One item of a list field put right, found again by what it said before; a pure function."""

from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher

from core.model import FieldItem
from dossiers.corrections.model import Correction, version

ALIKE = 0.6
"""An item this similar to what was corrected is the same one, read anew."""

Items = tuple[FieldItem, ...]


def with_item(value: object, one: Correction) -> Items:
    """The list with the corrected item: changed, added, or taken out when nothing is left of it."""
    items: Items = value if isinstance(value, tuple) else ()
    parts = dict(one.new) if isinstance(one.new, Mapping) else None
    if parts is not None and any(dict(item.parts) == parts for item in items):
        return items
    at = _place_of(items, one)
    if parts is None:
        return items if at is None else (*items[:at], *items[at + 1 :])
    if at is None:
        return (*items, FieldItem(parts, ""))
    made = FieldItem(parts, items[at].raw, items[at].page, items[at].box)
    return (*items[:at], made, *items[at + 1 :])


def _place_of(items: Sequence[FieldItem], one: Correction) -> int | None:
    """0-based place of the item that was corrected; None when the list has nothing like it."""
    if not isinstance(one.old, Mapping):
        return None
    was = version(one.old)
    equal = [at for at, item in enumerate(items) if version(item) == was]
    if equal:
        wanted = (one.target.item or 1) - 1
        return min(equal, key=lambda at: abs(at - wanted))
    text = _text(one.old)
    nearest = max(range(len(items)), key=lambda at: _likeness(items[at], text), default=None)
    return nearest if nearest is not None and _likeness(items[nearest], text) >= ALIKE else None


def _likeness(item: FieldItem, text: str) -> float:
    return SequenceMatcher(None, _text(item.parts) or item.raw, text, autojunk=False).ratio()


def _text(parts: Mapping[str, str]) -> str:
    return " ".join(parts[name] for name in sorted(parts))
