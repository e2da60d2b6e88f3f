"""Looks up a list of codes, numbers or names: a row in, its dossiers out."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from core.access import Viewer
from core.errors import ConfigError
from core.text import fold
from dossiers.exporting import COLUMNS, row_of
from dossiers.find import Search, find
from dossiers.services import Services
from dossiers.sheets import check_kind, read_table, write_table
from search.query import parse
from search.tree import EVERYTHING

MOST = 5
"""Dossiers listed for a row."""
_LONGEST = 500
"""Letters of a cell that are looked up."""
_PROVENANCE = 3
"""Columns of an export that a list answers otherwise."""


def look_up(services: Services, source: Path, viewer: Viewer, target: Path, column: str = "1") -> int:
    """Look up every row of a CSV or XLSX by its `column` (number or heading) and write the answers.

    Words that match only nearly do not count. A row without an answer is kept and says so.

    Returns: the number of rows that have an answer.

    Raises:
        ConfigError: a file or the column makes no sense.
    """
    check_kind(target)
    rows = read_table(source)
    at, first = _column(rows, column)
    found = 0

    def answers() -> Iterator[Sequence[str]]:
        nonlocal found
        for number, row in enumerate(rows[first:], first + 1):
            asked = (row[at] if at < len(row) else "")[:_LONGEST]
            lines = list(_answers(services, asked, viewer))
            found += bool(lines)
            for total, cells in lines or [("0", ())]:
                yield (str(number), asked, total, *cells, *[""] * (len(_CELLS) - len(cells)))

    write_table(target, ("Dòng", "Cần tra", "Số hồ sơ khớp", *_CELLS), answers(), {"Danh sách": source.name})
    return found


_CELLS = COLUMNS[:-_PROVENANCE]


def _answers(services: Services, asked: str, viewer: Viewer) -> Iterator[tuple[str, tuple[str, ...]]]:
    if parse(asked).understood == EVERYTHING:
        return
    answer = find(services, Search(asked, limit=MOST, nearly=False), viewer)
    total = f"hơn {answer.total}" if answer.more else str(answer.total)
    yield from ((total, row_of(hit)) for hit in answer.hits)


def _column(rows: Sequence[Sequence[str]], column: str) -> tuple[int, int]:
    """Position of the column, and the first row below the heading."""
    if column.isascii() and column.isdigit() and int(column):
        return int(column) - 1, 0
    headings = [fold(cell) for cell in rows[0]] if rows else []
    if fold(column) not in headings:
        raise ConfigError(f"The list has no column {column!r} in its first row.", code="bad_table")
    return headings.index(fold(column)), 1
