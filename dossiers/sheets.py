"""Tables as CSV and XLSX: written for spreadsheets, read with care."""

import csv
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, islice
from pathlib import Path
from typing import Any
from uuid import uuid4

from openpyxl import Workbook, load_workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.utils.exceptions import InvalidFileException

from core.disk_errors import translated
from core.errors import ConfigError, NotFound

KINDS = (".csv", ".xlsx")
MAX_ROWS = 100_000
"""Rows that are written; more is no list to look at any more."""
MAX_ROWS_READ = 10_000
MAX_BYTES = 20 << 20
MAX_UNPACKED_BYTES = 200 << 20
"""Of an XLSX, which is a ZIP: a few kilobytes may hold gigabytes."""

_MAX_CELL = 32_767
"""Letters in a cell of XLSX."""
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What makes spreadsheets compute a cell of a CSV; text that starts so gets an apostrophe."""

Row = Sequence[str]


def check_kind(path: Path) -> None:
    """Refuse a name that says neither CSV nor XLSX."""
    if path.suffix.lower() not in KINDS:
        raise ConfigError("Name the table PATH.csv or PATH.xlsx.", code="bad_table")


def write_table(path: Path, columns: Row, rows: Iterable[Row], notes: Mapping[str, str]) -> int:
    """Write `rows` under `columns`; the number of rows. The file appears when it is whole.

    `notes` go to a second sheet of an XLSX; a CSV has no place for them.

    Raises:
        ConfigError: the name says neither CSV nor XLSX.
    """
    check_kind(path)
    part = path.with_name(f".{path.name}.{uuid4().hex[:8]}")
    counted = _Counted(islice(rows, MAX_ROWS))
    with translated("folder of the table"):
        try:
            if path.suffix.lower() == ".csv":
                _write_csv(part, columns, counted)
            else:
                _write_xlsx(part, columns, counted, notes)
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)
    return counted.count


def read_table(path: Path) -> list[tuple[str, ...]]:
    """The rows of a table, cells as text without spaces around them; empty rows are kept.

    Raises:
        NotFound: there is no such file.
        ConfigError: it is no table, or too large for one.
    """
    check_kind(path)
    if not path.is_file():
        raise NotFound(f"There is no list {path.name}.", code="not_a_file")
    with translated("folder of the list"):
        if path.stat().st_size > MAX_BYTES:
            raise ConfigError("The list is larger than 20 MB; split it.", code="bad_table")
        rows = _read_csv(path) if path.suffix.lower() == ".csv" else _read_xlsx(path)
        read = [tuple(_text(cell) for cell in row) for row in islice(rows, MAX_ROWS_READ + 1)]
    if len(read) > MAX_ROWS_READ:
        raise ConfigError(f"The list has more than {MAX_ROWS_READ} rows; split it.", code="bad_table")
    return read


class _Counted:
    """Rows that are counted on their way."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self._rows = rows
        self.count = 0

    def __iter__(self) -> Iterator[Row]:
        for row in self._rows:
            self.count += 1
            yield row


def _write_csv(path: Path, columns: Row, rows: Iterable[Row]) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(columns)
        writer.writerows([f"'{cell}" if cell.startswith(_FORMULA) else cell for cell in row] for row in rows)


def _write_xlsx(path: Path, columns: Row, rows: Iterable[Row], notes: Mapping[str, str]) -> None:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Kết quả")
    sheet.freeze_panes = "A2"
    for row in chain([columns], rows):
        sheet.append([_cell(sheet, text) for text in row])
    about = book.create_sheet("Nguồn gốc")
    for name, text in notes.items():
        about.append([_cell(about, name), _cell(about, text)])
    book.save(path)


def _cell(sheet: Any, text: str) -> Any:
    """A cell of text, whatever it begins with."""
    clean = "".join(char for char in text if char.isprintable() or char == "\n")
    cell = WriteOnlyCell(sheet, clean[:_MAX_CELL])
    cell.data_type = "s"
    return cell


def _read_csv(path: Path) -> Iterator[Sequence[object]]:
    data = path.read_bytes()
    for encoding in ("utf-8-sig", "utf-16") if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig",):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        lines = text.splitlines()
        separator = max(",;\t", key=lambda sign: sum(line.count(sign) for line in lines[:20]))
        try:
            yield from csv.reader(lines, delimiter=separator)
        except csv.Error as exc:
            raise ConfigError("The list is no CSV that can be read.", code="bad_table") from exc
        return
    raise ConfigError("The list is not UTF-8; save it as CSV UTF-8 or as XLSX.", code="bad_table")


def _read_xlsx(path: Path) -> Iterator[Sequence[object]]:
    try:
        with zipfile.ZipFile(path) as packed:
            if sum(member.file_size for member in packed.infolist()) > MAX_UNPACKED_BYTES:
                raise ConfigError("The list unpacks to more than 200 MB.", code="bad_table")
        book = load_workbook(path, read_only=True, data_only=True)
    except (zipfile.BadZipFile, InvalidFileException, KeyError, ValueError) as exc:
        raise ConfigError("The list is no XLSX that can be read.", code="bad_table") from exc
    try:
        if book.worksheets:
            yield from book.worksheets[0].iter_rows(values_only=True)
    finally:
        book.close()


def _text(cell: object) -> str:
    """A cell as people see it: 142.0, which spreadsheets make of a code, is 142."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()
