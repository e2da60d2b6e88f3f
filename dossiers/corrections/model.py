"""What a correction is, as it lies beside its dossier, and when two of them are about the same thing."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

import msgspec

from core.codec import plain
from core.model import FieldItem, PageRange


class Kind(StrEnum):
    """What is put right."""

    FIELD = "field"
    TYPE = "type"
    CODE = "code"
    SPLIT = "split"
    ROTATE = "rotate"
    ORDER = "order"
    RESTRICT = "restrict"
    RELEASE = "release"
    CONFIRM = "confirm"


@dataclass(frozen=True, slots=True)
class Target:
    """What a correction is about; without a document it is about the dossier as a whole."""

    document: str | None = None
    """sha256 of the file."""
    range: PageRange | None = None
    """The part of the file; None means all of it."""
    field: str | None = None
    """A name of the field catalogue."""
    item: int | None = None
    """Which item of a list field, counted from 1."""


@dataclass(frozen=True, slots=True)
class Part:
    """A paper or dossier that a file was split into."""

    first: int
    last: int
    code: str | None = None
    """The dossier code of the dossier that begins here; None means a paper of this dossier."""


@dataclass(frozen=True, slots=True)
class ScanPlace:
    """Where a value stands on the scan itself, however the page is displayed later."""

    document: str
    """sha256 of the file."""
    page: int
    corners: tuple[tuple[float, float], ...]
    """Four corners in scan pixels, clockwise from the displayed top left; none is the whole page."""


Value = str | int | bool | Mapping[str, str] | tuple[int | Part, ...] | None
"""A field's value, the parts of an item, a type's name and code, page numbers or parts; None is nothing."""


@dataclass(frozen=True, slots=True)
class Correction:
    """One thing a person put right."""

    id: str
    """16 hex digits."""
    kind: Kind
    target: Target
    old: Value
    new: Value
    reason: str
    account: str
    time: datetime
    """Aware UTC."""
    based_on: str
    """Version of what the person saw; see `version`."""
    approved_by: str | None = None
    place: ScanPlace | None = None
    frames: tuple[ScanPlace, ...] = ()
    """Of a turn: how its pages were displayed then, so that it means the same on another reading."""


@dataclass(frozen=True, slots=True)
class Slot:
    """What can be put right only by one person after the other."""

    name: str
    document: str | None = None
    range: PageRange | None = None
    item: int | None = None


def slot_of(kind: Kind, target: Target) -> Slot | None:
    """The thing a correction competes for; None where corrections do not get in each other's way."""
    if kind is Kind.CONFIRM:
        return None
    if kind in (Kind.RESTRICT, Kind.RELEASE):
        return Slot(target.field or "visibility", target.document)
    if kind in (Kind.SPLIT, Kind.ORDER):
        return Slot(kind.value, target.document)
    if kind is Kind.ROTATE:
        return Slot(kind.value, target.document, target.range)
    name = {Kind.TYPE: "document_type", Kind.CODE: "dossier_code"}.get(kind, target.field or "")
    return Slot(name, target.document, target.range, target.item)


def version(value: object) -> str:
    """16 hex digits that stand for a value; of a list's item its parts count, not where it stands."""
    data = msgspec.json.encode(plain(_comparable(value)), order="deterministic")
    return "v-" + hashlib.sha256(data).hexdigest()[:16]


def numbers(value: object) -> tuple[int, ...]:
    """The page numbers a value consists of; none when it is something else."""
    return tuple(one for one in value if isinstance(one, int)) if isinstance(value, tuple) else ()


def _comparable(value: object) -> object:
    if isinstance(value, FieldItem):
        return dict(value.parts) or {"raw": value.raw}
    if isinstance(value, tuple | list):
        return [_comparable(one) for one in value]
    return value
