"""Reads the packaged tables and lays overlays over them."""

import csv
import hashlib
import io
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from importlib import resources
from typing import TypeVar

from core.errors import ConfigError
from core.text import fold, nfc
from pipeline.reference.calendar import Calendar, Holiday, HolidayKind
from pipeline.reference.committees import committees_of
from pipeline.reference.tables import (
    Agency,
    DocumentType,
    Place,
    Position,
    Procedure,
    Reference,
    RequiredPaper,
    Surname,
    Variant,
)

TABLES = (
    "procedures",
    "agencies",
    "places",
    "document_types",
    "positions",
    "surnames",
    "phrases",
    "holidays",
    "required_papers",
    "variants",
)

Cells = dict[str, str]
Row = TypeVar("Row")


def load_reference(overlays: Mapping[str, bytes] | None = None) -> Reference:
    """Load the packaged tables; rows of an overlay replace packaged rows of the same key.

    Args:
        overlays: CSV bytes by table name (`procedures`, …) with the columns of the packaged table.

    Raises:
        ConfigError: an overlay is not a table of that name or has a bad row.
    """
    overlays = overlays or {}
    unknown = sorted(set(overlays) - set(TABLES))
    if unknown:
        raise ConfigError(
            f"Reference table {unknown[0]} is unknown; use one of {', '.join(TABLES)}.",
            code="bad_reference",
        )
    rows = {name: _merged(name, overlays.get(name)) for name in TABLES}
    surnames = _convert("surnames", rows, _surname)
    places = _convert("places", rows, _place)
    return Reference(
        procedures={row.code: row for row in _convert("procedures", rows, _procedure)},
        agencies={row.code: row for row in _convert("agencies", rows, _agency)},
        committees=committees_of(places),
        places=places,
        document_types=_convert("document_types", rows, lambda cells: DocumentType(**cells)),
        positions=_convert("positions", rows, lambda cells: Position(**cells)),
        surnames=surnames,
        phrases=tuple(row["phrase"] for row in rows["phrases"]),
        variants=_convert("variants", rows, lambda cells: Variant(**cells)),
        folded_surnames=frozenset(fold(row.name) for row in surnames),
        calendar=Calendar({row.day: row for row in _convert("holidays", rows, _holiday)}),
        required_papers=_convert("required_papers", rows, _required_paper),
        fingerprint=_fingerprint(rows),
    )


def _merged(name: str, overlay: bytes | None) -> list[Cells]:
    packaged, columns = read_table(name, packaged_table(name))
    rows = {row_key(row): row for row in packaged}
    if overlay is not None:
        for row in read_overlay(name, overlay, columns):
            rows[row_key(row)] = row
    return list(rows.values())


def packaged_table(name: str) -> bytes:
    """The CSV that comes with this version."""
    return resources.files("pipeline.reference").joinpath(f"{name}.csv").read_bytes()


def read_overlay(name: str, data: bytes, columns: Sequence[str]) -> list[Cells]:
    """The rows of an overlay of a table with these columns.

    Raises:
        ConfigError: it has others, or is no UTF-8 CSV.
    """
    rows, found = read_table(name, data)
    if sorted(found) != sorted(columns) or any(set(row) != set(columns) for row in rows):
        raise ConfigError(
            f"Reference table {name} needs the columns {', '.join(columns)}.", code="bad_reference"
        )
    return rows


def read_table(name: str, data: bytes) -> tuple[list[Cells], tuple[str, ...]]:
    """The rows of a CSV and its columns, cells NFC and trimmed."""
    try:
        text = data.decode("utf-8-sig")
        reader = csv.DictReader(io.StringIO(text, newline=""))
        rows = [{str(key): nfc(value or "").strip() for key, value in row.items()} for row in reader]
    except UnicodeDecodeError as exc:
        raise ConfigError(
            f"Reference table {name} is not UTF-8; save it as UTF-8 CSV.", code="bad_reference"
        ) from exc
    except (csv.Error, AttributeError, TypeError) as exc:
        # A row with more cells than columns gives a list where text is expected.
        raise ConfigError(
            f"Reference table {name} is no CSV with one heading.", code="bad_reference"
        ) from exc
    return rows, tuple(reader.fieldnames or ())


def row_key(row: Cells) -> tuple[str, ...]:
    """What tells a row from the others of its table: an overlay's row replaces the one with its key."""
    for column in ("code", "phrase", "day"):
        if column in row:
            return (row[column],)
    return tuple(row.get(column, "") for column in ("procedure", "kind", "name", "parent", "valid_from"))


def _convert(name: str, rows: Mapping[str, list[Cells]], make: Callable[[Cells], Row]) -> tuple[Row, ...]:
    try:
        return tuple(make(cells) for cells in rows[name])
    except (KeyError, TypeError, ValueError) as exc:
        raise ConfigError(
            f"A row of reference table {name} can't be used; check dates and columns.",
            code="bad_reference",
        ) from exc


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _procedure(cells: Cells) -> Procedure:
    return Procedure(
        code=cells["code"],
        name=cells["name"],
        sector=cells["sector"],
        sector_code=cells["sector_code"],
        settling_agency=cells["settling_agency"],
        valid_from=_day(cells["valid_from"]),
        valid_to=_day(cells["valid_to"]),
        successor=cells["successor"],
        source=cells["source"],
    )


def _agency(cells: Cells) -> Agency:
    return Agency(
        code=cells["code"],
        name=cells["name"],
        abbreviations=tuple(filter(None, cells["abbreviations"].split("|"))),
        kind=cells["kind"],
        valid_from=_day(cells["valid_from"]),
        valid_to=_day(cells["valid_to"]),
        successor=cells["successor"],
        source=cells["source"],
    )


def _place(cells: Cells) -> Place:
    return Place(
        person_prefix=cells["person_prefix"],
        kind=cells["kind"],
        name=cells["name"],
        parent=cells["parent"],
        valid_from=_day(cells["valid_from"]),
        valid_to=_day(cells["valid_to"]),
        successor=cells["successor"],
        source=cells["source"],
    )


def _surname(cells: Cells) -> Surname:
    return Surname(cells["name"], float(cells["weight"]), cells["source"])


def _holiday(cells: Cells) -> Holiday:
    day = date.fromisoformat(cells["day"])
    return Holiday(day, HolidayKind(cells["kind"]), cells["name"], cells["source"])


def _required_paper(cells: Cells) -> RequiredPaper:
    return RequiredPaper(
        procedure=cells["procedure"],
        name=cells["name"],
        quantity=int(cells["quantity"]),
        required={"yes": True, "no": False}[cells["required"]],
        valid_from=_day(cells["valid_from"]),
        valid_to=_day(cells["valid_to"]),
        source=cells["source"],
    )


def _fingerprint(rows: Mapping[str, list[Cells]]) -> str:
    digest = hashlib.sha256()
    for name in TABLES:
        for row in rows[name]:
            digest.update("\x1f".join((name, *row.values())).encode() + b"\x1e")
    return digest.hexdigest()[:16]
