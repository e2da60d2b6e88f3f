"""Vietnamese addresses: parts, and what does not fit the day they were written."""

import re
from datetime import date

from core.text import fold
from pipeline.reference import Reference

ABOLITION_DAY = date(2025, 7, 1)
"""Districts ceased to exist (domain notes, section 1)."""
_CITIES = "ha noi|ho chi minh|da nang|hai phong|can tho|hue"
_LEVELS = (
    ("province", re.compile(rf"(?:^|,\s*)(?:tinh\s+[^,;]+|(?:thanh pho|tp\.?)\s*(?:{_CITIES})\s*)$")),
    ("district", re.compile(r"(?:^|,\s*)(?:huyen|quan|thi xa|tx\.?|h\.|thanh pho|tp\.?)\s*[^,;]+")),
    ("commune", re.compile(r"(?:^|,\s*)(?:phuong|xa|thi tran|tt\.?|p\.|x\.)\s*[^,;]+")),
)


def address_parts(text: str) -> dict[str, str]:
    """The province, district and commune named in `text`, as printed, and the rest as street."""
    folded = fold(text)
    parts: dict[str, str] = {}
    if len(folded) != len(text):
        return parts
    left, right = len(text), len(text)
    for level, pattern in _LEVELS:
        for found in pattern.finditer(folded[:right]):
            name = text[found.start() : found.end()].strip(" ,;.")
            parts[level] = name
            left = min(left, found.start())
        right = left
    street = text[:left].strip(" ,;.")
    if street:
        parts["street"] = street
    return parts


def has_address_shape(text: str) -> bool:
    """Whether `text` names at least one administrative level."""
    folded = fold(text)
    return any(pattern.search(folded) for _, pattern in _LEVELS) or bool(
        re.search(r"\b(?:thon|xom|khu pho|to dan pho|duong|so nha|so \d|pho|tdp|khu|ngo|lang)\b", folded)
    )


def with_whole_province(text: str, reference: Reference) -> str | None:
    """`text`, its province completed from the place before it (huyện Tiên Du, tỉnh Bắc → tỉnh Bắc Ninh).

    None where the last part names a province that doesn't exist and none can be told.
    """
    parts = text.rsplit(",", 2)
    last = parts[-1].strip(" .")
    if len(parts) < 2 or not fold(last).startswith("tinh "):
        return text
    if names_province(text, reference):
        return text
    wanted = _province_of(parts[-2].strip(), reference)
    if wanted is None or not fold(wanted).startswith(fold(last)):
        return None
    return text[: text.rindex(",") + 1] + " " + wanted


def names_province(text: str, reference: Reference) -> bool:
    """Whether `text` ends with a known province."""
    last = fold(text.rsplit(",", 1)[-1].strip(" ."))
    return any(
        last in (fold(f"{row.kind} {row.name}"), fold(row.name))
        for row in reference.places
        if row.parent == "Việt Nam"
    )


def _province_of(place: str, reference: Reference) -> str | None:
    """The province a commune or district lies in, when only one does."""
    by_name = {f"{row.kind} {row.name}": row.parent for row in reference.places}
    parent = by_name.get(place)
    while parent is not None and not parent.startswith("tỉnh"):
        parent = by_name.get(parent)
    return parent


def district_warning(text: str, day: date | None) -> str | None:
    """A warning when `text` ends at a commune, names a district after their abolition, or none before it."""
    parts = address_parts(text)
    if "commune" in parts and "district" not in parts and "province" not in parts:
        return "Địa chỉ chỉ ghi đến cấp xã, có thể thiếu phần sau."
    if day is None:
        return None
    if day >= ABOLITION_DAY and "district" in parts:
        return "Địa chỉ còn ghi cấp huyện dù cấp huyện đã bỏ từ 01/7/2025."
    if day < ABOLITION_DAY and "province" in parts and "commune" in parts and "district" not in parts:
        return "Địa chỉ thiếu cấp huyện (trước 01/7/2025 còn cấp huyện)."
    return None
