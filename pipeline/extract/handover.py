"""The hand-overs of a control slip: who took the dossier when, from whom."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from rapidfuzz import fuzz

from core.model import FieldItem
from core.page import Box
from pipeline.extract.candidates import Candidate
from pipeline.extract.catalogue import Kind
from pipeline.extract.layout import PageView, Run, joined, mean_confidence, run_of
from pipeline.extract.lexicon import Lexicon
from pipeline.extract.namesakes import Print, clearer_print
from pipeline.extract.tabular import Ruled, whole
from pipeline.extract.values import normalise

_GIVEN = re.compile(r"^\W{0,2}(?:1\s*[.,]?\s*)?giao\s*[:.;]")
_HEAD = re.compile(r"thoi gian giao|giao,?\s*nhan ho so")
_TAKER = re.compile(r"(?:2\s*[.,]?\s*)?nh[aâậặăạ]n\s*[:.;]\s*(?P<agency>.+)$", re.IGNORECASE)
_RESULT = re.compile(r"^\W{0,2}(?:truoc|dung|qua)\s?han")
PARTS = 4
"""Agency, time, giver and receiver."""
MOST_NAME_WORDS = 6
_AGENCIES = re.compile(r"giao\s*[:.;]|nhan\s*[:.;]")
_PERSON = re.compile(r"^\W{0,2}ngu\w{1,3}\W{0,3}(?P<part>\w{3,5})\s*[:.;]\s*")


def read_handover(view: PageView, tables: Sequence[Ruled], lexicon: Lexicon) -> Candidate | None:
    """The rows `1. Giao … 2. Nhận …` of the table as one list value, or None."""
    rows = [row for table in tables for row in _cell_rows(table)] or list(_printed_rows(view))
    found = [(row, parts) for row in rows if (parts := _parts(row, lexicon))]
    if not found:
        return None
    names = [name for _, parts in found for name in parts.people.values()]
    later = [parts.people.get("giver") for _, parts in found[1:]] + [None]
    items = tuple(
        FieldItem(parts.settled(names, giver, lexicon), row.whole.text, row.whole.page, row.whole.box)
        for (row, parts), giver in zip(found, later, strict=True)
    )
    words = [word for row, _ in found for run in (*row.agencies, *row.moment) for word in run.words]
    box = Box.around(item.box for item in items if item.box)
    raw = "\n".join(item.raw for item in items)
    complete = sum(len(item.parts) for item in items) / (len(items) * PARTS)
    confidence = 0.85 * mean_confidence(words) * complete
    return Candidate("handover", items, raw, confidence, "label", view.number, box)


@dataclass(frozen=True, slots=True)
class _Row:
    """A hand-over as printed."""

    agencies: tuple[Run, ...]
    """Lines of `1. Giao … 2. Nhận …`."""
    moment: tuple[Run, ...]
    """Lines of the time and the two names."""
    whole: Run


def _cell_rows(table: Ruled) -> Iterator[_Row]:
    """The rows under the heading of a ruled table of hand-overs."""
    heads = [cell for cell in table.cells if _HEAD.search(cell.run.folded)]
    for row in range(heads[0].row + 1, table.last_row + 1) if heads else ():
        agencies = next((cell for cell in table.row(row) if _AGENCIES.search(cell.run.folded)), None)
        moment = table.at(row, heads[0].column)
        cells = [cell for cell in (agencies, moment) if cell]
        if cells:
            printed = [cell.lines if cell else () for cell in (agencies, moment)]
            yield _Row(printed[0], printed[1], whole(table.row(row) or cells))


def _printed_rows(view: PageView) -> Iterator[_Row]:
    """The same where no rules were found: columns by the place of their headings."""
    head = next((run for run in view.runs if _HEAD.search(run.folded)), None)
    starts = [run for run in view.runs if _GIVEN.match(run.folded)]
    if not starts or head is None:
        return
    named = [run.box.left for run in view.runs if run.folded.startswith("nguoi giao")]
    border = (min(named) if named else head.box.left) - head.box.height / 2
    ends = [run.row for run in starts[1:]] + [len(view.rows)]
    for start, end in zip(starts, ends, strict=True):
        group = [run for row in view.rows[start.row : end] for run in row]
        results = [run.box.left for run in group if _RESULT.match(run.folded)]
        right = min(results, default=group[0].box.left + 10**6)
        first = tuple(part for run in group if (part := _within(run, 0, border)))
        second = tuple(part for run in group if (part := _within(run, border, right)))
        yield _Row(first, second, joined(group))


def _within(run: Run, left: float, right: float) -> Run | None:
    """The words of `run` whose middles lie in a column."""
    words = [word for word in run.words if left <= (word.box.left + word.box.right) / 2 < right]
    return run_of(run.page, words, run.row) if words else None


@dataclass(frozen=True, slots=True)
class _Parts:
    """What a hand-over says."""

    plain: dict[str, str]
    people: dict[str, Print]
    """All that stands behind the label of giver and receiver."""

    def settled(self, names: Sequence[Print], next_giver: Print | None, lexicon: Lexicon) -> dict[str, str]:
        """All parts, each name as it is printed most clearly on the page.

        Who received the dossier hands it on in the next row, which tells words that were lost here.
        """
        parts = dict(self.plain)
        for part, name in self.people.items():
            value = _person(clearer_print(name, names), lexicon)
            later = _person(next_giver, lexicon) if next_giver and part == "receiver" else None
            if value is not None:
                parts[part] = later if later and later.startswith(f"{value} ") else value
        return parts


def _person(name: Print, lexicon: Lexicon) -> str | None:
    found = normalise(Kind.PERSON, name.text, lexicon)
    return str(found.value) if found is not None else None


def _parts(row: _Row, lexicon: Lexicon) -> _Parts | None:
    plain: dict[str, str] = {}
    taker = _TAKER.search(joined(row.agencies).text) if row.agencies else None
    agency = normalise(Kind.AGENCY, taker["agency"], lexicon) if taker else None
    if agency is not None:
        plain["agency"] = str(agency.value)
    named: dict[str, list[Run]] = {}
    above: list[Run] = []
    below = above
    for line in _lines(row.moment):
        label = _PERSON.match(line.folded)
        name = line.cut(label.end()) if label else line
        if label is not None:
            giver = fuzz.ratio(label["part"], "giao") > fuzz.ratio(label["part"], "nhan")
            below = named.setdefault("giver" if giver else "receiver", [])
        if name is not None:
            below.append(name)
    people = {part: _print(joined(lines)) for part, lines in named.items() if lines}
    moment = normalise(Kind.INSTANT, joined(above).text, lexicon) if above else None
    if moment is not None and moment.value is not None:
        plain["time"] = str(moment.value)
    return _Parts(plain, people) if plain or people else None


def _print(name: Run) -> Print:
    """The name without the scribbles of a signature around it."""
    words = [word for word in name.words if sum(map(str.isalnum, word.text)) >= 2][:MOST_NAME_WORDS]
    text = re.sub(r"[^\w\s’-]", "", " ".join(word.text for word in words))
    return Print(text, min((word.confidence for word in words), default=0.0))


def _lines(column: Sequence[Run]) -> Iterator[Run]:
    """Runs that stand on one row, joined."""
    for _, runs in groupby(column, key=lambda run: run.row or id(run)):
        yield joined(list(runs))
