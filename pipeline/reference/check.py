"""Says what is wrong in reference tables, line by line, before they are used."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from core.errors import ConfigError
from pipeline.reference.load import (
    TABLES,
    Cells,
    load_reference,
    packaged_table,
    read_overlay,
    read_table,
    row_key,
)

REFERS = {"settling_agency": "agencies"}
"""Columns that name the code of a row of another table."""
REQUIRED = ("code", "name", "phrase", "means", "source")
"""Columns that are never empty in a table that has them."""
VARIANT_KINDS = ("agency", "procedure", "place")


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong in a table."""

    table: str
    line: int
    """As an editor counts it: the heading is line 1; 0 means the table as a whole."""
    message: str


def check_tables(overlays: Mapping[str, bytes]) -> tuple[Finding, ...]:
    """What is wrong in the packaged tables with `overlays` laid over them.

    Raises:
        ConfigError: an overlay is no table of that name.
    """
    findings = list[Finding]()
    for name in sorted(set(overlays) - set(TABLES)):
        raise ConfigError(
            f"Reference table {name} is unknown; use one of {', '.join(TABLES)}.", code="bad_reference"
        )
    names = {name: _names(name, overlays.get(name)) for name in TABLES}
    for name in TABLES:
        packaged, columns = read_table(name, packaged_table(name))
        for rows in (packaged, *([read_overlay(name, overlays[name], columns)] if name in overlays else [])):
            findings += _check(name, rows, names)
    findings += _circles(overlays)
    return tuple(dict.fromkeys(findings)) or _unusable(overlays)


def _names(name: str, overlay: bytes | None) -> frozenset[str]:
    """What rows of other lines may refer to."""
    rows = read_table(name, packaged_table(name))[0] + (read_table(name, overlay)[0] if overlay else [])
    return frozenset(_name(row) for row in rows)


def _name(row: Cells) -> str:
    """A row's code; of a place, which has none, its kind and name."""
    return row["code"] if "code" in row else f"{row.get('kind', '')} {row.get('name', '')}"


def _check(name: str, rows: Sequence[Cells], names: Mapping[str, frozenset[str]]) -> Iterator[Finding]:
    first: dict[tuple[str, ...], int] = {}
    for line, row in enumerate(rows, start=2):
        earlier = first.setdefault(row_key(row), line)
        if earlier != line:
            yield Finding(name, line, f"the same row as line {earlier}")
        for message in (*_empty(row), *_dates(row), *_dangling(name, row, names), *_kind(name, row)):
            yield Finding(name, line, message)


def _empty(row: Cells) -> Iterator[str]:
    yield from (f"{column} is empty" for column in REQUIRED if column in row and not row[column])


def _dates(row: Cells) -> Iterator[str]:
    days = []
    for column in ("valid_from", "valid_to"):
        try:
            days.append(date.fromisoformat(row[column]) if row.get(column) else None)
        except ValueError:
            yield f"{column} is no date; write it as 2025-07-01"
            return
    if days[0] and days[1] and days[0] > days[1]:
        yield "valid_from lies after valid_to"


def _dangling(name: str, row: Cells, names: Mapping[str, frozenset[str]]) -> Iterator[str]:
    for column, table in {"successor": name, **REFERS}.items():
        if row.get(column) and row[column] not in names[table]:
            yield f"{column} {row[column]} is not in table {table}"


def _kind(name: str, row: Cells) -> Iterator[str]:
    if name == "variants" and row["kind"] not in VARIANT_KINDS:
        yield f"kind must be one of {', '.join(VARIANT_KINDS)}"


def _circles(overlays: Mapping[str, bytes]) -> Iterator[Finding]:
    """Successors that lead back to where they began."""
    for name in TABLES:
        rows = read_table(name, packaged_table(name))[0]
        rows += read_table(name, overlays[name])[0] if name in overlays else []
        after = {row["code"]: row["successor"] for row in rows if row.get("successor") and "code" in row}
        for code, next_one in after.items():
            seen, at = {code}, next_one
            while at in after and at not in seen:
                seen.add(at)
                at = after[at]
            if at == code:
                yield Finding(name, 0, f"the successors of {code} lead back to it")


def _unusable(overlays: Mapping[str, bytes]) -> tuple[Finding, ...]:
    """What only the tables' own reader notices, such as a weight that is no number."""
    try:
        load_reference(overlays)
    except ConfigError as exc:
        return (Finding("reference", 0, exc.message),)
    return ()
