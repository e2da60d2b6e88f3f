"""Values of fields as people here write them: days, times, amounts, items of lists."""

import re
from collections.abc import Callable, Mapping
from datetime import datetime

from core.clock import VIETNAM
from core.model import Field, FieldItem
from dossiers import wording

_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)")
_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)?")
_AS_PRINTED = frozenset({"legal_citations", "articles"})
"""Lists of sentences: they read best as printed, unless a person put something right."""

Parts = Mapping[str, str]


def value_text(field: Field) -> str:
    """A field's value on one line."""
    return "; ".join(value_lines(field))


def value_lines(field: Field) -> tuple[str, ...]:
    """A field's value, a line for each item of a list."""
    value = field.value
    if value is None:
        return (_nothing(field),)
    if isinstance(value, tuple):
        return tuple(item_text(field.name, item, corrected=field.source == "human") for item in value)
    if isinstance(value, bool):
        return ("có" if value else "không",)
    if field.name == "fee" and isinstance(value, int):
        return (f"{count(value)} đồng",)
    if isinstance(value, int):
        return (count(value),)
    return (wording.VALUES.get(field.name, {}).get(value) or day(value),)


def item_text(name: str, item: FieldItem, *, corrected: bool = False) -> str:
    """An item of the list field `name`; as printed where its parts say no more."""
    writer = _WRITERS.get(name)
    if writer is None or not item.parts or (name in _AS_PRINTED and item.raw and not corrected):
        return item.raw or " · ".join(item.parts.values())
    return writer(item.parts) or item.raw


def day(text: str) -> str:
    """2026-11-23 → 23/11/2026; an instant with its time in Vietnam; anything else as it is."""
    if _INSTANT.fullmatch(text):
        return when(datetime.fromisoformat(text))
    found = _DAY.fullmatch(text)
    return "/".join(reversed(found.groups())) if found else text


def when(instant: datetime) -> str:
    """An instant on this country's clock; one without a zone is on it already."""
    local = instant.astimezone(VIETNAM) if instant.tzinfo else instant
    return local.strftime("%d/%m/%Y %H:%M")


def count(number: int) -> str:
    """1234567 → 1.234.567."""
    return f"{number:,}".replace(",", ".")


def _nothing(field: Field) -> str:
    if field.source == "human":
        return "(để trống)"
    return "(viết tay)" if field.handwritten else "(không đọc được)"


def _attachment(parts: Parts) -> str:
    quantity = f"{parts['quantity']} bản" if "quantity" in parts else ""
    kept = ", ".join(filter(None, (parts.get("kind", ""), quantity)))
    code = parts.get("component_code", "")
    return " – ".join(filter(None, (parts.get("name", ""), kept, code)))


def _handover(parts: Parts) -> str:
    said = [day(parts["time"])] if "time" in parts else []
    said += [parts["agency"]] if "agency" in parts else []
    said += [f"người giao: {parts['giver']}"] if "giver" in parts else []
    said += [f"người nhận: {parts['receiver']}"] if "receiver" in parts else []
    return " · ".join(said)


def _arrival(parts: Parts) -> str:
    said = [f"số {parts['number']}"] if "number" in parts else []
    said += [f"ngày {day(parts['date'])}"] if "date" in parts else []
    return "Đến " + ", ".join(said) if said else ""


def _citation(parts: Parts) -> str:
    said = [parts.get("basis", ""), parts.get("type", "")]
    said += [f"số {parts['number']}"] if "number" in parts else []
    said += [f"ngày {day(parts['date'])}"] if "date" in parts else []
    said += [f"của {parts['agency']}"] if "agency" in parts else []
    return " ".join(filter(None, (*said, parts.get("title", ""))))


def _article(parts: Parts) -> str:
    places = (("Điểm", "point"), ("khoản", "clause"), ("Điều", "article"))
    place = " ".join(f"{word} {parts[level]}" for word, level in places if level in parts)
    return f"{place[:1].upper()}{place[1:]}. {parts.get('text', '')}".strip(" .")


def _recipient(parts: Parts) -> str:
    copies = f" ({parts['copies']} bản)" if "copies" in parts else ""
    lead = "Lưu: " if parts.get("role") == "archive" else ""
    return f"{lead}{parts.get('name', '')}{copies}"


def _appointment(parts: Parts) -> str:
    person = ", ".join(filter(None, (parts.get("person"), parts.get("from_position"))))
    said = [f"{person} giữ chức vụ {parts['position']}" if "position" in parts else person]
    said += [f"thời hạn {parts['term_months']} tháng"] if "term_months" in parts else []
    said += [f"từ ngày {day(parts['effective_date'])}"] if "effective_date" in parts else []
    return ", ".join(filter(None, said))


_WRITERS: Mapping[str, Callable[[Parts], str]] = {
    "attachments": _attachment,
    "handover": _handover,
    "arrival_stamp": _arrival,
    "legal_citations": _citation,
    "articles": _article,
    "recipients": _recipient,
    "appointment": _appointment,
}
