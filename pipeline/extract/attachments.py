"""The component papers a form lists: a table or numbered lines under `Thành phần hồ sơ`."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from core.model import FieldItem
from core.page import Box
from pipeline.extract.candidates import Candidate
from pipeline.extract.labelled import wraps
from pipeline.extract.labels import NUMBERING, find_labels
from pipeline.extract.layout import PageView, Run, fold_in_place, joined, mean_confidence
from pipeline.extract.lexicon import Lexicon
from pipeline.extract.numbers import COMPONENT_CODE, component_code, digits_of
from pipeline.extract.spelling import with_set_phrases
from pipeline.extract.tabular import Cell, Ruled, whole

_ANCHOR = re.compile(r"thanh phan ho so|giay to (?:nop )?kem|tai lieu kem theo|ho so gui kem|giay to nop")
_NAME_HEAD = re.compile(r"ten (?:giay t|tai lieu|thanh phan)|^giay to")
_KIND_HEAD = re.compile(r"^loai|ban chinh")
_COUNT_HEAD = re.compile(r"so luong|^sl$")
_KINDS = {
    "ban chinh": "Bản chính",
    "ban sao": "Bản sao",
    "ban chup": "Bản chụp",
    "ban photo": "Bản chụp",
    "ban goc": "Bản chính",
}
_KIND = re.compile(r"\bban (?:chinh|sao|chup|photo|goc)\b")
_COUNTED = re.compile(r"[:(,-]\s*(?:so luong\s*:?\s*)?\d{1,2}\s*(?:ban|bo|to|quyen|tap)?\s*\)?$")
_TRAILING = re.compile(r"\s*[-–(,:]*\s*$")
MOST_ITEMS = 60


@dataclass(frozen=True, slots=True)
class _Columns:
    """Left edges of the table's columns, in pixels; None for a column it lacks."""

    name_px: int
    kind_px: int | None
    count_px: int | None


def read_attachments(view: PageView, tables: Sequence[Ruled], lexicon: Lexicon) -> Candidate | None:
    """The list of attachments of a page as one list value, or None."""
    if any(map(_is_turned, tables)):
        return None
    for table in tables:
        rows = list(_cell_rows(table))
        items = [item for row in rows if (item := _cell_item(row, lexicon))]
        if items:
            return _listed(
                items, [run for cells in rows for cell in cells.values() for run in cell.lines], view
            )
    return _read_lines(view, lexicon)


def _cell_rows(table: Ruled) -> Iterator[dict[str, Cell]]:
    """The rows under the heading of a table of papers, their cells by what the heading calls them."""
    for head in range(table.last_row):
        columns: dict[str, int] = {}
        for cell in table.row(head):
            name = _role(cell.run.folded)
            if name:
                columns.setdefault(name, cell.column)
        if {"name", "count"} & columns.keys():
            columns = _by_content(table, head) | columns
        if {"name", "count"} <= columns.keys():
            for row in range(head + 1, table.last_row + 1):
                cells = {name: table.at(row, column) for name, column in columns.items()}
                yield {name: cell for name, cell in cells.items() if cell}
            return


def _is_turned(table: Ruled) -> bool:
    """Whether the headings stand under each other: a table of papers on its side has no rows to read."""
    columns: dict[int, set[str | None]] = {}
    rows: dict[int, set[str | None]] = {}
    for cell in table.cells:
        role = _role(cell.run.folded)
        columns.setdefault(cell.column, set()).add(role)
        rows.setdefault(cell.row, set()).add(role)
    return _has_headings(columns) and not _has_headings(rows)


def _has_headings(lines: Mapping[int, set[str | None]]) -> bool:
    return any({"name", "count"} <= roles for roles in lines.values())


def _by_content(table: Ruled, head: int) -> dict[str, int]:
    """The columns by what stands in them, for headings that were lost; none without a kind of copy."""
    below = [cell for cell in table.cells if cell.row > head]
    kind = next((cell.column for cell in below if _kind_of(cell.run.text)), None)
    if kind is None:
        return {}
    return {"name": kind - 1, "kind": kind, "count": kind + 1}


def _role(heading: str) -> str | None:
    for name, form in (("name", _NAME_HEAD), ("count", _COUNT_HEAD), ("kind", _KIND_HEAD)):
        if form.search(heading):
            return name
    return None


def _cell_item(cells: Mapping[str, Cell], lexicon: Lexicon) -> FieldItem | None:
    if "name" not in cells:
        return None
    name = cells["name"].run.text.strip(" |_.,;")
    if sum(char.isalpha() for char in name) < 3:
        return None
    kind = _kind_of(cells["kind"].run.text) if "kind" in cells else None
    count = digits_of(cells["count"].run.text) if "count" in cells else ""
    return _item(name, kind, count, whole(list(cells.values())), lexicon)


def _listed(items: Sequence[FieldItem], runs: Sequence[Run], view: PageView) -> Candidate:
    box = Box.around(item.box for item in items if item.box)
    words = [word for run in runs for word in run.words]
    raw = "\n".join(item.raw for item in items)
    confidence = 0.9 * mean_confidence(words)
    return Candidate("attachments", tuple(items[:MOST_ITEMS]), raw, confidence, "label", view.number, box)


def _read_lines(view: PageView, lexicon: Lexicon) -> Candidate | None:
    """The list as lines, or as a table whose rules are lost."""
    anchor = next(
        (run for run in view.runs if _ANCHOR.search(run.folded) and run.text.rstrip()[-1:] in ":;."), None
    )
    start = anchor.row + 1 if anchor else 0
    head = _table_head(view, start)
    if head is None and anchor is None:
        return None
    rows = list(_rows_until_label(view, head[0] + 1 if head else start, lexicon))
    items = (
        list(_table_items(rows, head[1], lexicon))
        if head
        else list(_listed_items(rows, view.text_box.right, lexicon))
    )
    return _listed(items, [run for row in rows for run in row], view) if items else None


def _table_head(view: PageView, start: int) -> tuple[int, _Columns] | None:
    for row in view.rows[start:]:
        name = next((run for run in row if _NAME_HEAD.search(run.folded)), None)
        count = next((run for run in row if _COUNT_HEAD.search(run.folded)), None)
        if name is None or count is None or name is count:
            continue
        kind = next((run for run in row if _KIND_HEAD.search(run.folded)), None)
        return row[0].row, _Columns(name.box.left, kind.box.left if kind else None, count.box.left)
    return None


def _rows_until_label(view: PageView, start: int, lexicon: Lexicon) -> Iterator[Sequence[Run]]:
    for row in view.rows[start:]:
        hits = find_labels(row[0], lexicon)
        if hits and hits[0].strength >= 0.7:
            return
        if re.match(r"^nguoi (?:nop|tiep|lam|khai|yeu)", row[0].folded):
            return
        yield row


def _table_items(rows: Sequence[Sequence[Run]], columns: _Columns, lexicon: Lexicon) -> Iterator[FieldItem]:
    """Rows that begin with an ordinal begin an item; the others go on with it."""
    groups: list[list[Run]] = []
    for row in rows:
        ordinal = re.match(r"^\W{0,2}\d{1,2}\W{0,2}(?:\s|$)", row[0].text)
        if ordinal:
            groups.append([])
        if not groups:
            continue
        groups[-1].extend(row)
    for group in groups:
        item = _table_item(group, columns, lexicon)
        if item:
            yield item


def _table_item(group: Sequence[Run], columns: _Columns, lexicon: Lexicon) -> FieldItem | None:
    whole = joined(sorted(group, key=lambda run: (run.row, run.box.left)))
    texts: dict[str, list[str]] = {"name": [], "kind": [], "count": []}
    for position, word in enumerate(whole.words):
        middle = (word.box.left + word.box.right) / 2
        if position == 0 and re.fullmatch(r"\W{0,2}\d{1,2}\W{0,2}", word.text):
            continue
        texts[_column_of(middle, columns)].append(word.text)
    name = " ".join(texts["name"]).strip(" |_.,;")
    name = re.sub(r"^\d{1,2}[.)]?\s+", "", name)
    if sum(char.isalpha() for char in name) < 3:
        return None
    kind = _kind_of(" ".join(texts["kind"]))
    count = re.search(r"\d{1,2}", " ".join(texts["count"]))
    return _item(name, kind, count[0] if count else None, whole, lexicon)


def _column_of(middle: float, columns: _Columns) -> str:
    margin = 40
    if columns.count_px is not None and middle >= columns.count_px - margin / 4:
        return "count"
    if columns.kind_px is not None and middle >= columns.kind_px - 2.2 * margin:
        return "kind"
    return "name"


def _kind_of(text: str) -> str | None:
    folded = " ".join(re.findall(r"[a-z]+", fold_in_place(text)))
    return next((kind for key, kind in _KINDS.items() if key in folded), None)


def _listed_items(rows: Sequence[Sequence[Run]], right_edge: int, lexicon: Lexicon) -> Iterator[FieldItem]:
    """Numbered or dashed lines, as in `1. Tờ khai - bản chính - 01`."""
    groups: list[list[Run]] = []
    for row in rows:
        if NUMBERING.match(row[0].text):
            groups.append([])
        elif not groups:
            return
        elif not wraps(groups[-1][-1], row[0], right_edge):
            break
        groups[-1].extend(row)
    for group in groups:
        whole = joined(group)
        start = NUMBERING.match(whole.text)
        text = whole.text[start.end() if start else 0 :].strip(" .;")
        kind = _KIND.search(fold_in_place(text))
        counted = _COUNTED.search(fold_in_place(text))
        ends = [found.start() for found in (kind, counted) if found]
        name = _TRAILING.sub("", text[: min(ends)]) if ends else text
        count = re.search(r"(?<!\d)\d{1,2}(?!\d)", text[min(ends) :]) if ends else None
        if sum(char.isalpha() for char in name) >= 3:
            yield _item(
                name, _kind_of(kind[0]) if kind else None, count[0] if count else None, whole, lexicon
            )


def _item(name: str, kind: str | None, count: str | None, whole: Run, lexicon: Lexicon) -> FieldItem:
    code = COMPONENT_CODE.search(name)
    if code:
        name = f"{name[: code.start()]} {name[code.end() :]}".strip(" -–;.,")
    parts = {"name": with_set_phrases(name, lexicon)}
    if code:
        parts["component_code"] = component_code(code[1])
    if kind:
        parts["kind"] = kind
    if count and len(count) < 3 and int(count) > 0:
        parts["quantity"] = str(int(count))
    return FieldItem(parts, whole.text, whole.page, whole.box)
